//! Event streams that reconnect.

use std::{
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::{
    attempt::Received,
    call::Client,
    error::{self, Error},
    response,
    token_scheme::TokenScheme,
    transport::Transport,
};
use crate::{
    body::{Body, BodyError, BodyReader, BoxBodyReader, PolledChunk},
    endpoint::OutgoingRequest,
    platform::{MaybeSend, MaybeSync},
    wire::items::{event, event_parser::EventParser},
};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The reconnection time, unless the server sets one.
const DEFAULT_RETRY: Duration = Duration::from_secs(3);

/// The reader of the application judges the size of an event.
const MAX_EVENT: usize = usize::MAX;

impl<T: Transport> Client<T> {
    /// Sends a request whose response is an [`EventStream`](crate::EventStream), and reconnects whenever
    /// the connection is lost or the server ends the stream.
    ///
    /// The client waits for the time of the stream's last `retry`, or three seconds, and sends the request again with
    /// `Last-Event-ID`. An event that was begun is discarded. The stream ends when the server responds with 204, and
    /// fails when it responds with an error, or not at all in the attempts that the
    /// [retry policy](super::RetryPolicy) allows. This is what the
    /// [HTML standard](https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model) says.
    ///
    /// For a stream that has an end, such as the answer of a language model, use [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send).
    pub async fn events<R>(&self, request: &R) -> Result<R::Response, Error<R::Error>>
    where
        R: OutgoingRequest<Authentication: TokenScheme> + Clone + MaybeSend + MaybeSync + 'static,
    {
        let mut received = self.receive(request, None).await?;
        let Received { mut response, stream: Some(stream) } = received else {
            return response::decode(&mut received.response);
        };
        let reader = stream.open().map_err(|source| {
            let endpoint = R::METADATA.name;
            error::CallError::Body { endpoint, source }
        })?;
        let (client, request) = (self.clone(), Arc::new(request.clone()));
        let connect = move |last_id: String, wait: Duration| -> Connecting {
            let (client, request) = (client.clone(), Arc::clone(&request));
            Box::pin(async move { client.reconnect(&*request, &last_id, wait).await })
        };
        let stream = Body::once(Reconnecting {
            parser: EventParser::new(MAX_EVENT),
            state: State::Reading { reader, rest: Bytes::new() },
            connect: Box::new(connect),
        });
        response::decode_with_stream(&mut response, Some(&stream))
    }

    /// Opens the stream again. `None` if the server says that it has ended.
    async fn reconnect<R>(
        &self,
        request: &R,
        last_id: &str,
        wait: Duration,
    ) -> Result<Option<BoxBodyReader>, BodyError>
    where
        R: OutgoingRequest<Authentication: TokenScheme> + MaybeSync,
    {
        self.homeserver.exchanger.transport.sleep(wait).await;
        let mut headers = HeaderMap::new();
        if let Some(id) =
            HeaderValue::from_bytes(last_id.as_bytes()).ok().filter(|id| !id.is_empty())
        {
            headers.insert(LAST_EVENT_ID, id);
        }
        let received =
            self.receive(request, Some(&headers)).await.map_err(BodyError::interrupted)?;
        let mut response = received.response;
        match received.stream {
            _ if response.status() == StatusCode::NO_CONTENT => Ok(None),
            Some(stream) => stream.open().map(Some),
            None => Err(match response::decode::<R::Response>(&mut response) {
                Err(error) => BodyError::interrupted(error),
                Ok(_) => BodyError::interrupted("the response is not an event stream"),
            }),
        }
    }
}

type Connecting =
    Pin<Box<dyn_maybe_send!(Future<Output = Result<Option<BoxBodyReader>, BodyError>>)>>;

/// Reads the events of one connection after the other. Each chunk is a whole event.
struct Reconnecting {
    parser: EventParser,
    state: State,
    /// Connects with the ID of the last event, after a time.
    connect: Box<dyn_maybe_send!(FnMut(String, Duration) -> Connecting)>,
}

enum State {
    Reading { reader: BoxBodyReader, rest: Bytes },
    Connecting(Connecting),
    Ended,
}

impl BodyReader for Reconnecting {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        loop {
            match mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Reading { mut reader, mut rest } => {
                    match self.parser.next(&mut rest) {
                        Ok(None) => {}
                        Err(error) => return Poll::Ready(Some(Err(error))),
                        Ok(Some(event)) => {
                            self.state = State::Reading { reader, rest };
                            return Poll::Ready(Some(event::write(&event).map(Bytes::from)));
                        }
                    }
                    match reader.poll_chunk(context) {
                        Poll::Pending => {
                            self.state = State::Reading { reader, rest };
                            return Poll::Pending;
                        }
                        Poll::Ready(Some(Ok(rest))) => {
                            self.state = State::Reading { reader, rest };
                        }
                        Poll::Ready(None | Some(Err(_))) => {
                            self.parser.restart();
                            let wait = self.parser.retry.unwrap_or(DEFAULT_RETRY);
                            let last_id = self.parser.last_id().to_owned();
                            self.state = State::Connecting((self.connect)(last_id, wait));
                        }
                    }
                }
                State::Connecting(mut connecting) => match connecting.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Connecting(connecting);
                        return Poll::Pending;
                    }
                    Poll::Ready(Ok(Some(reader))) => {
                        self.state = State::Reading { reader, rest: Bytes::new() };
                    }
                    Poll::Ready(Ok(None)) => return Poll::Ready(None),
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                },
            }
        }
    }
}
