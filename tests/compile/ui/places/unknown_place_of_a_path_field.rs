//! An unknown place on a field with a placeholder is reported once.

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
        // wrong:
        #[ruma_api(uri)]
        pub room_id: String,
        // instead:
        // #[ruma_api(path)]
        // pub room_id: String,
    }
    response {}
}

fn main() {}
