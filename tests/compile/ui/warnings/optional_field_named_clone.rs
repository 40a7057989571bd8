//! An optional field has the name of no method.

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
        pub clone: Option<bool>,
        // instead:
        // #[serde(rename = "clone")]
        // pub cloned: Option<bool>,
    }
    response {}
}

fn main() {}
