//! One of several responses has no status of its own.

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
        pub tag: String,
    }
    // wrong:
    response {
        pub order: u8,
    }
    // instead:
    // response CREATED {
    //     pub order: u8,
    // }
}

fn main() {}
