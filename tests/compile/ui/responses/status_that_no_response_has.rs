//! The key `status` is the status of a response without one.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        requires_authentication: true,
        // wrong:
        status: CREATED,
        // instead:
        //
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response OK {}
    response CREATED {}
}

fn main() {}
