//! A section can be given only once.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    // wrong:
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    request {
        pub tag: String,
    }
    // instead:
    // request {
    //     #[ruma_api(path)]
    //     pub room_id: String,
    //     pub tag: String,
    // }
    response {}
}

fn main() {}
