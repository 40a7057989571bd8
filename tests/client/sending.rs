//! Sending: requests, responses and errors.

use std::{error, error::Error as _, fmt};

use matrix_api::{
    ErrorCode, OutgoingRequest, SupportedVersions,
    client::{BuildError, CallError, Client, ClientBuilder, Error, TransportError},
    mock::Reply,
};
use matrix_client_account::{get_username_availability, whoami};

use crate::{
    endpoints::get,
    scripted::{TestMock as _, alice, json, replies, scripted},
};

#[tokio::test(start_paused = true)]
async fn the_path_is_appended_to_the_base_url() {
    for (base_url, expected) in [
        ("https://example.org", "https://example.org/test"),
        ("https://example.org/", "https://example.org/test"),
        ("http://127.0.0.1:8008/matrix", "http://127.0.0.1:8008/matrix/test"),
        ("http://[::1]", "http://[::1]/test"),
        ("http://[::1]:8008", "http://[::1]:8008/test"),
    ] {
        let server = replies([json(200, "{}")]);
        let client = server.builder().build(base_url).unwrap();
        client.send(&get::Request::new()).await.unwrap();
        assert_eq!(server.requests()[0].http().uri(), expected);
    }
}

#[test]
fn an_invalid_base_url_is_refused_by_the_builder() {
    for url in [
        "https://example.org:99999",
        "",
        "example.org",
        "ftp://example.org",
        "https://",
        "https://example.org?a",
        "https://a#b",
        "https://alice:secret@example.org",
    ] {
        let error = Client::new(url).unwrap_err();
        assert!(matches!(error, BuildError::BaseUrl), "{url}: {error}");
        assert!(!error.to_string().contains("secret"));
    }
}

#[tokio::test(start_paused = true)]
async fn every_request_has_a_user_agent() {
    let server = scripted(|_| json(200, "{}"));
    server.client_without_retries().send(&get::Request::new()).await.unwrap();
    let client = server.builder().user_agent("example/1.0").build("https://example.org").unwrap();
    client.send(&get::Request::new()).await.unwrap();
    let agents =
        server.requests().into_iter().map(|sent| sent.http().headers()["user-agent"].clone());
    assert_eq!(agents.collect::<Vec<_>>(), ["matrix-api/0.1.0", "example/1.0"]);

    let error = server.builder().user_agent("a\nb").build("https://example.org").unwrap_err();
    assert!(matches!(error, BuildError::UserAgent));
}

