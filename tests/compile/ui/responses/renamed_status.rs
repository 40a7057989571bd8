//! A status has no name on the wire.

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
        // wrong:
        #[ruma_api(status)]
        #[serde(rename = "code")]
        pub status: matrix_api::http::StatusCode,
        // instead:
        // #[ruma_api(status)]
        // pub status: matrix_api::http::StatusCode,
    }
}

fn main() {}
