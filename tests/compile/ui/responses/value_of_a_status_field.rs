//! The status of a response stands after `response`, not on the field.

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
    response {
        #[ruma_api(status = CREATED)]
        pub status: matrix_api::http::StatusCode,
    }
    // instead:
    // response CREATED {
    //     #[ruma_api(status)]
    //     pub status: matrix_api::http::StatusCode,
    // }
}

fn main() {}
