//! An obsolete header should not be used.

#![deny(deprecated)]

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
        #[ruma_api(header = PRAGMA)]
        pub caching: String,
        // instead:
        // #[ruma_api(header = CACHE_CONTROL)]
        // pub caching: String,
    }
}

fn main() {}
