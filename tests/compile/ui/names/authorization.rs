//! `Authorization` is set by the authentication scheme.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/tag",
        rate_limited: false,
    // wrong:
        requires_authentication: false,
    }
    request {
        #[ruma_api(header = AUTHORIZATION)]
        pub token: String,
    }
    // instead:
    //     requires_authentication: true,
    // }
    // request {}
    response {}
}

fn main() {}
