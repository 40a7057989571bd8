//! A description cannot be empty.

matrix_api::ruma_api! {
    metadata {
        // wrong:
        description: "",
        // instead:
        // description: "Set the tag of a room.",
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
    response {}
}

fn main() {}
