//! A field cannot be both `secret` and `public`.

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
        #[ruma_api(secret, public)]
        pub password: String,
        // instead:
        // #[ruma_api(public)]
        // pub password: String,
    }
}

fn main() {}
