//! An absent segment of the type `Option` is `None`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        // wrong:
        #[serde(default = "favourite")]
        pub room_id: Option<String>,
        // instead:
        // pub room_id: Option<String>,
    }
    response {}
}

fn main() {}
