//! An endpoint with a field in every place, written by hand as `ruma_api!` expands it.
#![allow(missing_docs, unused_qualifications)]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

macro_rules! both {
    ($($code:tt)*) => { $($code)* };
}

use std::fmt;

use bytes::Bytes;
use http::{Method, Request as HttpRequest, Response as HttpResponse, StatusCode, header};
use matrix_api as rt;
use matrix_api::{
    FromHttpRequestError, FromHttpResponseError, IncomingRequest, IncomingResponse, IntoHttpError,
    MatrixVersion, OutgoingRequest, OutgoingResponse, SupportedVersions,
    error::{DecodeProblem, Part},
};

/// Keeps whatever the server answered.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    body: Bytes,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused with status {}", self.status)
    }
}

impl std::error::Error for Refusal {}

impl rt::EndpointError for Refusal {
    fn from_http_response(response: &HttpResponse<Bytes>) -> Self {
        Self { status: response.status(), body: response.body().clone() }
    }

    fn try_into_http_response(&self) -> Result<HttpResponse<Bytes>, IntoHttpError> {
        let mut response = HttpResponse::new(self.body.clone());
        *response.status_mut() = self.status;
        Ok(response)
    }
}

pub mod set_profile {
    use super::{Refusal, rt};

    #[derive(Clone, PartialEq)]
    #[non_exhaustive]
    pub struct Request {
        pub user_id: String,
        pub key: String,
        pub kind: Option<String>,
        pub via: Vec<String>,
        pub if_match: Option<String>,
        pub x_secret: Option<String>,
        pub password: Option<String>,
        pub value: u64,
    }

