//! A condition cannot stand inside of `cfg_attr`, which is expanded later.

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
        #[cfg_attr(unix, cfg_attr(not(test), cfg(any())))]
        // instead:
        // #[cfg(any(not(unix), test))]
        pub order: u8,
    }
    response {}
}

fn main() {}
