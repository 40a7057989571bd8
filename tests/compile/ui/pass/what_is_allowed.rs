//! Unusual definitions that the rules allow on purpose.

mod delete_with_a_body {
    matrix_api::ruma_api! {
        metadata {
            description: "Delete many things.",
            method: DELETE,
            name: "delete_with_a_body",
            path: "/things/",
            rate_limited: false,
            requires_authentication: true,
        }
        request {
            pub ids: Vec<u64>,
            /// serde writes `None` as `null` and reads an absent field as `None`.
            #[allow(deprecated)]
            pub reason: Option<String>,
        }
        response {}
    }
}

mod sections_in_any_order {
    matrix_api::ruma_api! {
        error: matrix_api::MatrixError,
        response {},
        #[derive(Default, PartialEq)]
        #[ruma_api(exhaustive)]
        request {
            pub r#type: String,
            #[ruma_api(header = "Content-Type")]
            pub content_type: String,
        },
        metadata {
            status: NO_CONTENT,
            rate_limited: false,
            history: {
                unstable("org.example.msc1.stable") => "/v1/things/*(a)",
                1.11 => "/v1/things/*(a)",
            },
            name: "sections_in_any_order",
            method: PUT,
            description: r#"A "raw" string."#,
            authentication: self::Scheme,
        }
    }

    impl Request {
        pub fn placeholder() -> Self {
            Self::default()
        }
    }

    pub type Scheme = matrix_api::authentication::NoAuthentication;
}

mod one_name_in_each_part {
    matrix_api::ruma_api! {
        metadata {
            description: "Have one name in every part.",
            method: POST,
            name: "one_name_in_each_part",
            path: "/things/{id}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub id: u64,
            #[ruma_api(query)]
            #[serde(rename = "id")]
            pub query_id: u64,
            #[ruma_api(header = "id")]
            pub header_id: u64,
            #[serde(rename = "id")]
            pub body_id: u64,
        }
        response {
            #[serde(rename(serialize = "a", deserialize = "b"))]
            pub first: u8,
            #[serde(rename(serialize = "b", deserialize = "a"))]
            pub second: u8,
        }
    }
}

#[test]
fn unusual_definitions_compile() {
    println!("{:?}", delete_with_a_body::Request::new(vec![1]));
    println!("{:?}", sections_in_any_order::Request::placeholder());
    println!("{:?}", one_name_in_each_part::Response::new(1, 2));
}
