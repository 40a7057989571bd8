//! The sections are `metadata`, `request`, `response`, `error` and `example`.

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
    // wrong:
    answer {}
    // instead:
    // response {}
}

fn main() {}