#[tokio::test(start_paused = true)]
async fn error_responses_become_the_endpoints_error() {
    let body = r#"{"errcode": "M_USER_IN_USE", "error": "Taken."}"#;
    let server = replies([json(200, r#"{"versions": ["v1.1"]}"#), json(400, body)]);
    let request = get_username_availability::Request::new("alice".to_owned());
    let error = server.client_without_retries().send(&request).await.unwrap_err();
    assert_eq!(error.to_string(), "get_username_availability: [400 M_USER_IN_USE] Taken.");
    assert_eq!(error.status().unwrap(), 400);
    assert!(error.source().is_none(), "the message has the answer in it");
    assert!(error.is(&ErrorCode::UserInUse) && !error.is(&ErrorCode::Forbidden));
    assert!(error.into_endpoint().unwrap().is(&ErrorCode::UserInUse));
}

#[tokio::test(start_paused = true)]
async fn a_chain_of_sources_repeats_nothing() {
    let refused = TransportError::connect("connection refused");
    let server = replies([Reply::failure(refused)]);
    let error =
        server.client_without_retries().send_with(&whoami::Request::new(), "t").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "whoami: cannot get the supported versions: versions: cannot connect to the \
         server: connection refused"
    );
    assert!(error.is_connect() && !error.is_timeout());
    assert!(error.source().is_none(), "{:?}", error.source());

    let unwritten = whoami::Request::new()
        .try_into_http_request("https://example.org", "line\nbreak", &SupportedVersions::unknown())
        .unwrap_err();
    assert!(unwritten.to_string().starts_with("whoami: "), "{unwritten}");
    assert!(unwritten.source().is_none(), "{:?}", unwritten.source());
}

/// An error in a chain.
#[derive(Debug)]
struct Link(&'static str, Option<Box<Link>>);

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl error::Error for Link {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.1.as_deref().map(|link| link as _)
    }
}

#[tokio::test(start_paused = true)]
async fn every_source_can_be_reached() {
    let root = Link("root", None);
    let middle = Link("middle", Some(Box::new(root)));
    let cause = Link("outer", Some(Box::new(middle)));
    let server = replies([Reply::failure(TransportError::connect(cause))]);
    let error = server.client_without_retries().send(&get::Request::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "test: cannot connect to the server: root");
    assert_eq!(error.source().unwrap().to_string(), "middle");
}

#[tokio::test(start_paused = true)]
async fn an_invalid_success_names_the_field() {
    let server = replies([json(200, r#"{"versions": ["v1.1"]}"#), json(200, r#"{"user_id": 5}"#)]);
    let error =
        server.client_without_retries().send_with(&whoami::Request::new(), "t").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "whoami: response body: `user_id`: expected a string: user ID, found an integer"
    );
    assert!(matches!(error, Error::Decode { .. }));
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.into_endpoint().is_err());
}

#[tokio::test(start_paused = true)]
async fn a_request_that_cannot_be_encoded_is_not_sent() {
    let server = replies([]);
    let error = server
        .client_without_retries()
        .send_with(&crate::endpoints::token::Request::new(), "a b")
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Call(CallError::Request(_))), "{error}");
}

/// Calls can run on another thread.
#[tokio::test(start_paused = true)]
async fn the_futures_are_send() {
    let server = scripted(|_| json(200, "{}"));
    let client = server.client_without_retries();
    let task = tokio::spawn(async move { client.send(&get::Request::new()).await.is_ok() });
    assert!(task.await.unwrap());
}

#[test]
fn debug_hides_the_session() {
    let server = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(async { replies([]) });
    let session = alice("marker").with_refresh_token("marker".to_owned());
    let builder: ClientBuilder<_> = server.builder().session(session);
    assert!(!format!("{builder:?}").contains("marker"));
    let client = builder.build("https://example.org").unwrap();
    let text = format!("{client:?}");
    assert!(text.contains("https://example.org") && !text.contains("marker"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn slashes_at_the_end_of_a_base_url_do_not_count() {
    for (base_url, expected) in [
        ("https://example.org", "https://example.org/test"),
        ("https://example.org/", "https://example.org/test"),
        ("https://example.org///", "https://example.org/test"),
        ("https://example.org:8448/sub", "https://example.org:8448/sub/test"),
        ("https://example.org:8448/sub//", "https://example.org:8448/sub/test"),
    ] {
        let server = scripted(|_| json(200, "{}"));
        server.builder().build(base_url).unwrap().send(&get::Request::new()).await.unwrap();
        assert_eq!(server.requests()[0].http().uri(), expected, "{base_url}");
        let from_text =
            get::Request::new().try_into_http_request(base_url, (), &SupportedVersions::unknown());
        assert_eq!(from_text.unwrap().uri(), expected, "{base_url}");
    }
    for wrong in ["https:///", "https:////", "https:///sub//"] {
        assert!(replies([]).builder().build(wrong).is_err(), "{wrong}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_host_with_other_letters_is_written_in_ascii() {
    let error = replies([]).builder().build("https://bücher.example").unwrap_err();
    assert!(error.to_string().contains("`xn--bcher-kva.example` for `bücher.example`"), "{error}");
    replies([]).builder().build("https://xn--bcher-kva.example").unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_unexpected_redirect_says_where_to() {
    let token = "?access_token=swordfish#swordfish";
    for (location, shown) in [
        ("https://www.example.org/test", "https://www.example.org/test"),
        ("https://ann:swordfish@www.example.org:8448/a@b", "https://www.example.org:8448/a@b"),
        ("//ann@www.example.org", "//www.example.org"),
        ("/elsewhere//a@b", "/elsewhere//a@b"),
        ("login.html", "login.html"),
    ] {
        let location = format!("{location}{token}");
        let reply = json(302, "<h1>Found</h1>").header("location", &location);
        let error =
            replies([reply]).client_without_retries().send(&get::Request::new()).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "test: [302] the server redirects to {shown}; check the base URL of the client"
            )
        );
        assert!(!format!("{error:?}").contains("swordfish"), "{error:?}");
        assert_eq!(error.as_endpoint().unwrap().status, 302);
    }
    // Without a redirect, the header means something else.
    for reply in [json(302, "{}"), json(400, "{}").header("location", "/there")] {
        let error =
            replies([reply]).client_without_retries().send(&get::Request::new()).await.unwrap_err();
        assert!(!error.to_string().contains("redirects"), "{error}");
    }
}
