//! Expected calls, in number and order.

use matrix_api::mock::{MockServer, Order};
use matrix_client_account::whoami;

use crate::{
    alice,
    endpoints::{greet, hello},
    failures,
};

async fn called(names: &str) -> MockServer {
    let mock = MockServer::new()
        .on(|_: greet::Request| Ok(hello("all")))
        .on(|_: whoami::Request| Ok(whoami::Response::new(alice())));
    let client = mock.client();
    for name in names.split_whitespace() {
        match name {
            "greet" => _ = client.send(&greet("ann")).await.unwrap(),
            _ => _ = client.send_with(&whoami::Request::new(), "t").await.unwrap(),
        }
    }
    mock
}

#[tokio::test]
async fn numbers_that_are_met_pass() {
    let mock = called("greet whoami greet").await;
    mock.expect::<greet::Request>(2)
        .expect::<greet::Request>(2..)
        .expect::<greet::Request>(1..3)
        .expect::<greet::Request>(1..=2)
        .expect::<greet::Request>(..=2)
        .expect::<whoami::Request>(1)
        .assert();
}

#[tokio::test]
async fn a_number_that_is_not_met_fails() {
    let mock = called("greet whoami greet").await;
    let times = |expected: &str| {
        format!(
            "expected {expected} of `greet`, received 2: expectation at HERE\n  \
             received: greet, whoami, greet"
        )
    };
    mock.expect::<greet::Request>(1);
    assert_eq!(failures(&mock), times("1 request"));
    mock.expect::<greet::Request>(3);
    assert_eq!(failures(&mock), times("3 requests"));
    mock.expect::<greet::Request>(0);
    assert_eq!(failures(&mock), times("no request"));
    mock.expect::<greet::Request>(3..);
    assert_eq!(failures(&mock), times("at least 3 requests"));
    mock.expect::<greet::Request>(..=1);
    assert_eq!(failures(&mock), times("at most 1 request"));
    mock.expect::<greet::Request>(3..6);
    assert_eq!(failures(&mock), times("3 to 5 requests"));
}

#[tokio::test]
async fn an_order_that_is_met_passes() {
    let mock = called("greet whoami greet").await;
    let order = Order::new().then::<greet::Request>().then::<whoami::Request>();
    mock.expect_order(order.then::<greet::Request>())
        // Other endpoints do not count.
        .expect_order(Order::new().then::<whoami::Request>())
        .assert();
}

#[tokio::test]
async fn another_order_fails() {
    let mock = called("whoami greet").await;
    let order = Order::new().then::<greet::Request>().then::<whoami::Request>();
    mock.expect_order(order);
    assert_eq!(
        failures(&mock),
        "requests in another order: expectation at HERE\n  \
         expected: greet, whoami\n  \
         received: whoami, greet"
    );
    let mock = MockServer::new().expect_order(Order::new().then::<greet::Request>());
    assert_eq!(
        failures(&mock),
        "requests in another order: expectation at HERE\n  \
         expected: greet\n  \
         received: nothing"
    );
}

#[tokio::test]
async fn a_failure_is_reported_once_and_all_of_them_together() {
    let mock = called("greet").await;
    mock.expect::<greet::Request>(2).expect::<whoami::Request>(1).expect::<greet::Request>(1);
    let failure = mock.check().unwrap_err();
    assert_eq!(failure.failures().len(), 2);
    assert_eq!(format!("{failure:?}"), failure.to_string());
    mock.check().unwrap();
    // What is met stays expected.
    mock.client().send(&greet("ann")).await.unwrap();
    assert!(failures(&mock).starts_with("expected 1 request of `greet`, received 2"));
}

#[test]
#[should_panic(expected = "expected 1 request of `greet`, received 0")]
fn the_last_handle_fails_the_test() {
    let mock = MockServer::new().expect::<greet::Request>(1);
    drop(mock.clone());
}

#[test]
#[should_panic(expected = "the test itself")]
fn a_test_that_panics_is_not_stopped_by_the_mock() {
    let _mock = MockServer::new().expect::<greet::Request>(1);
    panic!("the test itself");
}

#[test]
#[should_panic(expected = "expected 1 request of `greet`, received 0")]
fn a_check_can_panic() {
    MockServer::new().expect::<greet::Request>(1).assert();
}

/// A client does not keep expectations from being checked.
#[tokio::test]
async fn a_client_may_outlive_its_mock() {
    let client = called("").await.client();
    client.send(&greet("ann")).await.unwrap();
}
