use bytes::Bytes;
use http::{HeaderValue, Request, header::AUTHORIZATION};

use super::{
    AccessToken, AccessTokenOptional, AppserviceCredentials, AppserviceToken,
    AppserviceTokenOptional, AuthenticationError, AuthenticationScheme, NoAccessToken,
    NoAuthentication,
};
use crate::identifiers::{DeviceId, UserId};

fn request(uri: &str, authorization: &[&[u8]]) -> Request<Bytes> {
    let mut request = Request::builder().uri(uri).body(Bytes::new()).unwrap();
    for value in authorization {
        let value = HeaderValue::from_bytes(value).unwrap();
        request.headers_mut().append(AUTHORIZATION, value);
    }
    request
}

fn token(uri: &str, authorization: &[&[u8]]) -> Result<String, AuthenticationError> {
    AccessToken::extract(&request(uri, authorization)).map(|token| token.as_str().to_owned())
}

#[test]
fn the_scheme_in_the_header_is_case_insensitive() {
    for header in ["Bearer abc", "bearer abc", "BEARER abc", "Bearer   abc", "Bearer abc "] {
        assert_eq!(token("/", &[header.as_bytes()]).unwrap(), "abc", "{header:?}");
    }
    // Many servers use more characters than RFC 6750 allows in tokens.
    let odd = "!#$%&'()*+,-./:;<=>?@[]^_`{|}~\"\\";
    assert_eq!(token("/", &[format!("Bearer {odd}").as_bytes()]).unwrap(), odd);
}

#[test]
fn the_query_is_read_without_a_header() {
    for (uri, expected) in [
        ("/?access_token=abc", "abc"),
        ("/?a=b&access_token=abc&c", "abc"),
        ("/?access_token=a%2Bb%3D%26", "a+b=&"),
        ("/?access%5Ftoken=abc", "abc"),
        ("/?access_token=a=b", "a=b"),
        ("https://example.org/x?access_token=abc", "abc"),
    ] {
        assert_eq!(token(uri, &[]).unwrap(), expected, "{uri}");
    }
}

#[test]
fn the_header_wins_over_the_query() {
    assert_eq!(token("/?access_token=query", &[b"Bearer header"]).unwrap(), "header");
    assert!(matches!(
        token("/?access_token=query", &[b"Basic YTpi"]),
        Err(AuthenticationError::MalformedHeader)
    ));
}

#[test]
fn a_request_may_have_no_token() {
    for uri in ["/", "/?", "/?a=b", "/?xaccess_token=abc", "/?access_tokens=abc", "/?%zz=abc"] {
        assert!(matches!(token(uri, &[]), Err(AuthenticationError::MissingToken)), "{uri}");
        assert!(AccessTokenOptional::extract(&request(uri, &[])).unwrap().is_none(), "{uri}");
    }
}

#[test]
fn malformed_credentials_are_errors_even_if_optional() {
    use AuthenticationError as Error;
    type IsExpected = fn(&AuthenticationError) -> bool;
    let cases: [(&str, &[&[u8]], IsExpected); 14] = [
        ("/", &[b""], |e| matches!(e, Error::MalformedHeader)),
        ("/", &[b"Bearer"], |e| matches!(e, Error::MalformedHeader)),
        ("/", &[b"Bearer "], |e| matches!(e, Error::MalformedHeader)),
        ("/", &[b"abc"], |e| matches!(e, Error::MalformedHeader)),
        ("/", &[b"Basic YTpi"], |e| matches!(e, Error::MalformedHeader)),
        ("/", &[b"Bearer s\xffcret"], |e| matches!(e, Error::MalformedHeader)),
        ("/", &[b"Bearer se cret"], |e| matches!(e, Error::InvalidToken)),
        ("/", &[b"Bearer se\tcret"], |e| matches!(e, Error::InvalidToken)),
        ("/", &[b"Bearer a", b"Bearer a"], |e| matches!(e, Error::RepeatedHeader)),
        ("/?access_token=", &[], |e| matches!(e, Error::InvalidToken)),
        ("/?access_token=se+cret", &[], |e| matches!(e, Error::InvalidToken)),
        ("/?access_token=a&access_token=a", &[], |e| {
            matches!(e, Error::RepeatedParameter("access_token"))
        }),
        ("/?access_token=%zz", &[], |e| matches!(e, Error::InvalidEncoding("access_token"))),
        ("/?access_token=%ff", &[], |e| matches!(e, Error::InvalidEncoding("access_token"))),
    ];
    for (uri, authorization, is_expected) in cases {
        let request = request(uri, authorization);
        for error in [
            AccessToken::extract(&request).unwrap_err(),
            AccessTokenOptional::extract(&request).unwrap_err(),
            AppserviceToken::extract(&request).unwrap_err(),
            AppserviceTokenOptional::extract(&request).unwrap_err(),
        ] {
            assert!(is_expected(&error), "{uri} {authorization:?}: {error:?}");
            assert!(!format!("{error} {error:?}").contains("cret"), "{error:?}");
        }
    }
}

