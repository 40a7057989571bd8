//! A key can be given only once.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        // wrong:
        method: PUT,
        method: POST,
        // instead:
        // method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
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
