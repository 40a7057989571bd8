//! Only an `Option` is nullable.

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
        // wrong:
        #[ruma_api(nullable)]
        pub tag: String,
        // instead:
        // #[ruma_api(nullable)]
        // pub tag: Option<String>,
    }
    response {}
}

fn main() {}
