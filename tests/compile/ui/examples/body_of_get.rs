//! A GET request has no body.

matrix_api::ruma_api! {
    metadata {
        description: "List the devices.",
        method: GET,
        name: "devices",
        path: "/devices",
        rate_limited: false,
        requires_authentication: true,
    }
    request {}
    response {
        pub version: u64,
    }
    example "a new name" {
        // wrong:
        request { GET "/devices" {} }
        // instead:
        // request { GET "/devices" }
    }
}

fn main() {}
