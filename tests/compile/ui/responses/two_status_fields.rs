//! One field can be the status.

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
        #[ruma_api(status)]
        pub status: matrix_api::http::StatusCode,
        // wrong:
        #[ruma_api(status)]
        pub code: matrix_api::http::StatusCode,
        // instead:
        // pub code: u16,
    }
}

fn main() {}
