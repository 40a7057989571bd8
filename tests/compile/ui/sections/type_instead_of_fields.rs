//! A type that is a whole body is a field.

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
    response = Vec<String>;
    // instead:
    // response {
    //     #[ruma_api(body)]
    //     pub body: Vec<String>,
    // }
}

fn main() {}
