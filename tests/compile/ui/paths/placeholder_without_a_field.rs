//! A placeholder needs a field.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag/{tag}",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    // wrong:
    }
    // instead:
    //     #[ruma_api(path)]
    //     pub tag: String,
    // }
    response {}
}

fn main() {}
