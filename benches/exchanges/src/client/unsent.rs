//! Calls whose requests are not sent: the transport has the response already. What remains is the work of the client.

use std::{
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use matrix_api::{
    BaseUrl, FromHttpResponseError, IncomingResponse as _, OutgoingRequest as _, SupportedVersions,
    client::{Transport, TransportError},
};

use matrix_client_account::{register, whoami};

use super::{
    calls::{self, Call, Requests, TOKEN},
    set_display_name,
};

const BASE_URL: &str = "https://matrix.example.org";

/// Takes measurements of one kind.
pub trait Measure {
    /// Measures `run`, without `prepare`.
    fn measure<I, O>(&mut self, name: &str, prepare: impl Fn() -> I, run: impl Fn(I) -> O);
}

/// A transport with the next response, which it returns at once.
#[derive(Default)]
struct Prepared(Mutex<Option<Response<Bytes>>>);

impl Prepared {
    fn prepare(&self, response: Response<Bytes>) {
        *self.0.lock().expect("no panic") = Some(response);
    }
}

impl Transport for Prepared {
    async fn send(&self, _: Request<Bytes>, _: usize) -> Result<Response<Bytes>, TransportError> {
        Ok(self.0.lock().expect("no panic").take().expect("a response"))
    }

    async fn sleep(&self, _: Duration) {
        std::future::pending().await
    }
}

/// Measures all calls: a whole one by the client with its default settings, and alone the encoder, the decoder and
/// the transport.
pub fn measure_all(measure: &mut impl Measure) {
    let transport = Arc::new(Prepared::default());
    let client = calls::builder(Arc::clone(&transport), TOKEN).build(BASE_URL).expect("a client");
    let requests = Requests::default();
    let base_url = BASE_URL.parse().expect("a base URL");
    let encoder = Encoder { base_url, supported: calls::supported() };
    for call in Call::ALL {
        let name = |part| format!("{}/{part}", call.name());
        let prepare = || transport.prepare(call.response());
        let encode = || encoder.encode(call, &requests);
        measure.measure(&name("whole"), prepare, |()| {
            assert!(ready(calls::send(&client, call, &requests)));
        });
        measure.measure(&name("encode"), || (), |()| encode());
        measure.measure(
            &name("decode"),
            || call.response(),
            |response| {
                assert!(decode(call, &response));
            },
        );
        let prepare = || {
            prepare();
            encode()
        };
        measure.measure(&name("transport"), prepare, |request| ready(transport.send(request, 0)));
    }
}

/// The output of a future that does not wait.
fn ready<F: Future>(future: F) -> F::Output {
    let future = pin!(future);
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the transport has the response"),
    }
}

struct Encoder {
    base_url: BaseUrl,
    supported: SupportedVersions,
}

impl Encoder {
    fn encode(&self, call: Call, requests: &Requests) -> Request<Bytes> {
        let Self { base_url, supported } = self;
        let request = match call {
            Call::Whoami | Call::Refused => {
                requests.whoami.try_into_http_request(base_url, TOKEN, supported)
            }
            Call::SetDisplayName => {
                requests.set_display_name.try_into_http_request(base_url, TOKEN, supported)
            }
            Call::Register => requests.register.try_into_http_request(base_url, None, supported),
        };
        request.expect("a request")
    }
}

/// Decodes a response, and drops it. Returns whether it is as expected.
fn decode(call: Call, response: &Response<Bytes>) -> bool {
    match call {
        Call::Whoami => calls::is_alice(&whoami::Response::try_from_http_response(response)),
        Call::SetDisplayName => {
            set_display_name::Response::try_from_http_response(response).is_ok()
        }
        Call::Register => {
            calls::is_registered(&register::Response::try_from_http_response(response))
        }
        Call::Refused => {
            let outcome = whoami::Response::try_from_http_response(response);
            matches!(&outcome, Err(FromHttpResponseError::Endpoint(error)) if calls::is_unknown_token(error))
        }
    }
}
