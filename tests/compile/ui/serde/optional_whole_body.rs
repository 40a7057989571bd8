//! A whole body can be absent only as an `Option`.

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
        #[ruma_api(body)]
        #[serde(default)]
        pub tags: Vec<String>,
        // instead:
        // #[ruma_api(body)]
        // pub tags: Option<Vec<String>>,
    }
}

fn main() {}
