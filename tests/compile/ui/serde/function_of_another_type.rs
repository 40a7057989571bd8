//! The functions of `with` handle the type of the field.

mod milliseconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u128(duration.as_millis())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_millis)
    }
}

matrix_api::ruma_api! {
    metadata {
        description: "Ask how long a token is valid.",
        method: GET,
        name: "get_validity",
        path: "/validity",
        rate_limited: false,
        requires_authentication: true,
    }
    request {}
    response {
        // wrong:
        #[serde(with = "milliseconds")]
        pub expires_in_ms: u64,
        // instead:
        // #[serde(with = "milliseconds")]
        // pub expires_in_ms: std::time::Duration,
    }
}

fn main() {}
