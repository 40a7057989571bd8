//! A query has no `null`: `None` is left out.

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
        #[ruma_api(query, nullable)]
        pub tag: Option<String>,
        // instead:
        // #[ruma_api(query)]
        // pub tag: Option<String>,
    }
    response {}
}

fn main() {}
