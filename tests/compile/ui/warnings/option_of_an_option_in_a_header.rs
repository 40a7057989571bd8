//! A header cannot distinguish `null` from an absent value.

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
        // wrong:
        #[ruma_api(header = "x-since")]
        pub since: Option<Option<u64>>,
        // instead:
        // #[ruma_api(header = "x-since")]
        // pub since: Option<u64>,
    }
    response {}
}

fn main() {}
