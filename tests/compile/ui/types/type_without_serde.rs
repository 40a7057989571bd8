//! A field's type implements `Serialize` and `Deserialize`.

/// A tag.
#[derive(Clone, Debug)]
// wrong:
pub struct Tag(pub String);
// instead:
// #[derive(serde::Serialize, serde::Deserialize)]
// pub struct Tag(pub String);

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
