//! `cfg_attr` cannot set a field's place: it is expanded after the macro.

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
        #[cfg_attr(unix, ruma_api(body))]
        pub tags: Vec<String>,
        // instead:
        // #[ruma_api(body)]
        // pub tags: Vec<String>,
    }
}

fn main() {}
