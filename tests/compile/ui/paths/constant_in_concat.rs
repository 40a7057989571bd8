//! A constant cannot be part of a path: its value is not known before types are checked.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        path: concat!(PREFIX, "/rooms/{room_id}/tag"),
        // instead:
        // path: concat!("/v3", "/rooms/{room_id}/tag"),
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
