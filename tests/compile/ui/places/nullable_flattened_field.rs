//! A flattened field has no `null`: `None` has no members.

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
        pub order: u8,
        #[ruma_api(nullable)]
        #[serde(flatten)]
        pub tags: Option<std::collections::BTreeMap<String, u8>>,
        // instead:
        // pub order: u8,
        // #[serde(flatten)]
        // pub tags: Option<std::collections::BTreeMap<String, u8>>,
    }
    response {}
}

fn main() {}
