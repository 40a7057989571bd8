//! An operation ID cannot be empty: without the key, it is the name.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        operation_id: "",
        // instead:
        // operation_id: "setTag",
        path: "/rooms/{room_id}/tag",
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
