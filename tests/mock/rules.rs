//! Rules: which request gets which reply.

use matrix_api::{
    ErrorCode, MatrixError, MatrixVersion, SupportedVersions,
    client::RetryPolicy,
    http::StatusCode,
    mock::{MockServer, Reply},
};
use matrix_client_account::{
    discovery::{versions, well_known_client},
    get_username_availability, register,
    uiaa::{AuthFlow, AuthStage, Dummy, UiaaInfo},
    whoami,
};

use crate::{
    alice,
    endpoints::{greet, hello},
};

#[tokio::test]
async fn a_handler_gets_the_request_and_returns_the_response() {
    let mock = MockServer::new().on(|request: greet::Request| Ok(hello(&request.name)));
    let response = mock.client().send(&greet("a/b")).await.unwrap();
    assert_eq!(response.text, "hello a/b");
}

#[tokio::test]
async fn a_handler_can_return_the_error_of_its_endpoint() {
    let mock = MockServer::new().on(|request: get_username_availability::Request| {
        if request.username == "bob" {
            return Ok(get_username_availability::Response::new().available(true));
        }
        Err(MatrixError::new(StatusCode::BAD_REQUEST, ErrorCode::UserInUse, "taken"))
    });
    let ask = |name: &str| get_username_availability::Request::new(name.to_owned());
    let client = mock.client();
    assert_eq!(client.send(&ask("bob")).await.unwrap().available, Some(true));
    assert!(client.send(&ask("ann")).await.unwrap_err().is(&ErrorCode::UserInUse));
    // It answered `/versions` as well.
    assert_eq!(mock.called(), ["get_username_availability"; 2]);
    assert_eq!(mock.requests()[0].endpoint(), Some("versions"));
}

#[tokio::test]
async fn the_newest_rule_answers_first_and_may_pass() {
    let mock =
        MockServer::new().on(|_: greet::Request| Ok(hello("old"))).on(|request: greet::Request| {
            match request.name.as_str() {
                "ann" => Reply::new(Ok(hello("new"))),
                _ => Reply::pass(),
            }
        });
    let client = mock.client();
    let send = async |name| client.send(&greet(name)).await.unwrap().text;
    assert_eq!(send("ann").await, "hello new");
    assert_eq!(send("bob").await, "hello old");
    mock.on(|_: greet::Request| Ok(hello("newest")));
    assert_eq!(send("ann").await, "hello newest");
    // A request counts once, however many rules it meets.
    assert_eq!(mock.calls::<greet::Request>().len(), 3);
}

#[tokio::test]
async fn a_sequence_gives_one_reply_after_the_other() {
    let mock = MockServer::new()
        .on(|_: greet::Request| Ok(hello("rest")))
        .sequence::<greet::Request>([Err(MatrixError::unrecognized()), Ok(hello("second"))]);
    let client = mock.client();
    let send = async || client.send(&greet("ann")).await;
    assert!(send().await.unwrap_err().is(&ErrorCode::Unrecognized));
    assert_eq!(send().await.unwrap().text, "hello second");
    assert_eq!(send().await.unwrap().text, "hello rest");
    assert_eq!(send().await.unwrap().text, "hello rest");
}

#[tokio::test]
async fn a_proxy_answers_requests_of_any_content() {
    let mock = MockServer::new().raw::<whoami::Request>(502, "<h1>Bad gateway</h1>");
    let builder = mock.client_builder().retry_policy(RetryPolicy::none());
    let client = builder.build(MockServer::BASE_URL).unwrap();
    let error = client.send_with(&whoami::Request::new(), "any").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 502);
    let error = error.into_endpoint().unwrap();
    assert_eq!(error.body.unwrap(), "<h1>Bad gateway</h1>");
}

#[tokio::test]
async fn a_reply_can_have_headers() {
    let mock = MockServer::new().on(|_: greet::Request| {
        Reply::new(Err(MatrixError::unrecognized())).header("retry-after", "7")
    });
    let error = mock.client().send(&greet("ann")).await.unwrap_err();
    assert!(error.as_endpoint().unwrap().retry_after().is_some());
}

#[tokio::test]
async fn connections_can_fail() {
    let mock = MockServer::new().sequence::<greet::Request>([
        Reply::connection_refused(),
        Reply::connection_lost(),
        Reply::new(Ok(hello("third"))),
    ]);
    let builder = mock.client_builder().retry_policy(RetryPolicy::none());
    let client = builder.build(MockServer::BASE_URL).unwrap();
    let request = greet("ann");
    let refused = client.send(&request).await.unwrap_err();
    assert!(!refused.as_call().unwrap().may_have_reached_server());
    assert_eq!(
        refused.to_string(),
        "greet: cannot connect to the server: the mock refused the connection"
    );
    let lost = client.send(&request).await.unwrap_err();
    assert!(lost.as_call().unwrap().may_have_reached_server());
    assert_eq!(client.send(&request).await.unwrap().text, "hello third");
    assert_eq!(mock.calls::<greet::Request>().len(), 3);
}

