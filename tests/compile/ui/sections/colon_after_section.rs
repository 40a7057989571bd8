//! No colon is needed between a section's name and its braces.

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
    response: {
        pub tag: String,
    }
    // instead:
    // response {
    //     pub tag: String,
    // }
}

fn main() {}
