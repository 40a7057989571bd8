//! A field cannot have a value; serde sets defaults.

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
        pub order: u8 = 1,
        // instead:
        // #[serde(default = "one")]
        // pub order: u8,
    }
}

pub fn one() -> u8 {
    1
}

fn main() {}
