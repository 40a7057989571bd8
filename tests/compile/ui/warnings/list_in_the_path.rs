//! A path field has one value, so its type should not be a list.

#![deny(deprecated)]

matrix_api::ruma_api! {
    metadata {
        description: "Ask for the tag of a room.",
        method: GET,
        name: "get_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        // wrong:
        pub room_id: Vec<String>,
        // instead:
        // pub room_id: String,
    }
    response {}
}

fn main() {}
