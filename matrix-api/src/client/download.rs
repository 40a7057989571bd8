//! Downloads to a file, which are resumed.

use std::path::Path;

use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, Method, Response, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, IF_RANGE, RANGE},
};

use super::{
    attempt::Received,
    call::Client,
    error::{CallError, Error},
    response,
    token_scheme::TokenScheme,
    transport::Transport,
};
use crate::{
    body::{Body, BodyError, file::PartialFile},
    endpoint::{Endpoint, OutgoingRequest},
};

impl<T: Transport> Client<T> {
    /// Sends a request whose response is a [stream](Body), and writes the stream to a file. An existing
    /// file is replaced when the download is complete. Until then the bytes are in `<path>.part`.
    ///
    /// The stream of the returned response is the file.
    ///
    /// If the connection is lost, the client goes on where it stopped: it requests the rest with `Range` and
    /// `If-Range`, by [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#section-14). That requires a GET request
    /// without a `Range` of its own, and a strong `ETag` in the response. A server that sends the
    /// whole file instead is fine. The [retry policy](super::RetryPolicy) says how often the client tries
    /// without receiving a byte.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); [`CallError::Body`] if the stream cannot be read to its end or the file
    /// cannot be written. Then no file remains.
    pub async fn download<R>(
        &self,
        request: &R,
        path: impl AsRef<Path>,
    ) -> Result<R::Response, Error<R::Error>>
    where
        R: OutgoingRequest<Authentication: TokenScheme> + Sync,
    {
        let path = path.as_ref();
        let mut received = self.receive(request, None).await?;
        let Received { mut response, stream: Some(stream) } = received else {
            return response::decode(&mut received.response);
        };
        let part = PartialFile::of(path.to_owned());
        if let Err(error) = self.write_all(request, &response, stream, &part).await {
            part.remove().await;
            return Err(error);
        }
        part.finish().await.map_err(|error| body_error::<R>(error.into()))?;
        let file = Body::file(path).await.map_err(|error| body_error::<R>(error.into()))?;
        response::decode_with_stream(&mut response, Some(&file))
    }

    /// Writes the stream of a response to a file, and resumes it.
    async fn write_all<R>(
        &self,
        request: &R,
        response: &Response<Bytes>,
        mut stream: Body,
        part: &PartialFile,
    ) -> Result<(), Error<R::Error>>
    where
        R: OutgoingRequest<Authentication: TokenScheme> + Sync,
    {
        let mut version = Version::of(response).filter(|_| R::METADATA.method == Method::GET);
        let (mut written, mut attempts) = (0, 1);
        loop {
            let before = written;
            let mut reader = stream.open().map_err(body_error::<R>)?;
            let appended = part.append(&mut reader, &mut written).await;
            let Err(error) = appended else { return Ok(()) };
            if written > before {
                attempts = 1;
            }
            let policy = &self.settings().retry_policy;
            let wait = policy.backoff_after(attempts).filter(|_| may_resume(&error));
            let (Some(wait), Some(known)) = (wait, &version) else {
                return Err(body_error::<R>(error));
            };
            self.homeserver.exchanger.transport.sleep(wait).await;
            attempts += 1;
            let mut received = self.receive(request, Some(&known.rest_from(written))).await?;
            let Some(next) = received.stream else {
                // An error response, or one that is not a stream: it has no rest.
                return Err(response::decode::<R::Response>(&mut received.response)
                    .err()
                    .unwrap_or_else(|| body_error::<R>(error)));
            };
            stream = next;
            if !known.is_continued_by(&received.response, written) {
                if received.response.status() == StatusCode::PARTIAL_CONTENT {
                    // A part that was not asked for.
                    return Err(body_error::<R>(error));
                }
                written = 0;
                version = Version::of(&received.response);
            }
        }
    }
}

fn body_error<R: Endpoint>(source: BodyError) -> Error<R::Error> {
    CallError::Body { endpoint: R::METADATA.name, source }.into()
}

/// Whether the rest may arrive over another connection.
fn may_resume(error: &BodyError) -> bool {
    matches!(
        error,
        BodyError::Interrupted(_)
            | BodyError::Incomplete { .. }
            | BodyError::Idle { .. }
            | BodyError::TooSlow { .. }
    )
}

/// Identifies the content of a whole file.
struct Version {
    etag: HeaderValue,
    size: Option<u64>,
}

impl Version {
    /// The version of a response with a whole file. `None` without a strong entity tag: only that promises
    /// the same bytes ([RFC 9110, section 13.1.5](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5)).
    fn of(response: &Response<Bytes>) -> Option<Self> {
        let etag = response.headers().get(ETAG)?;
        let is_strong = etag.as_bytes().starts_with(b"\"");
        let size = response.headers().get(CONTENT_LENGTH).and_then(|it| it.to_str().ok());
        let size = size.and_then(|size| size.parse().ok());
        (is_strong && response.status() == StatusCode::OK)
            .then(|| Self { etag: etag.clone(), size })
    }

    /// The headers of a request for the bytes after these.
    fn rest_from(&self, position: u64) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if position > 0
            && let Ok(range) = HeaderValue::try_from(format!("bytes={position}-"))
        {
            headers.insert(RANGE, range);
            headers.insert(IF_RANGE, self.etag.clone());
        }
        headers
    }

    /// Whether a response has the bytes after these, of the same version.
    fn is_continued_by(&self, response: &Response<Bytes>, position: u64) -> bool {
        let range = response.headers().get(CONTENT_RANGE).and_then(|it| it.to_str().ok());
        let Some((first, last, size)) = range.and_then(parse_content_range) else { return false };
        let is_same = response.headers().get(ETAG).is_none_or(|etag| *etag == self.etag);
        let sizes = size.zip(self.size);
        // The range reaches to the end, or the file would be short.
        let ends = size.or(self.size).is_none_or(|size| last.checked_add(1) == Some(size));
        response.status() == StatusCode::PARTIAL_CONTENT
            && is_same
            && first == position
            && sizes.is_none_or(|(now, before)| now == before)
            && ends
    }
}

/// `bytes 5-9/10`: the first byte, the last one, and the size if it is known.
fn parse_content_range(value: &str) -> Option<(u64, u64, Option<u64>)> {
    let (unit, range) = value.split_once(' ')?;
    let (range, size) = range.trim().split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let size = if size == "*" { None } else { Some(size.parse().ok()?) };
    unit.eq_ignore_ascii_case("bytes").then_some((first.parse().ok()?, last.parse().ok()?, size))
}

#[cfg(test)]
mod tests {
    use super::parse_content_range;

    #[test]
    fn content_ranges_are_parsed() {
        for (text, expected) in [
            ("bytes 5-9/10", Some((5, 9, Some(10)))),
            ("Bytes 0-0/*", Some((0, 0, None))),
            ("bytes */10", None),
            ("items 5-9/10", None),
            ("bytes 5-/10", None),
            ("bytes=5-9/10", None),
        ] {
            assert_eq!(parse_content_range(text), expected, "{text}");
        }
    }
}
