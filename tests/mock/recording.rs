//! Recordings: what they show and hide, and how they are replayed.

mod endpoints;
mod files;
mod recorder;
mod replay;

use matrix_api::{
    client::{Client, ClientBuilder, RetryPolicy},
    endpoints::Endpoints,
    mock::{MockServer, MockTransport, Recorder, Replay},
};
use serde_json::Value;

type TestRecorder = Recorder<MockTransport>;

/// Records what a client says to a mock.
fn record(server: &MockServer, endpoints: &Endpoints) -> (TestRecorder, Client<TestRecorder>) {
    let recorder = Recorder::new(server.transport(), endpoints);
    let client = ClientBuilder::new(recorder.clone()).retry_policy(RetryPolicy::none());
    (recorder, client.build("https://example.org").unwrap())
}

/// The exchanges of a recording, without `/versions`.
fn exchanges(recorder: &TestRecorder) -> Vec<Value> {
    let text = recorder.to_text().unwrap();
    let mut recording: Value = serde_json::from_str(&text).unwrap();
    let Value::Array(exchanges) = recording["exchanges"].take() else { panic!("{text}") };
    exchanges.into_iter().filter(|it| it["endpoint"] != "versions").collect()
}

/// Replays exchanges.
fn replay(exchanges: Value, endpoints: &Endpoints) -> Replay {
    let text = serde_json::json!({ "recording": 1, "exchanges": exchanges }).to_string();
    Replay::from_text(&text, endpoints).unwrap()
}
