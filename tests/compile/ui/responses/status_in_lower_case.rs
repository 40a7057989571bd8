//! The status of a response is written in upper case.

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
    // wrong:
    response no_content {}
    // instead:
    // response NO_CONTENT {}
}

fn main() {}
