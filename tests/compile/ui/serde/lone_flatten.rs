//! A field that is the whole body is marked with `body`, not `flatten`.

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
        #[serde(flatten)]
        pub tags: std::collections::BTreeMap<String, u8>,
        // instead:
        // #[ruma_api(body)]
        // pub tags: std::collections::BTreeMap<String, u8>,
    }
}

fn main() {}
