//! Fields end with commas, not semicolons.

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
        // wrong:
        pub tag: String;
        pub order: u8;
        // instead:
        // pub tag: String,
        // pub order: u8,
    }
}

fn main() {}
