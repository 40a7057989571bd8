//! A transport with scripted responses and a paused clock.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use matrix_api::{
    bytes::Bytes,
    client::{Client, ClientBuilder, RetryPolicy, Session, Transport, TransportError},
    http::{Request, Response, header::AUTHORIZATION},
    identifiers::DeviceId,
};

/// A session of Alice.
pub(crate) fn alice(access_token: &str) -> Session {
    let device_id: DeviceId = "PHONE".parse().unwrap();
    Session::new("@alice:example.org".parse().unwrap(), device_id, access_token)
}

/// A scripted response or failure.
pub(crate) struct Reply {
    after: Duration,
    outcome: Result<Response<Bytes>, TransportError>,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &'static str) -> Self {
        let response = Response::builder()
            .status(status)
            .header("content-type", "application/json")
            .body(Bytes::from(body))
            .unwrap();
        Self { after: Duration::ZERO, outcome: Ok(response) }
    }

    pub(crate) fn failure(error: TransportError) -> Self {
        Self { after: Duration::ZERO, outcome: Err(error) }
    }

    /// Delays the reply.
    pub(crate) fn after(mut self, delay: Duration) -> Self {
        self.after = delay;
        self
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(response) = &mut self.outcome {
            response.headers_mut().insert(name, value.parse().unwrap());
        }
        self
    }
}

/// A sent request, and when it was sent.
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) request: Request<Bytes>,
    pub(crate) body_limit: usize,
    pub(crate) at: Duration,
}

impl Sent {
    /// The method and the target: `GET /_matrix/client/versions`.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.request.method(), self.request.uri().path_and_query().unwrap())
    }

    pub(crate) fn token(&self) -> Option<&str> {
        let value = self.request.headers().get(AUTHORIZATION)?;
        Some(value.to_str().unwrap().strip_prefix("Bearer ").unwrap())
    }
}

type Script = dyn FnMut(&Request<Bytes>) -> Reply + Send;

/// Replies by a script, and records what was sent.
pub(crate) struct Scripted {
    script: Mutex<Box<Script>>,
    sent: Mutex<Vec<Sent>>,
    began: tokio::time::Instant,
}

impl Scripted {
    pub(crate) fn new(script: impl FnMut(&Request<Bytes>) -> Reply + Send + 'static) -> Arc<Self> {
        Arc::new(Self {
            script: Mutex::new(Box::new(script)),
            sent: Mutex::default(),
            began: tokio::time::Instant::now(),
        })
    }

    /// Replies in order; more requests fail the test.
    pub(crate) fn replies(replies: impl IntoIterator<Item = Reply>) -> Arc<Self> {
        let mut replies = replies.into_iter().collect::<VecDeque<_>>();
        Self::new(move |request| {
            replies.pop_front().unwrap_or_else(|| panic!("one request too many: {request:?}"))
        })
    }

    /// The reply to a request of another script.
    pub(crate) fn reply(&self, request: &Request<Bytes>) -> Reply {
        // A script may panic.
        (self.script.lock().unwrap_or_else(PoisonError::into_inner))(request)
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.sent().iter().map(Sent::line).collect()
    }

    /// A builder without retries.
    pub(crate) fn builder(self: &Arc<Self>) -> ClientBuilder<Arc<Self>> {
        ClientBuilder::new(Arc::clone(self)).retry_policy(RetryPolicy::none())
    }

    pub(crate) fn client(self: &Arc<Self>) -> Client<Arc<Self>> {
        self.builder().build("https://example.org").unwrap()
    }
}

impl Transport for Scripted {
    async fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        let reply = self.reply(&request);
        self.sent.lock().unwrap().push(Sent { request, body_limit, at: self.began.elapsed() });
        tokio::time::sleep(reply.after).await;
        // As over TCP, the body does not arrive in the same moment as the head.
        tokio::task::yield_now().await;
        reply.outcome
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }
}
