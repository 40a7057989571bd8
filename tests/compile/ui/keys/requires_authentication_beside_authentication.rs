//! `authentication` replaces `requires_authentication`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        // wrong:
        requires_authentication: true,
        authentication: AccessTokenOptional,
        // instead:
        // authentication: AccessTokenOptional,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response {}
}

fn main() {}
