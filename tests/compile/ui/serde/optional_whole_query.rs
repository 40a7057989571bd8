//! A whole query can be absent only as an `Option`.

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
        #[ruma_api(query_all)]
        #[serde(default)]
        pub tags: std::collections::BTreeMap<String, u8>,
        // instead:
        // #[ruma_api(query_all)]
        // pub tags: Option<std::collections::BTreeMap<String, u8>>,
    }
    response {}
}

fn main() {}
