//! A field's type implements `Debug`, unless the field is secret.

/// A tag.
// wrong:
#[derive(Clone, serde::Serialize, serde::Deserialize)]
// instead:
// #[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
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
        pub tag: Tag,
    }
}

fn main() {}
