//! Finds members of responses that the account crate does not read.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use matrix_api::{
    OutgoingResponse,
    bytes::Bytes,
    client::{ReqwestTransport, Transport, TransportError},
    http::{Request, Response},
};
use serde_json::Value;

use crate::check::Outcome;

/// A transport that keeps the body of the last response.
#[derive(Clone)]
pub(crate) struct Recorder {
    reqwest: ReqwestTransport,
    last_body: Arc<Mutex<Bytes>>,
}

impl Recorder {
    pub(crate) fn new() -> Outcome<Self> {
        Ok(Self { reqwest: ReqwestTransport::new()?, last_body: Arc::default() })
    }

    /// The members of the last response that decoding and encoding loses, such as
    /// `threepids[0].medium`.
    pub(crate) fn lost_members(&self, read: &impl OutgoingResponse) -> Vec<String> {
        let sent = self.last_body.lock().unwrap_or_else(PoisonError::into_inner);
        // A redirect has no JSON.
        let Ok(sent) = serde_json::from_slice(&sent) else { return Vec::new() };
        let written = read.try_into_http_response().map(Response::into_body);
        let written = written.ok().and_then(|body| serde_json::from_slice(&body).ok());
        let mut lost = Vec::new();
        compare(&sent, &written.unwrap_or_default(), "", &mut lost);
        lost
    }
}

impl Transport for Recorder {
    async fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        let response = self.reqwest.send(request, body_limit).await?;
        *self.last_body.lock().unwrap_or_else(PoisonError::into_inner) = response.body().clone();
        Ok(response)
    }

    async fn sleep(&self, duration: Duration) {
        self.reqwest.sleep(duration).await;
    }
}

fn compare(sent: &Value, written: &Value, path: &str, lost: &mut Vec<String>) {
    match (sent, written) {
        (Value::Object(sent), Value::Object(written)) => {
            for (name, value) in sent {
                let path = match path {
                    "" => name.clone(),
                    path => format!("{path}.{name}"),
                };
                match written.get(name) {
                    Some(written) => compare(value, written, &path, lost),
                    // `null` means absent.
                    None if value.is_null() => {}
                    None => lost.push(path),
                }
            }
        }
        (Value::Array(sent), Value::Array(written)) if sent.len() == written.len() => {
            for (index, (sent, written)) in sent.iter().zip(written).enumerate() {
                compare(sent, written, &format!("{path}[{index}]"), lost);
            }
        }
        _ if sent == written => {}
        _ => lost.push(path.to_owned()),
    }
}
