//! A section has one status.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        requires_authentication: true,
        // wrong:
        status: OK | CREATED,
        // instead:
        // status: OK,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response {}
}

fn main() {}
