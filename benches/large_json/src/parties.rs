//! What each party does with a message.
//!
//! | party | encodes with | decodes with |
//! |---|---|---|
//! | ours | `try_into_http_response` | `try_from_http_response`, which also says where an error is |
//! | serde_json | `to_vec` | `from_slice` |
//! | simd-json | `serde::to_vec` | `serde::from_slice`, from a copy of the bytes, because it changes them |
//! | sonic-rs | `to_vec` | `from_slice` |
//!
//! All encode into a response with its `Content-Type`, and decode from one whose status they check. All use the same
//! types, whose impls of serde check the identifiers.

use bytes::Bytes;
use http::{HeaderValue, Response, header::CONTENT_TYPE};
use matrix_api::{IncomingResponse as _, OutgoingResponse as _};

use crate::{
    measure::Measurements,
    messages::{CheckedDevice, CheckedEvent, PlainDevice, PlainEvent},
};

fn respond(json: Vec<u8>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(json));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn success(response: &Response<Bytes>) -> &[u8] {
    assert!(response.status().is_success());
    response.body()
}

macro_rules! compare {
    ($module:ident: $function:ident($items:ident: $item:ident)) => {
        mod $module {
            use super::$item;

            matrix_api::ruma_api! {
                metadata {
                    description: "Get a list.",
                    method: GET,
                    name: "get_list",
                    path: "/list",
                    rate_limited: false,
                    requires_authentication: false,
                }

                request {}

                response {
                    pub $items: Vec<$item>,
                }
            }

            /// The body of the response, for the libraries.
            #[derive(serde::Deserialize, serde::Serialize)]
            pub(super) struct Body {
                pub(super) $items: Vec<$item>,
            }
        }

        /// Measures a list.
        pub(crate) fn $function(to: &mut Measurements, case: &str, $items: Vec<$item>) {
            use $module::{Body, Response as Message};

            let body = Bytes::from(serde_json::to_vec(&Body { $items }).expect("JSON"));
            let value = || serde_json::from_slice::<Body>(&body).expect("a body");
            let size = body.len();
            let response = Response::new(body.clone());
            let name = |direction: &str, party: &str| format!("{case}/{direction}/{party}");

            let message = Message::new(value().$items);
            let encode = move || message.try_into_http_response().expect("a response");
            assert_eq!(encode().body(), &body);
            to.add(name("encode", "ours"), size, encode);
            let by_hand = value();
            to.add(name("encode", "serde_json"), size, move || {
                respond(serde_json::to_vec(&by_hand).expect("JSON"))
            });
            let by_hand = value();
            to.add(name("encode", "simd-json"), size, move || {
                respond(simd_json::serde::to_vec(&by_hand).expect("JSON"))
            });
            let by_hand = value();
            to.add(name("encode", "sonic-rs"), size, move || {
                respond(sonic_rs::to_vec(&by_hand).expect("JSON"))
            });

            let received = response.clone();
            to.add(name("decode", "ours"), size, move || {
                Message::try_from_http_response(&received).unwrap_or_else(|_| unreachable!())
            });
            let received = response.clone();
            to.add(name("decode", "serde_json"), size, move || {
                serde_json::from_slice::<Body>(success(&received)).expect("a body")
            });
            let received = response.clone();
            to.add(name("decode", "simd-json"), size, move || {
                simd_json::serde::from_slice::<Body>(&mut success(&received).to_vec())
                    .expect("a body")
            });
            let received = response.clone();
            to.add(name("decode", "sonic-rs"), size, move || {
                sonic_rs::from_slice::<Body>(success(&received)).expect("a body")
            });
        }
    };
}

compare! { devices_checked: checked_devices(devices: CheckedDevice) }
compare! { devices_plain: plain_devices(devices: PlainDevice) }
compare! { events_checked: checked_events(events: CheckedEvent) }
compare! { events_plain: plain_events(events: PlainEvent) }