    impl ::core::fmt::Debug for Request {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            rt::__private::debug_struct(
                f,
                "Request",
                &[
                    ("user_id", &self.user_id),
                    ("key", &self.key),
                    ("kind", &self.kind),
                    ("via", &self.via),
                    ("if_match", &self.if_match),
                    ("x_secret", &rt::__private::HIDDEN),
                    ("password", &rt::__private::HIDDEN),
                    ("value", &self.value),
                ],
            )
        }
    }

    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Response {
        pub etag: Option<String>,
        pub cookies: Vec<String>,
        pub previous: Option<u64>,
    }

    const _: () = {
        use rt::__private::serde as __serde;

        impl rt::Endpoint for Request {
            const METADATA: &'static rt::Metadata = &rt::Metadata::new(
                "set_profile",
                rt::http::Method::PUT,
                rt::PathHistory::versioned(
                    &[("org.example.profile", rt::path_template!("/unstable/{userId}/profile/{key}"))],
                    &[
                        (rt::MatrixVersion::V1_0, rt::path_template!("/r0/{userId}/profile/{key}")),
                        (rt::MatrixVersion::V1_1, rt::path_template!("/v3/user/{userId}/profile/{key}")),
                    ],
                    None,
                    None,
                ),
            )
            .description("Sets a profile field.")
            .rate_limited(true)
            .status(rt::http::StatusCode::CREATED)
            .authentication(
                <rt::authentication::NoAuthentication as rt::authentication::AuthenticationScheme>::NAME,
            )
            .request_fields(&[
                rt::metadata::Field::new("userId", rt::metadata::FieldPlace::Path),
                rt::metadata::Field::new("key", rt::metadata::FieldPlace::Path),
                rt::metadata::Field::new("kind", rt::metadata::FieldPlace::Query).optional(),
                rt::metadata::Field::new("via", rt::metadata::FieldPlace::Query).optional(),
                rt::metadata::Field::new("if-match", rt::metadata::FieldPlace::Header).optional(),
                rt::metadata::Field::new("x-secret", rt::metadata::FieldPlace::Header).optional().secret(),
                rt::metadata::Field::new("password", rt::metadata::FieldPlace::Body).optional().secret(),
                rt::metadata::Field::new("value", rt::metadata::FieldPlace::Body),
            ])
            .response_fields(&[
                rt::metadata::Field::new("etag", rt::metadata::FieldPlace::Header).optional(),
                rt::metadata::Field::new("set-cookie", rt::metadata::FieldPlace::Header).optional(),
                rt::metadata::Field::new("previous", rt::metadata::FieldPlace::Body).optional(),
            ]);
            type Authentication = rt::authentication::NoAuthentication;
            type Response = Response;
            type Error = Refusal;
        }

        both! {
            impl rt::OutgoingRequest for Request {
                fn encode(
                    &self,
                    encoder: &mut rt::wire::RequestEncoder<'_>,
                ) -> ::core::result::Result<(), rt::IntoHttpError> {
                    encoder.path(|serializer| __RequestPathRef::serialize(self, serializer))?;
                    encoder.query(|serializer| __RequestQueryRef::serialize(self, serializer))?;
                    encoder.headers(|serializer| __RequestHeadersRef::serialize(self, serializer))?;
                    encoder.json(|serializer| __RequestBodyRef::serialize(self, serializer))?;
                    ::core::result::Result::Ok(())
                }
            }

            #[derive(__serde::Serialize)]
            #[serde(crate = "__serde", remote = "Request")]
            struct __RequestPathRef {
                #[serde(rename = "userId")]
                user_id: String,
                key: String,
            }

            #[derive(__serde::Serialize)]
            #[serde(crate = "__serde", remote = "Request")]
            struct __RequestQueryRef {
                #[serde(skip_serializing_if = "Option::is_none")]
                kind: Option<String>,
                via: Vec<String>,
            }

            #[derive(__serde::Serialize)]
            #[serde(crate = "__serde", remote = "Request")]
            struct __RequestHeadersRef {
                #[serde(rename = "if-match")]
                if_match: Option<String>,
                #[serde(rename = "x-secret")]
                x_secret: Option<String>,
            }

            #[derive(__serde::Serialize)]
            #[serde(crate = "__serde", remote = "Request")]
            struct __RequestBodyRef {
                #[serde(skip_serializing_if = "Option::is_none")]
                password: Option<String>,
                value: u64,
            }

            impl rt::IncomingResponse for Response {
                type Endpoint = Request;

                fn decode(
                    decoder: &rt::wire::ResponseDecoder<'_>,
                ) -> ::core::result::Result<Self, rt::DecodeError> {
                    let headers: __ResponseHeaders = decoder.headers()?;
                    let body: __ResponseBody = decoder.json()?;
                    ::core::result::Result::Ok(Self {
                        etag: headers.etag,
                        cookies: headers.cookies,
                        previous: body.previous,
                    })
                }
            }

            #[derive(__serde::Deserialize)]
            #[serde(crate = "__serde")]
            struct __ResponseHeaders {
                etag: Option<String>,
                #[serde(rename = "set-cookie", default)]
                cookies: Vec<String>,
            }

            #[derive(__serde::Deserialize)]
            #[serde(crate = "__serde")]
            struct __ResponseBody {
                previous: Option<u64>,
            }
        }

        both! {
            impl rt::IncomingRequest for Request {
                fn decode(
                    decoder: &rt::wire::RequestDecoder<'_>,
                ) -> ::core::result::Result<Self, rt::FromHttpRequestError> {
                    let path: __RequestPath = decoder.path()?;
                    let query: __RequestQuery = decoder.query()?;
                    let headers: __RequestHeaders = decoder.headers()?;
                    let body: __RequestBody = decoder.json()?;
                    ::core::result::Result::Ok(Self {
                        user_id: path.user_id,
                        key: path.key,
                        kind: query.kind,
                        via: query.via,
                        if_match: headers.if_match,
                        x_secret: headers.x_secret,
                        password: body.password,
                        value: body.value,
                    })
                }
            }

            #[derive(__serde::Deserialize)]
            #[serde(crate = "__serde")]
            struct __RequestPath {
                #[serde(rename = "userId")]
                user_id: String,
                key: String,
            }

            #[derive(__serde::Deserialize)]
            #[serde(crate = "__serde")]
            struct __RequestQuery {
                kind: Option<String>,
                #[serde(default)]
                via: Vec<String>,
            }

            #[derive(__serde::Deserialize)]
            #[serde(crate = "__serde")]
            struct __RequestHeaders {
                #[serde(rename = "if-match")]
                if_match: Option<String>,
                #[serde(rename = "x-secret")]
                x_secret: Option<String>,
            }

            #[derive(__serde::Deserialize)]
            #[serde(crate = "__serde")]
            struct __RequestBody {
                password: Option<String>,
                value: u64,
            }

            impl rt::OutgoingResponse for Response {
                type Endpoint = Request;

                fn encode(
                    &self,
                    encoder: &mut rt::wire::ResponseEncoder<'_>,
                ) -> ::core::result::Result<(), rt::IntoHttpError> {
                    encoder.headers(|serializer| __ResponseHeadersRef::serialize(self, serializer))?;
                    encoder.json(|serializer| __ResponseBodyRef::serialize(self, serializer))?;
                    ::core::result::Result::Ok(())
                }
            }

            #[derive(__serde::Serialize)]
            #[serde(crate = "__serde", remote = "Response")]
            struct __ResponseHeadersRef {
                etag: Option<String>,
                #[serde(rename = "set-cookie")]
                cookies: Vec<String>,
            }

            #[derive(__serde::Serialize)]
            #[serde(crate = "__serde", remote = "Response")]
            struct __ResponseBodyRef {
                #[serde(skip_serializing_if = "Option::is_none")]
                previous: Option<u64>,
            }
        }
    };
}

