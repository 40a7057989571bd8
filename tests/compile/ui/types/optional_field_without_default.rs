//! The type of a field with a default implements `Default`.

/// A tag.
// wrong:
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
// instead:
// #[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Tag(pub String);

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
        #[serde(default)]
        pub tag: Tag,
    }
}

fn main() {}