#[test]
fn percent_encoding_is_decoded_strictly() {
    for value in ["%", "%4", "a%", "a%4", "%4x", "%%34", "%+1", "%c3", "%c3%28"] {
        let uri = format!("/?access_token={value}");
        assert!(
            matches!(token(&uri, &[]), Err(AuthenticationError::InvalidEncoding(_))),
            "{value}"
        );
    }
}

#[test]
fn a_client_sends_its_token_in_a_sensitive_header() {
    let mut request = request("/", &[b"Bearer old"]);
    AccessToken::add_to_request(&mut request, "new").unwrap();
    let values: Vec<_> = request.headers().get_all(AUTHORIZATION).iter().collect();
    assert_eq!(values, ["Bearer new"]);
    assert!(values[0].is_sensitive());
    assert!(!format!("{request:?}").contains("new"));
}

#[test]
fn a_client_cannot_send_a_token_that_a_header_cannot_carry() {
    for token in ["", " ", "a b", "a\n", "a\r\nX-Evil: 1", "é", "a\u{7f}", "\u{0}"] {
        let mut request = request("/", &[]);
        let error = AccessToken::add_to_request(&mut request, token).unwrap_err();
        assert!(matches!(error, AuthenticationError::InvalidToken), "{token:?}");
        assert!(request.headers().is_empty());
    }
}

#[test]
fn anonymous_schemes_neither_send_nor_require_credentials() {
    let mut sent = request("/", &[]);
    NoAuthentication::add_to_request(&mut sent, ()).unwrap();
    NoAccessToken::add_to_request(&mut sent, ()).unwrap();
    AccessTokenOptional::add_to_request(&mut sent, None).unwrap();
    AppserviceTokenOptional::add_to_request(&mut sent, None).unwrap();
    assert!(sent.headers().is_empty());
    assert_eq!(sent.uri(), "/");
    let with_token = request("/", &[b"Bearer abc"]);
    NoAuthentication::extract(&with_token).unwrap();
    NoAccessToken::extract(&with_token).unwrap();
}

#[test]
fn an_application_service_asserts_an_identity_in_the_query() {
    let user: UserId = "@_irc_úser+&=:example.org".parse().unwrap();
    let device: DeviceId = "ABC 123/#".parse().unwrap();
    let asserted = AppserviceCredentials::new("t").user_id(&user).device_id(&device);
    for (uri, expected) in [
        ("/a", "/a?user_id=%40_irc_%C3%BAser%2B%26%3D%3Aexample.org&device_id=ABC+123%2F%23"),
        (
            "https://h:1/a?",
            "https://h:1/a?user_id=%40_irc_%C3%BAser%2B%26%3D%3Aexample.org&device_id=ABC+123%2F%23",
        ),
        (
            "/a%2Fb?x=%20",
            "/a%2Fb?x=%20&user_id=%40_irc_%C3%BAser%2B%26%3D%3Aexample.org&device_id=ABC+123%2F%23",
        ),
    ] {
        let mut request = request(uri, &[]);
        AppserviceToken::add_to_request(&mut request, asserted).unwrap();
        assert_eq!(request.uri().to_string(), expected);
        let identity = AppserviceTokenOptional::extract(&request).unwrap().unwrap();
        assert_eq!(identity.token.as_str(), "t");
        assert_eq!(identity.user_id.as_ref(), Some(&user));
        assert_eq!(identity.device_id.as_ref(), Some(&device));
    }
}

#[test]
fn an_application_service_may_act_as_itself() {
    let mut request = request("/a?b=c", &[]);
    AppserviceToken::add_to_request(&mut request, AppserviceCredentials::new("t")).unwrap();
    assert_eq!(request.uri(), "/a?b=c");
    let identity = AppserviceToken::extract(&request).unwrap();
    assert_eq!((identity.user_id, identity.device_id), (None, None));
}

#[test]
fn a_malformed_identity_names_its_parameter() {
    for (uri, message) in [
        (
            "/?user_id=alice",
            "malformed query parameter `user_id`: invalid user ID: it does not start with `@`",
        ),
        ("/?device_id=", "malformed query parameter `device_id`: invalid device ID: it is empty"),
        ("/?user_id=%ff", "the query parameter `user_id` is not percent-encoded UTF-8"),
        ("/?device_id=a&device_id=b", "repeated query parameter `device_id`"),
    ] {
        let error = AppserviceToken::extract(&request(uri, &[b"Bearer t"])).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn an_identity_that_makes_the_uri_too_long_is_rejected() {
    let device = DeviceId::try_from("x".repeat(70_000)).unwrap();
    let mut request = request("/", &[]);
    let credentials = AppserviceCredentials::new("t").device_id(&device);
    let error = AppserviceToken::add_to_request(&mut request, credentials).unwrap_err();
    assert!(matches!(error, AuthenticationError::UriTooLong));
}

#[test]
fn credentials_hide_their_token() {
    let credentials = AppserviceCredentials::new("hunter2");
    assert!(!format!("{credentials:?}").contains("hunter2"));
    let identity = AppserviceToken::extract(&request("/", &[b"Bearer hunter2"])).unwrap();
    assert!(!format!("{identity:?}").contains("hunter2"));
}
