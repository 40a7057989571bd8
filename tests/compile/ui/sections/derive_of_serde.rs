//! `Serialize` and `Deserialize` cannot be derived for a message.

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
    #[derive(Default, serde::Serialize)]
    response {}
    // instead:
    // #[derive(Default)]
    // response {}
}

fn main() {}
