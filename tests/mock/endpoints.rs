//! Endpoints of a small API.

/// Without credentials.
pub(crate) mod greet {
    matrix_api::ruma_api! {
        metadata {
            description: "Greet somebody.",
            method: PUT,
            name: "greet",
            path: "/greet/{name}",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(path)]
            pub name: String,

            /// How.
            pub manner: u8,
        }

        response {
            pub text: String,
        }
    }
}

/// A problem is its error.
pub(crate) mod order {
    matrix_api::ruma_api! {
        metadata {
            description: "Order something.",
            method: POST,
            name: "order",
            path: "/orders",
            rate_limited: false,
            requires_authentication: true,
        }

        request {}

        response {}

        error: matrix_api::Problem
    }
}

/// A stream in both directions.
pub(crate) mod echo {
    matrix_api::ruma_api! {
        metadata {
            description: "Return what is sent.",
            method: POST,
            name: "echo",
            path: "/echo",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }

        response {
            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }
    }
}

matrix_api::endpoints! {
    /// A small API.
    pub(crate) const SMALL = [greet, order, echo];
}

pub(crate) fn greet(name: &str) -> greet::Request {
    greet::Request::new(name.to_owned(), 1)
}

pub(crate) fn hello(name: &str) -> greet::Response {
    greet::Response::new(format!("hello {name}"))
}
