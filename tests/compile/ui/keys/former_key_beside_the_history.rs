//! The version that introduced a path is written before it in the history.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        path: "/rooms/{room_id}/tag",
        added: 1.0,
        // instead:
        // history: { 1.0 => "/rooms/{room_id}/tag" },
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response {}
}

fn main() {}
