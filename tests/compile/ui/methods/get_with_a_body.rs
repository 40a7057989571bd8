//! A GET request cannot have a body.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: GET,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
        // wrong:
        pub order: u8,
        // instead:
        // #[ruma_api(query)]
        // pub order: u8,
    }
    response {}
}

fn main() {}
