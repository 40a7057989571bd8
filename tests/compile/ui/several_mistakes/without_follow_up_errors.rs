//! Errors that follow from another mistake are not reported.

matrix_api::ruma_api! {
    metadata {
        description: "Get a tag.",
        method: GET,
        name: "get_tag",
        path: "/rooms/{room_id}/{event_id}/{tag}",
        rate_limited: false,
        requires_authentication: false,
    }
    request {
        #[ruma_api(uri)]
        pub room_id: String,
        #[ruma_api(path)]
        pub event_id,
        #[ruma_api(path, query)]
        pub tag: String,
        #[ruma_api(header)]
        pub etag: String,
    }
    response {}
}

fn main() {}
