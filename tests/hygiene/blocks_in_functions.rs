//! A block can stand wherever items can.

#[test]
fn a_function_can_contain_a_block() {
    struct Local(u8);

    impl serde::Serialize for Local {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_u8(self.0)
        }
    }
    impl<'de> serde::Deserialize<'de> for Local {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            serde::Deserialize::deserialize(deserializer).map(Local)
        }
    }
    impl Clone for Local {
        fn clone(&self) -> Self {
            Self(self.0)
        }
    }
    impl std::fmt::Debug for Local {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.fmt(f)
        }
    }

    matrix_api::ruma_api! {
        metadata {
            description: "Count.",
            method: POST,
            name: "count",
            path: "/count",
            rate_limited: false,
            requires_authentication: false,
        }
        request { pub start: Local }
        response { #[ruma_api(body)] pub numbers: Vec<u8> }
    }

    let (encoded, decoded) = matrix_api_tests::through_request(&Request::new(Local(3)), ());
    assert_eq!(encoded.body(), r#"{"start":3}"#);
    assert_eq!(decoded.start.0, 3);
    let (encoded, decoded) = matrix_api_tests::through_response(&Response::new(vec![1, 2]));
    assert_eq!(encoded.body(), "[1,2]");
    assert_eq!(decoded.numbers, [1, 2]);
}
