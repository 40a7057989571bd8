//! An unknown type is reported beside the mistakes of the block.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "rooms/{room_id}/tag",
        rate_limited: false,
        authentication: BasicAuth,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response {}
}

fn main() {}