use set_profile::{Request, Response};

fn full_request() -> Request {
    Request {
        user_id: "@zoë/..:ex.org".to_owned(),
        key: "m.status".to_owned(),
        kind: Some("a b&c".to_owned()),
        via: vec!["one.org".to_owned(), "two.org".to_owned()],
        if_match: Some("\"1\"".to_owned()),
        x_secret: Some("MARKER".to_owned()),
        password: Some("MARKER".to_owned()),
        value: 5,
    }
}

fn least_request() -> Request {
    Request {
        kind: None,
        via: vec![],
        if_match: None,
        x_secret: None,
        password: None,
        ..full_request()
    }
}

fn versions(version: MatrixVersion) -> SupportedVersions {
    SupportedVersions::from_parts(&[version.to_string()], &Default::default())
}

fn encoded(request: &Request) -> HttpRequest<Bytes> {
    request.try_into_http_request("https://ex.org", (), &versions(MatrixVersion::V1_9)).unwrap()
}

fn incoming(method: Method, uri: &str, body: &'static str) -> HttpRequest<Bytes> {
    HttpRequest::builder()
        .method(method)
        .uri(uri)
        .body(Bytes::from_static(body.as_bytes()))
        .unwrap()
}

fn decode_failure(uri: &str, body: &'static str) -> (Part, String, DecodeProblem) {
    match Request::try_from_http_request(&incoming(Method::PUT, uri, body)) {
        Err(FromHttpRequestError::Decode(error)) => {
            (error.part(), error.location().to_owned(), error.problem().clone())
        }
        other => panic!("{uri}: {other:?}"),
    }
}

