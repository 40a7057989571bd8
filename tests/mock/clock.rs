//! Waiting takes no time.

use std::time::{Duration, Instant};

use matrix_api::{
    MatrixError,
    client::{CallError, Error, RetryPolicy},
    mock::{MockServer, Reply},
};

use crate::endpoints::{greet, hello};

const HALF_A_MINUTE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_rate_limit_is_waited_for_in_no_time() {
    let limit = MatrixError::limit_exceeded(HALF_A_MINUTE);
    let mock = MockServer::new().sequence::<greet::Request>([
        Err(limit.clone()),
        Err(limit),
        Ok(hello("third")),
    ]);
    let began = Instant::now();
    mock.client().send(&greet("ann")).await.unwrap();
    assert!(mock.elapsed() >= 2 * HALF_A_MINUTE && mock.elapsed().as_secs() < 63);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    let times: Vec<_> = mock.requests().iter().map(|it| it.at().as_secs()).collect();
    assert_eq!(times[0], 0);
    assert!((30..=31).contains(&times[1]) && (60..=62).contains(&times[2]), "{times:?}");
}

#[tokio::test]
async fn a_late_reply_is_a_timeout() {
    let mock = MockServer::new()
        .on(|_: greet::Request| Reply::new(Ok(hello("late"))).delay(Duration::from_secs(11)));
    let client = |timeout| {
        let builder = mock.client_builder().retry_policy(RetryPolicy::none());
        builder.timeout(Duration::from_secs(timeout)).build(MockServer::BASE_URL).unwrap()
    };
    let began = Instant::now();
    let error = client(10).send(&greet("ann")).await.unwrap_err();
    assert!(matches!(error, Error::Call(CallError::TimedOut { .. })), "{error}");
    assert_eq!(mock.elapsed().as_secs(), 10);
    client(12).send(&greet("ann")).await.unwrap();
    assert_eq!(mock.elapsed().as_secs(), 21);
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_call_ends_at_its_deadline() {
    let mock = MockServer::new()
        .on(|_: greet::Request| Reply::new(Ok(hello("late"))).delay(Duration::from_secs(50)));
    let builder = mock.client_builder().deadline(Duration::from_secs(40));
    let client = builder.build(MockServer::BASE_URL).unwrap();
    let error = client.send(&greet("ann")).await.unwrap_err();
    assert_eq!(error.to_string(), "greet: deadline of 40s exceeded");
    assert_eq!(mock.elapsed().as_secs(), 40);
}

/// No timeout ends a call while others are answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_at_the_same_time_share_the_clock() {
    let mock = MockServer::new().on(|request: greet::Request| {
        Reply::new(Ok(hello("all"))).delay(Duration::from_secs(u64::from(request.manner)))
    });
    let calls = (0..50_u8).map(|seconds| {
        let client = mock.client();
        let request = greet::Request::new("ann".to_owned(), seconds);
        tokio::spawn(async move { client.send(&request).await.is_ok() })
    });
    for call in calls.collect::<Vec<_>>() {
        assert!(call.await.unwrap());
    }
    assert!(mock.elapsed().as_secs() >= 49);
}

#[tokio::test(start_paused = true)]
async fn the_clock_of_tokio_can_be_used() {
    let mock = MockServer::with_tokio_clock()
        .on(|_: greet::Request| Reply::new(Ok(hello("late"))).delay(Duration::from_secs(5)));
    let (client, request) = (mock.client(), greet("ann"));
    let call = client.send(&request);
    tokio::time::timeout(Duration::from_secs(4), call).await.unwrap_err();
    client.send(&request).await.unwrap();
    assert_eq!(mock.elapsed().as_secs(), 9);
}
