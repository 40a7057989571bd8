//! Formats of bodies: raw ones and streams.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use matrix_api::{
    Body, EventStream, IncomingResponse, JsonLines,
    body::BodyError,
    bytes::Bytes,
    http::Response,
    wire::{Form, Text},
};
use serde::{Deserialize, Serialize};

use super::Definition;
use crate::execution::Side;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct A {
    pub a: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct WithOptional {
    pub a: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub b: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct WithRequired {
    pub a: String,
    pub b: String,
}

/// Runs a future that waits for nothing.
fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the bytes of a stream are in memory"),
    }
}

/// The answers of an endpoint, of which the items are read, too.
macro_rules! with_items {
    ($($name:ident: $endpoint:ident, $stream:ident of $item:ty;)+) => {$(
        mod $name {
            use super::*;

            async fn read(response: Response<Bytes>) -> Result<Bytes, String> {
                let response = response.map(Body::from);
                let read = $endpoint::Response::try_from_streaming_response(response, usize::MAX);
                let read = read.await.map_err(|error| error.to_string())?;
                copy(&read.items).await.map_err(|error| error.to_string())
            }

            async fn copy(stream: &$stream<$item>) -> Result<Bytes, BodyError> {
                let (mut reader, mut items) = (stream.open()?, Vec::new());
                while let Some(item) = reader.next().await? {
                    items.push(item);
                }
                $stream::<$item>::from_items(items)?.as_body().clone().collect(usize::MAX).await
            }

            pub const DEFINITION: Definition = Definition {
                side: Some(|| Side::of::<$endpoint::Request>().with_items(|it| now(read(it)))),
                ..$endpoint::DEFINITION
            };
        }
    )+};
}

definitions! {
    members { request { pub a: String } }
    form { request { #[ruma_api(raw_body)] pub form: Form<A> } }
    form_with_optional { request { #[ruma_api(raw_body)] pub form: Form<WithOptional> } }
    form_with_required { request { #[ruma_api(raw_body)] pub form: Form<WithRequired> } }
    bytes { request { #[ruma_api(raw_body)] pub bytes: Bytes } }
    optional_bytes { request { #[ruma_api(raw_body)] pub bytes: Option<Bytes> } }
    text { request { #[ruma_api(raw_body)] pub text: Text } }
    stream { request { #[ruma_api(raw_body)] pub stream: Body } }
    answered_members { response { pub a: String } }
    answered_bytes { response { #[ruma_api(raw_body)] pub bytes: Bytes } }
    answered_text { response { #[ruma_api(raw_body)] pub text: Text } }
    answered_stream { response { #[ruma_api(raw_body)] pub stream: Body } }
    json_lines { response { #[ruma_api(raw_body)] pub items: JsonLines<A> } }
    longer_json_lines { response { #[ruma_api(raw_body)] pub items: JsonLines<WithRequired> } }
    event_stream { response { #[ruma_api(raw_body)] pub items: EventStream<A> } }
    longer_event_stream { response { #[ruma_api(raw_body)] pub items: EventStream<WithRequired> } }
}

with_items! {
    lines: json_lines, JsonLines of A;
    lines_with_required: longer_json_lines, JsonLines of WithRequired;
    events: event_stream, EventStream of A;
    events_with_required: longer_event_stream, EventStream of WithRequired;
}

rows! {
    "body: JSON -> form": members => form, Breaks, Breaks;
    "body: JSON -> text": members => text, Breaks, Breaks;
    "body: JSON -> bytes": members => bytes, Breaks, Breaks, executed OtherMeaning, Breaks;
    "body: bytes -> JSON": bytes => members, Breaks, Breaks, executed Breaks, OtherMeaning;
    "body: bytes -> text": bytes => text, Breaks, OtherMeaning;
    "body: bytes -> a stream of bytes": bytes => stream, Works, Works;
    "body: a stream of bytes -> bytes": stream => bytes, Works, Works;
    "body: required -> optional": bytes => optional_bytes, Works, Breaks, executed Works, Works;
    "body: form: optional key added": form => form_with_optional, Works, OtherMeaning;
    "body: form: required key added": form => form_with_required, Breaks, OtherMeaning;
    "answer: body: JSON -> bytes": answered_members => answered_bytes, Breaks, Breaks, executed Breaks, OtherMeaning;
    "answer: body: text -> bytes": answered_text => answered_bytes, Breaks, OtherMeaning;
    "answer: body: bytes -> a stream of bytes": answered_bytes => answered_stream, Works, Works;
    "answer: body: JSON lines -> a stream of bytes": lines => answered_stream, Breaks, OtherMeaning;
    "answer: body: required member of JSON lines added": lines => lines_with_required, Works, Breaks;
    "answer: body: required member of events added": events => events_with_required, Works, Breaks;
    "answer: body: JSON lines -> events": lines => events, Breaks, Breaks;
}
