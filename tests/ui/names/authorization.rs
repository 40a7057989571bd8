//! The authentication scheme writes `Authorization`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        // wrong:
        requires_authentication: false,
        // instead:
        // requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
        // wrong:
        #[ruma_api(header = AUTHORIZATION)]
        pub token: String,
    }
    response {}
}

fn main() {}