#[tokio::test]
async fn a_rule_for_any_request_gets_it_as_it_is() {
    let mock =
        MockServer::new().on(|_: greet::Request| Ok(hello("typed"))).on_http(
            |request| match request.uri().path() {
                "/greet/raw" => Reply::raw(200, r#"{"text": "raw"}"#),
                _ => Reply::pass(),
            },
        );
    let client = mock.client();
    let send = async |name| client.send(&greet(name)).await.unwrap().text;
    assert_eq!(send("raw").await, "raw");
    assert_eq!(send("other").await, "hello typed");
}

#[tokio::test]
async fn the_versions_are_those_that_are_set() {
    let mock = MockServer::new();
    let supported = mock.client().supported_versions().await.unwrap();
    assert!(supported.supports(MatrixVersion::V1_19) && supported.supports(MatrixVersion::V1_0));

    let old = SupportedVersions::from([MatrixVersion::V1_0]).with_feature("org.example.f");
    let mock = MockServer::new()
        .supported_versions(old.clone())
        .on(|_: whoami::Request| Ok(whoami::Response::new(alice())));
    assert_eq!(*mock.client().supported_versions().await.unwrap(), old);
    mock.client().send_with(&whoami::Request::new(), "t").await.unwrap();
    let sent = mock.requests().pop().unwrap();
    assert_eq!(sent.http().uri().path(), "/_matrix/client/r0/account/whoami");

    let mock = MockServer::new()
        .on(|_: versions::Request| Ok(versions::Response::new(vec!["v1.7".to_owned()])));
    let supported = mock.client().supported_versions().await.unwrap();
    assert_eq!(*supported, SupportedVersions::from([MatrixVersion::V1_7]));
    assert_eq!(mock.called(), ["versions"]);
}

#[tokio::test]
async fn calls_are_recorded_decoded() {
    let mock = MockServer::new().on(|_: register::Request| Ok(register::Response::new(alice())));
    let client = mock.client();
    for name in ["ann", "bob"] {
        let request = register::Request::new().username(name.to_owned());
        client.send(&request).await.unwrap();
    }
    let names = mock.calls::<register::Request>().into_iter().map(|it| it.username.unwrap());
    assert_eq!(names.collect::<Vec<_>>(), ["ann", "bob"]);
    assert!(mock.calls::<whoami::Request>().is_empty());
}

/// The error of an endpoint may be of another type than the Matrix error.
#[tokio::test]
async fn a_challenge_is_an_error_of_its_endpoint() {
    let mock = MockServer::new().on(|request: register::Request| match request.auth {
        None => {
            let flow = AuthFlow::new(vec![AuthStage::Dummy]);
            Err(UiaaInfo::new(vec![flow]).with_session("s1").into())
        }
        Some(auth) => {
            assert_eq!(auth.session(), Some("s1"));
            Ok(register::Response::new(alice()))
        }
    });
    let answer = |_| std::future::ready(Some(Dummy::new().into()));
    let request = register::Request::new();
    let account = mock.client().send_interactive(&request, answer).await.unwrap();
    assert_eq!(account.user_id, alice());
    assert_eq!(mock.called(), ["register", "register"]);
}

#[tokio::test]
async fn discovery_is_answered_whatever_the_host() {
    let mock = MockServer::new()
        .on_example::<well_known_client::Request>("a homeserver and an identity server");
    let client = mock.client_builder().discover("example.org").await.unwrap();
    assert_eq!(client.base_url(), "https://matrix.example.org");
    assert_eq!(mock.called(), ["well_known_client"]);
    let hosts = mock.requests().into_iter().map(|it| it.http().uri().host().unwrap().to_owned());
    assert_eq!(hosts.collect::<Vec<_>>(), ["example.org", "matrix.example.org"]);
}

/// The handler of one request waits for that of another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn handlers_run_at_the_same_time() {
    let barrier = std::sync::Arc::new(std::sync::Barrier::new(2));
    let mock = MockServer::new().on(move |request: greet::Request| {
        barrier.wait();
        Ok(hello(&request.name))
    });
    let calls = ["ann", "bob"].map(|name| {
        let client = mock.client();
        tokio::spawn(async move { client.send(&greet(name)).await.unwrap() })
    });
    for call in calls {
        call.await.unwrap();
    }
}
