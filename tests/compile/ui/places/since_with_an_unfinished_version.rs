//! `since` has a version after `=`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        history: { 1.2 => "/rooms/{room_id}/tag" },
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
        // wrong:
        #[ruma_api(since = )]
        pub tag: Option<String>,
        // instead:
        // #[ruma_api(since = "1.3")]
        // pub tag: Option<String>,
    }
    response {}
}

fn main() {}
