//! A message cannot contain functions.

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
        pub fn tag() -> String { String::new() }
        pub order: u8,
        // instead:
        // pub order: u8,
    }
}

fn main() {}
