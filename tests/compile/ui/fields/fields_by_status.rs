//! The fields of a status are a section.

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
        200 => { pub tag: String },
        // instead:
        // pub tag: String,
    }
}

fn main() {}
