//! Two fields cannot use the same header; case does not matter.

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
    response {
        #[ruma_api(header = ETAG)]
        pub etag: String,
        // wrong:
        #[ruma_api(header = "etag")]
        pub version: String,
        // instead:
        // #[ruma_api(header = "x-version")]
        // pub version: String,
    }
}

fn main() {}
