//! A scheme is a type that implements `AuthenticationScheme`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        // wrong:
        authentication: std::string::String,
        // instead:
        // authentication: AccessToken,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response {}
}

fn main() {}
