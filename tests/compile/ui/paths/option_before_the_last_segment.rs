//! A segment before the last one cannot be an `Option`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tags/{tag}",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        // wrong:
        pub room_id: Option<String>,
        // instead:
        // pub room_id: String,
        
        #[ruma_api(path)]
        pub tag: Option<String>,
    }
    response {}
}

fn main() {}
