//! `#[cfg]` on a field applies to all code that is generated for it.

mod conditional {
    matrix_api::ruma_api! {
        metadata {
            description: "Have enabled and disabled fields.",
            method: POST,
            name: "conditional",
            path: "/conditional",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            /// Disabled.
            #[cfg(any())]
            pub missing: NoSuchType,
            /// Enabled.
            #[cfg(all())]
            pub present: u8,
            /// Disabled.
            #[cfg(any())]
            #[ruma_api(query)]
            #[serde(default)]
            pub missing_query: NoSuchType,
            /// Disabled.
            #[cfg(any())]
            #[ruma_api(header = ETAG, secret)]
            #[serde(default = "no_such_function")]
            pub missing_header: NoSuchType,
            /// One of two fields with the same name.
            #[cfg(all())]
            #[serde(default)]
            pub either: u8,
            /// The other.
            #[cfg(not(all()))]
            pub either: NoSuchType,
        }
        response {
            /// One of two bodies.
            #[cfg(any())]
            #[ruma_api(body)]
            pub body: NoSuchType,
            /// The other.
            #[cfg(not(any()))]
            #[ruma_api(raw_body)]
            pub body: Vec<u8>,
        }
    }
}

#[test]
fn disabled_fields_leave_no_trace() {
    let request = conditional::Request::new(1).either(2);
    let (encoded, decoded) = matrix_api_tests::through_request(&request, ());
    assert_eq!(encoded.uri(), "https://matrix.example.org/conditional");
    assert_eq!(encoded.body(), r#"{"present":1,"either":2}"#);
    assert_eq!(format!("{decoded:?}"), "Request { present: 1, either: 2 }");
    let fields: Vec<_> = {
        use matrix_api::Endpoint;
        conditional::Request::METADATA.request_fields.iter().map(|field| field.name).collect()
    };
    assert_eq!(fields, ["present", "either"]);

    let (encoded, decoded) =
        matrix_api_tests::through_response(&conditional::Response::new(vec![0, 255]));
    assert_eq!(encoded.body().as_ref(), [0, 255]);
    assert_eq!(decoded.body, [0, 255]);
}
