//! A placeholder has one field.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        path: "/rooms/{room_id}/tag",
        // instead:
        // path: "/rooms/{room_id}/tag/{tag}",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
        // wrong:
        #[ruma_api(path)]
        #[serde(rename = "room_id")]
        pub tag: String,
        // instead:
        // #[ruma_api(path)]
        // pub tag: String,
    }
    response {}
}

fn main() {}
