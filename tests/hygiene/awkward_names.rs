//! Fields with names that generated code could use.

mod every_name {
    matrix_api::ruma_api! {
        metadata {
            description: "Use names that generated code could use.",
            method: POST,
            name: "awkward",
            path: "/awkward/{path}/{decoder}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub path: String,
            #[ruma_api(path)]
            pub decoder: String,
            #[ruma_api(query)]
            pub query: String,
            #[ruma_api(query)]
            pub encoder: String,
            #[ruma_api(header = "x-headers")]
            pub headers: String,
            #[ruma_api(header = "x-serializer")]
            pub serializer: String,
            pub request: String,
            pub response: String,
            pub body: String,
            pub json: String,
            pub self_: String,
            pub r#type: String,
            pub type_: String,
            pub r#match: String,
            pub f: String,
            pub formatter: String,
            // The constructor has the name, so the field has no setter.
            #[allow(deprecated)]
            #[serde(default)]
            pub new: String,
            #[serde(default)]
            pub fmt: String,
            #[serde(default)]
            pub encode: String,
            #[serde(default)]
            pub r#fn: String,
            #[serde(default)]
            pub value: String,
            #[serde(default)]
            pub __serializer: String,
        }
        response {
            #[ruma_api(header = LOCATION)]
            pub decoder: String,
            pub json: String,
            pub response: String,
        }
        response FOUND {
            #[ruma_api(header = LOCATION)]
            pub encoder: String,
            #[ruma_api(status)]
            pub new: matrix_api::http::StatusCode,
            pub response: String,
        }
    }
}

#[test]
fn every_field_keeps_its_value() {
    let text = |text: &str| text.to_owned();
    let request = every_name::Request::new(
        text("p"),
        text("d"),
        text("q"),
        text("e"),
        text("h"),
        text("s"),
        text("1"),
        text("2"),
        text("3"),
        text("4"),
        text("5"),
        text("6"),
        text("7"),
        text("8"),
        text("9"),
        text("10"),
    )
    .fmt("11")
    .r#fn("12")
    .value("13")
    .__serializer("14");
    let request = every_name::Request::encode(request, "15");
    let (encoded, decoded) = matrix_api_tests::through_request(&request, ());
    assert_eq!(encoded.uri(), "https://matrix.example.org/awkward/p/d?query=q&encoder=e");
    let body: serde_json::Value = serde_json::from_slice(encoded.body()).unwrap();
    assert_eq!(body["type"], "6");
    assert_eq!(body["type_"], "7");
    assert_eq!(body["fn"], "12");
    assert_eq!(format!("{request:?}"), format!("{decoded:?}"));

    let response = every_name::OkResponse::new(text("/l"), text("j"), text("r"));
    let response = every_name::Response::from(response);
    let (encoded, decoded) = matrix_api_tests::through_response(&response);
    assert_eq!(encoded.headers()["location"], "/l");
    assert_eq!(format!("{response:?}"), format!("{decoded:?}"));
}
