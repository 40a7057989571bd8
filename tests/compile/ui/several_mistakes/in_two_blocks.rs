//! Each block reports its own mistakes.

mod first {
    matrix_api::ruma_api! {
        metadata {
            description: "Do the first thing.",
            method: POST,
            name: "first",
            path: "/first/{id}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {}
        response {}
    }
}

mod second {
    matrix_api::ruma_api! {
        metadata {
            description: "Do the second thing.",
            method: GET,
            name: "second",
            path: "/second",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            pub id: u8,
        }
        response {}
    }
}

fn main() {
    println!("{:?} {:?}", first::Request::new(), second::Request::new(1));
}
