//! serde's field attributes do not work on a message.

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
    #[serde(default)]
    response {
        pub order: u8,
    }
    // instead:
    // response {
    //     #[serde(default)]
    //     pub order: u8,
    // }
}

fn main() {}
