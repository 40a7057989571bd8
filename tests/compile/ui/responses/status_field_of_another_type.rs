//! The field of a status is a `StatusCode`.

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
        pub status: u16,
        // instead:
        // #[ruma_api(status)]
        // pub status: matrix_api::http::StatusCode,
    }
}

fn main() {}
