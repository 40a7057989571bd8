//! An optional parameter has a setter; `new` does not ask for it.

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
        #[ruma_api(query)]
        pub since: std::option::Option<u64>,
        // instead:
        // #[ruma_api(query)]
        // #[serde(skip_serializing_if = "Option::is_none")]
        // pub since: std::option::Option<u64>,
    }
    response {}
}

fn main() {}
