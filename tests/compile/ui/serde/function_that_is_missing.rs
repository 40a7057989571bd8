//! The module of `with` has both `serialize` and `deserialize`.

mod milliseconds {
    use std::time::Duration;

    use serde::Serializer;

    pub fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u128(duration.as_millis())
    }
}

matrix_api::ruma_api! {
    metadata {
        description: "Say how long a token is to be valid.",
        method: POST,
        name: "set_validity",
        path: "/validity",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        // wrong:
        #[serde(with = "milliseconds")]
        pub expires_in_ms: std::time::Duration,
        // instead:
        // pub expires_in_ms: u64,
    }
    response {}
}

fn main() {}
