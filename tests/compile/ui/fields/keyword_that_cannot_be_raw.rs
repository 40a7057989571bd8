//! `self`, `Self`, `super` and `crate` cannot be field names, even with `r#`.

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
        pub self: String,
        // instead:
        // #[serde(rename = "self")]
        // pub self_: String,
    }
}

fn main() {}
