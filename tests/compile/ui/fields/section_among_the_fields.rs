//! Sections cannot be nested.

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
        error { pub message: String }
        pub order: u8,
    }
    // instead:
    // response {
    //     pub order: u8,
    // }
    // error: matrix_api::MatrixError
}

fn main() {}
