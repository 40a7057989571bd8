//! A misspelt key that is also given is only misspelt.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        // wrong:
        rate_limit: true,
        // instead:
        //
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response {}
}

fn main() {}
