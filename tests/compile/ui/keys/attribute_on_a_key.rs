//! A key cannot have attributes.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        // wrong:
        #[cfg(feature = "tags")]
        method: PUT,
        // instead:
        // method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response {}
}

fn main() {}
