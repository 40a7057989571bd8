//! A place belongs to a field, not to a section.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    // wrong:
    #[ruma_api(body)]
    response {
        pub tags: Vec<String>,
    }
    // instead:
    // response {
    //     #[ruma_api(body)]
    //     pub tags: Vec<String>,
    // }
}

fn main() {}
