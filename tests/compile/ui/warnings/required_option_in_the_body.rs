//! An optional member is left out, not written as `null`.

#![deny(deprecated)]

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
        pub tag: Option<String>,
        // instead:
        // #[serde(skip_serializing_if = "Option::is_none")]
        // pub tag: Option<String>,
    }
    response {}
}

fn main() {}
