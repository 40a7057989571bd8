//! A header that only responses have cannot be in a request.

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
        // wrong:
        #[ruma_api(header = SET_COOKIE)]
        pub cookie: String,
        // instead:
        // #[ruma_api(header = COOKIE)]
        // pub cookie: String,
    }
    response {}
}

fn main() {}
