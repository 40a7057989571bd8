//! The fields of errors are a type of their own.

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
        pub tag: String,
        // wrong:
        404 => { pub errcode: String },
        // instead:
        //
    }
}

fn main() {}
