//! A field of the path is as old as the path.

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
        // wrong:
        #[ruma_api(path, since = "1.3")]
        pub room_id: String,
        // instead:
        // #[ruma_api(path)]
        // pub room_id: String,
    }
    response {}
}

fn main() {}
