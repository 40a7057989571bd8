//! A response whose status has no class cannot have a status field.

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
    response {}
    response NOT_MODIFIED {
        // wrong:
        #[ruma_api(status)]
        pub status: matrix_api::http::StatusCode,
        // instead:
        // #[ruma_api(header = ETAG)]
        // pub status: String,
    }
}

fn main() {}
