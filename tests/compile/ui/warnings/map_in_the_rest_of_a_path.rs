//! The rest of a path is a text or a list of segments.

#![deny(deprecated)]

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id..}",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        // wrong:
        pub room_id: std::collections::BTreeMap<String, u8>,
        // instead:
        // pub room_id: Vec<String>,
    }
    response {}
}

fn main() {}
