//! Names and defaults are set by `#[serde(..)]`.

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
        #[ruma_api(rename = "m.tags")]
        pub tags: Vec<String>,
        // instead:
        // #[serde(rename = "m.tags")]
        // pub tags: Vec<String>,
    }
}

fn main() {}
