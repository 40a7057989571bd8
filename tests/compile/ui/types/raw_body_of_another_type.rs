//! The type of a raw body implements `RawBody`, as `Bytes` and `Vec<u8>` do.

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
        #[ruma_api(raw_body)]
        // wrong:
        pub icon: String,
        // instead:
        // pub icon: Vec<u8>,
    }
}

fn main() {}
