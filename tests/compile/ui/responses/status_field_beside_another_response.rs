//! A response whose class has another one cannot have a status field.

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
        pub tag: String,
        // wrong:
        #[ruma_api(status)]
        pub status: matrix_api::http::StatusCode,
        // instead:
        // pub status: String,
    }
    response CREATED {}
}

fn main() {}
