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
            /// Disabled by one of two conditions; its names are those of nobody.
            #[cfg(all())]
            #[cfg(any())]
            #[serde(alias = "either", alias = "gone_too")]
            pub gone: NoSuchType,
            /// Disabled, with functions.
            #[cfg(any())]
            #[serde(with = "no_such_module")]
            pub with: NoSuchType,
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

/// A block in which whole parts are disabled, the raw body and the status among them.
mod conditional_parts {
    matrix_api::ruma_api! {
        metadata {
            description: "Have enabled and disabled parts.",
            method: POST,
            name: "conditional_parts",
            path: "/conditional_parts",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            /// Disabled.
            #[cfg(any())]
            #[ruma_api(raw_body)]
            pub body: NoSuchType,
            /// One of two bodies of the same kind.
            #[cfg(all())]
            #[ruma_api(raw_body)]
            pub bytes: Vec<u8>,
            /// Required, beside the body.
            #[ruma_api(header = ETAG)]
            pub version: u8,
        }
        response {
            /// One of two bodies.
            #[cfg(not(any()))]
            #[ruma_api(body)]
            pub body: Vec<u8>,
            /// The other.
            #[cfg(any())]
            #[ruma_api(raw_body)]
            pub body: NoSuchType,
            /// Disabled.
            #[cfg(any())]
            #[ruma_api(status)]
            pub status: http::StatusCode,
        }
    }
}

/// A block of which nothing is left.
mod nothing_enabled {
    matrix_api::ruma_api! {
        metadata {
            description: "Have disabled parts only.",
            method: POST,
            name: "nothing_enabled",
            path: "/nothing_enabled",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            /// Disabled.
            #[cfg(any())]
            #[ruma_api(body)]
            pub body: NoSuchType,
        }
        response {
            /// Disabled.
            #[cfg(any())]
            #[ruma_api(raw_body)]
            pub body: NoSuchType,
        }
    }
}

#[test]
fn disabled_parts_leave_no_trace() {
    let request = conditional_parts::Request::new(vec![0, 255], 3);
    let (encoded, decoded) = matrix_api_tests::through_request(&request, ());
    assert_eq!(encoded.body().as_ref(), [0, 255]);
    assert_eq!(format!("{decoded:?}"), format!("{request:?}"));
    let (encoded, decoded) =
        matrix_api_tests::through_response(&conditional_parts::Response::new(vec![1, 2]));
    assert_eq!(encoded.body(), "[1,2]");
    assert_eq!(decoded.body, [1, 2]);

    let (encoded, _) = matrix_api_tests::through_request(&nothing_enabled::Request::new(), ());
    assert_eq!(encoded.body(), "{}");
    let (encoded, _) = matrix_api_tests::through_response(&nothing_enabled::Response::new());
    assert_eq!(encoded.body(), "{}");
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