#[test]
fn a_request_is_written_as_its_http_message() {
    let http = encoded(&full_request());
    assert_eq!(http.method(), Method::PUT);
    assert_eq!(
        http.uri(),
        "https://ex.org/v3/user/%40zo%C3%AB%2F..%3Aex.org/profile/m.status\
         ?kind=a+b%26c&via=one.org&via=two.org"
    );
    assert_eq!(http.headers()[header::IF_MATCH], "\"1\"");
    assert_eq!(http.headers()["x-secret"], "MARKER");
    assert!(http.headers()["x-secret"].is_sensitive());
    assert_eq!(http.headers()[header::CONTENT_TYPE], "application/json");
    assert_eq!(http.headers().len(), 3);
    assert_eq!(http.body(), r#"{"password":"MARKER","value":5}"#);
}

#[test]
fn what_is_absent_leaves_no_trace() {
    let http = encoded(&least_request());
    assert_eq!(http.uri().query(), None);
    assert!(!http.uri().to_string().contains('?'));
    assert_eq!(http.headers().len(), 1);
    assert_eq!(http.body(), r#"{"value":5}"#);
}

#[test]
fn a_request_survives_the_way_to_the_server() {
    for request in [full_request(), least_request()] {
        assert_eq!(Request::try_from_http_request(&encoded(&request)).unwrap(), request);
    }
}

#[test]
fn the_server_s_versions_decide_on_the_path() {
    let request = least_request();
    let old = versions(MatrixVersion::V1_0);
    let http = request.try_into_http_request("http://h:8008/sub/", (), &old).unwrap();
    assert_eq!(http.uri(), "http://h:8008/sub/r0/%40zo%C3%AB%2F..%3Aex.org/profile/m.status");
    let none = SupportedVersions::from_parts(&["v2.0".to_owned()], &Default::default());
    let error = request.try_into_http_request("http://h", (), &none).unwrap_err();
    assert!(matches!(error, IntoHttpError::NoSupportedPath { endpoint: "set_profile", .. }));
}

#[test]
fn a_base_url_must_be_one() {
    for base_url in [
        "",
        "/",
        "ex.org",
        "https://",
        "https:///",
        "https://:80",
        "https://user@",
        "ftp://ex.org",
        "https://ex.org?x",
        "https://ex.org/#x",
        "https://ex org",
    ] {
        let error = least_request()
            .try_into_http_request(base_url, (), &versions(MatrixVersion::V1_9))
            .unwrap_err();
        assert!(matches!(error, IntoHttpError::BaseUrl { .. }), "{base_url}: {error}");
    }
}

#[test]
fn a_path_argument_that_is_no_segment_is_refused_on_both_sides() {
    for argument in ["", ".", ".."] {
        let request = Request { user_id: argument.to_owned(), ..least_request() };
        let error = request
            .try_into_http_request("http://h", (), &versions(MatrixVersion::V1_9))
            .unwrap_err();
        let IntoHttpError::Encode(error) = error else { panic!("{error}") };
        assert_eq!((error.part(), error.field()), (Part::Path, "userId"));
        assert_eq!(
            error.to_string(),
            "set_profile: request path: `userId`: a path argument must not be empty, `.` or `..`"
        );
    }
    for segment in [".", "..", "%2e", "%2E%2e", ".%2e"] {
        let (part, location, problem) = decode_failure(&format!("/r0/u/profile/{segment}"), "{}");
        assert_eq!((part, location.as_str()), (Part::Path, "key"));
        assert!(matches!(problem, DecodeProblem::Rejected { .. }), "{segment}");
    }
    for segment in ["%ff", "%", "%4", "%zz"] {
        let (_, location, problem) = decode_failure(&format!("/r0/{segment}/profile/k"), "{}");
        assert_eq!((location.as_str(), problem), ("userId", DecodeProblem::Encoding));
    }
}

#[test]
fn every_path_of_the_history_is_taken_and_no_other() {
    let body = r#"{"value":1}"#;
    for path in [
        "/unstable/a%2Fb/profile/k",
        "/r0/a%2Fb/profile/k",
        "/v3/user/a%2fb/profile/k?x=y",
        "http://ex.org/v3/user/a%2fb/profile/k",
    ] {
        let request = Request::try_from_http_request(&incoming(Method::PUT, path, body)).unwrap();
        assert_eq!((request.user_id.as_str(), request.key.as_str()), ("a/b", "k"));
    }
    for path in [
        "/",
        "/r0",
        "/r0/u/profile",
        "/r0/u/profile/",
        "/r0//profile/k",
        "/r0/u/profile/k/",
        "/r0/u/profile/k/x",
        "/R0/u/profile/k",
        "/r0/u/other/k",
        "//r0/u/profile/k",
        "/v3/u/profile/k",
    ] {
        let error = Request::try_from_http_request(&incoming(Method::PUT, path, body)).unwrap_err();
        let FromHttpRequestError::Path { .. } = error else { panic!("{path}: {error}") };
        assert_eq!(
            error.to_string(),
            "set_profile: the path of the request is not one of the endpoint's: \
             /unstable/{userId}/profile/{key}, /r0/{userId}/profile/{key}, \
             /v3/user/{userId}/profile/{key}"
        );
    }
}

#[test]
fn another_method_is_refused() {
    for method in [Method::GET, Method::POST, Method::HEAD] {
        let request = incoming(method, "/r0/u/profile/k", "{}");
        let error = Request::try_from_http_request(&request).unwrap_err();
        assert!(matches!(error, FromHttpRequestError::Method { expected: Method::PUT, .. }));
    }
}

#[test]
fn a_wrong_part_is_named() {
    let missing = DecodeProblem::Missing;
    assert_eq!(decode_failure("/r0/u/profile/k", ""), (Part::Body, "value".into(), missing));
    let repeated = decode_failure("/r0/u/profile/k?kind=a&kind=b", "{}");
    assert_eq!(repeated, (Part::Query, "kind".into(), DecodeProblem::Repeated));
    let encoding = decode_failure("/r0/u/profile/k?kind=%ff", "{}");
    assert_eq!(encoding, (Part::Query, "kind".into(), DecodeProblem::Encoding));
    let (part, location, problem) = decode_failure("/r0/u/profile/k", "{value}");
    assert_eq!((part, location.as_str()), (Part::Body, ""));
    assert!(matches!(problem, DecodeProblem::Syntax { line: 1, column: 2, .. }), "{problem:?}");
    let error = Request::try_from_http_request(&incoming(
        Method::PUT,
        "/r0/u/profile/k",
        r#"{"value":"MARKER"}"#,
    ));
    assert_eq!(
        error.unwrap_err().to_string(),
        "set_profile: request body: `value`: expected an integer (`u64`), found a string"
    );
}

#[test]
fn a_response_survives_the_way_to_the_client() {
    let response = Response {
        etag: Some("\"2\"".to_owned()),
        cookies: vec!["a=1".to_owned(), "b=2".to_owned()],
        previous: Some(4),
    };
    let http = response.try_into_http_response().unwrap();
    assert_eq!(http.status(), StatusCode::CREATED);
    assert_eq!(http.body(), r#"{"previous":4}"#);
    assert_eq!(Response::try_from_http_response(&http).unwrap(), response);
    let least = Response { etag: None, cookies: vec![], previous: None };
    let http = least.try_into_http_response().unwrap();
    assert_eq!(http.body(), "{}");
    assert_eq!(http.headers()[header::CONTENT_TYPE], "application/json");
    assert_eq!(Response::try_from_http_response(&http).unwrap(), least);
}

#[test]
fn any_2xx_is_a_success_and_nothing_else() {
    let answer = |status: u16, body: &'static str| {
        let http = HttpResponse::builder().status(status).body(Bytes::from_static(body.as_bytes()));
        Response::try_from_http_response(&http.unwrap())
    };
    assert_eq!(answer(200, "").unwrap().previous, None);
    assert!(matches!(answer(204, "[]"), Err(FromHttpResponseError::Decode(_))));
    for status in [302, 400, 429, 502] {
        let Err(FromHttpResponseError::Endpoint(refusal)) = answer(status, "<html>") else {
            panic!("{status} was taken for a success");
        };
        assert_eq!((refusal.status.as_u16(), &*refusal.body), (status, &b"<html>"[..]));
    }
}

#[test]
fn secrets_are_in_no_debug_output() {
    let shown = format!("{:?} {:?}", full_request(), encoded(&full_request()).headers());
    assert!(!shown.contains("MARKER"), "{shown}");
    assert!(shown.contains("password: <hidden>"), "{shown}");
}

#[test]
fn results_stay_small() {
    assert!(size_of::<Result<(), rt::DecodeError>>() <= size_of::<usize>());
    assert!(size_of::<Result<(), IntoHttpError>>() <= 4 * size_of::<usize>());
    assert!(size_of::<FromHttpRequestError>() <= 72);
}
