#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use bytes::Bytes;

use super::{Body, BodyError, BodyReader, BodySource, BoxBodyReader, PolledChunk};

/// A reader with these chunks, which announces a size.
struct Chunks {
    chunks: VecDeque<&'static str>,
    size: Option<u64>,
}

impl Chunks {
    fn new(chunks: &[&'static str], size: Option<u64>) -> Self {
        Self { chunks: chunks.iter().copied().collect(), size }
    }
}

impl BodyReader for Chunks {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> PolledChunk {
        Poll::Ready(self.chunks.pop_front().map(|chunk| Ok(Bytes::from(chunk))))
    }

    fn size(&self) -> Option<u64> {
        self.size
    }
}

/// The same chunks at each opening.
struct Source(Option<u64>);

impl BodySource for Source {
    fn size(&self) -> Option<u64> {
        self.0
    }

    fn open(&self) -> Result<BoxBodyReader, BodyError> {
        Ok(Box::new(Chunks::new(&["abc", "", "de", "f"], None)))
    }
}

async fn text(body: &Body) -> Result<String, BodyError> {
    Ok(String::from_utf8(body.collect(1000).await?.to_vec()).unwrap())
}

#[tokio::test]
async fn a_source_is_read_from_its_beginning_each_time() {
    let body = Body::from_source(Source(Some(6)));
    for _ in 0..2 {
        assert!(body.can_open());
        assert_eq!(text(&body.clone()).await.unwrap(), "abcdef");
    }
}

#[tokio::test]
async fn a_reader_can_be_read_once_by_one_of_its_clones() {
    let body = Body::once(Chunks::new(&["abc", "def"], Some(6)));
    let other = body.clone();
    assert_eq!(body.size(), Some(6));
    // Opened, and dropped before its first byte.
    drop(body.open().unwrap());
    assert!(body.can_open());
    let mut reader = other.open().unwrap();
    assert!(!body.can_open());
    assert!(matches!(body.open().err(), Some(BodyError::AlreadyRead)));
    assert_eq!(reader.chunk().await.unwrap().unwrap(), "abc");
    drop(reader);
    assert!(!body.can_open());
    assert!(matches!(text(&body).await, Err(BodyError::AlreadyRead)));
}

#[tokio::test]
async fn another_number_of_bytes_than_announced_is_an_error() {
    let result = text(&Body::from_source(Source(Some(7)))).await;
    let Err(BodyError::Incomplete { expected: 7, received: 6 }) = result else {
        panic!("{result:?}");
    };
    let result = text(&Body::from_source(Source(Some(5)))).await;
    assert!(matches!(result, Err(BodyError::Overlong { expected: 5 })), "{result:?}");
    let result = text(&Body::once(Chunks::new(&[], Some(1)))).await;
    assert!(matches!(result, Err(BodyError::Incomplete { received: 0, .. })), "{result:?}");
}

#[tokio::test]
async fn limits_count_while_reading() {
    for size in [None, Some(6)] {
        let body = Body::from_source(Source(size));
        assert_eq!(text(&body.clone().limited(6)).await.unwrap(), "abcdef");
        let mut reader = body.clone().limited(4).open().unwrap();
        assert_eq!(reader.chunk().await.unwrap().unwrap(), "abc");
        assert_eq!(reader.chunk().await.unwrap().unwrap(), "");
        let error = reader.chunk().await.unwrap_err();
        assert_eq!(error.to_string(), "the body exceeds 4 bytes");
        assert_eq!(body.collect(6).await.unwrap(), "abcdef");
        assert!(matches!(body.collect(5).await, Err(BodyError::TooLarge { limit: 5 })));
    }
}

#[tokio::test]
async fn a_slice_is_a_part_of_a_body() {
    let whole = "abcdef";
    for body in [Body::from(whole), Body::from_source(Source(Some(6)))] {
        for (start, end) in [(0, 6), (0, 0), (0, 3), (1, 4), (3, 6), (5, 100), (6, 9), (4, 2)] {
            let part = body.clone().slice(start..end);
            let expected = &whole[start.min(6) as usize..end.clamp(start.min(6), 6) as usize];
            assert_eq!(text(&part).await.unwrap(), expected, "{start}..{end}");
            assert_eq!(part.size(), Some(expected.len() as u64));
        }
    }
    let twice = Body::from_source(Source(None)).slice(1..6).slice(1..3);
    assert_eq!(text(&twice).await.unwrap(), "cd");
    let beyond = text(&Body::from_source(Source(None)).slice(4..9)).await;
    assert!(matches!(beyond, Err(BodyError::Incomplete { expected: 5, received: 2 })));
}

#[tokio::test]
async fn progress_is_reported_after_each_chunk_and_begins_again() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&seen);
    let body = Body::from_source(Source(Some(6)))
        .on_progress(move |it| notes.lock().unwrap().push((it.bytes, it.total)));
    for _ in 0..2 {
        text(&body).await.unwrap();
        let total = Some(6);
        let seen = std::mem::take(&mut *seen.lock().unwrap());
        assert_eq!(seen, [(3, total), (3, total), (5, total), (6, total)]);
    }
}

#[test]
fn debug_output_has_no_content() {
    let shown = format!("{:?}", Body::from("secret"));
    assert_eq!(shown, "Body { size: Some(6), .. }");
}
