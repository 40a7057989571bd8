//! `exhaustive` belongs to a section, not to a field.

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
    response {
        #[ruma_api(exhaustive)]
        pub tags: Vec<String>,
    }
    // instead:
    // #[ruma_api(exhaustive)]
    // response {
    //     pub tags: Vec<String>,
    // }
}

fn main() {}
