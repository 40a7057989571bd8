//! A section cannot be conditional; the endpoint's module can be.

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
    #[cfg(feature = "tags")]
    response {}
    // instead:
    // response {}
}

fn main() {}
