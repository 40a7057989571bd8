#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::{Event, EventStream, JsonLines, Origin, event, event_parser::EventParser};
use crate::body::{Body, BodyError, BodyReader, PolledChunk};

/// Chunks of these sizes, again and again.
struct Pieces {
    rest: Bytes,
    sizes: Vec<usize>,
    next: usize,
}

impl BodyReader for Pieces {
    fn poll_chunk(&mut self, _: &mut std::task::Context<'_>) -> PolledChunk {
        let size = self.sizes[self.next % self.sizes.len()].min(self.rest.len());
        self.next += 1;
        let chunk = self.rest.split_to(size);
        let is_end = chunk.is_empty() && self.rest.is_empty();
        std::task::Poll::Ready((!is_end).then_some(Ok(chunk)))
    }
}

fn pieces(text: &[u8], sizes: &[usize]) -> Body {
    Body::once(Pieces { rest: Bytes::copy_from_slice(text), sizes: sizes.to_vec(), next: 0 })
}

/// The events of a text that arrives in chunks of these sizes: name, data and ID.
fn parse(text: &[u8], sizes: &[usize]) -> Vec<(Option<String>, String, Option<String>)> {
    let mut parser = EventParser::new(1000);
    let mut rest = Bytes::copy_from_slice(text);
    let (mut events, mut next) = (Vec::new(), 0);
    while !rest.is_empty() {
        let mut chunk = rest.split_to(sizes[next % sizes.len()].min(rest.len()));
        next += 1;
        while let Some(Event { name, data, id, .. }) = parser.next(&mut chunk).unwrap() {
            events.push((name, data, id));
        }
    }
    events
}

/// The streams are those of the standard, with the results that it states.
#[test]
fn the_examples_of_the_html_standard_are_read() {
    let data = |data: &str| (None, data.to_owned(), None);
    let named = |name: &str, data: &str| (Some(name.to_owned()), data.to_owned(), None);
    let with_id = |data: &str, id: Option<&str>| (None, data.to_owned(), id.map(str::to_owned));
    for (text, expected) in [
        ("data: YHOO\ndata: +2\ndata: 10\n\n", vec![data("YHOO\n+2\n10")]),
        (
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            vec![
                with_id("first event", Some("1")),
                with_id("second event", None),
                with_id(" third event", None),
            ],
        ),
        ("data\n\ndata\ndata\n\ndata:", vec![data(""), data("\n")]),
        ("data:test\n\ndata: test\n\n", vec![data("test"), data("test")]),
        (
            "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\ndata: x\n\n",
            vec![named("add", "73857293"), named("remove", "2153"), data("x")],
        ),
        ("data: This is the first message.\n\n", vec![data("This is the first message.")]),
    ] {
        for terminator in ["\n", "\r\n", "\r"] {
            let text = text.replace('\n', terminator);
            for sizes in [&[1][..], &[2], &[3, 1], &[1000]] {
                assert_eq!(parse(text.as_bytes(), sizes), expected, "{text:?} in {sizes:?}");
            }
        }
    }
}

#[test]
fn the_rules_of_the_html_standard_hold() {
    let data = |text: &[u8]| {
        let mut found = parse(text, &[1]);
        found.pop().map(|(_, data, _)| data)
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(data(b"\xef\xbb\xbfdata: a\n\n"), some("a"), "a byte order mark");
    assert_eq!(data(b"\n\xef\xbb\xbfdata: a\n\n"), None, "one that is not the first");
    assert_eq!(data(b"data: \xff\n\n"), some("\u{fffd}"), "not UTF-8");
    assert_eq!(data(b"Data: a\nunknown: b\ndata : c\n\n"), None, "unknown fields");
    assert_eq!(data(b"data: a: b\n\n"), some("a: b"));
    assert_eq!(data(b":data: a\n\n"), None, "a comment");
    assert_eq!(data(b"event: a\n\ndata: b\n\n"), some("b"));
    assert_eq!(parse(b"event: a\n\ndata: b\n\n", &[9])[0].0, None, "the name of no event");
    assert_eq!(parse(b"id: 1\n\ndata: b\n\n", &[9])[0].2, some("1"), "the ID of no event");
    assert_eq!(parse(b"id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n", &[9])[1].2, some("1"), "a NUL");
}

#[test]
fn a_reconnection_time_is_only_digits() {
    for (value, expected) in [("10", Some(10)), ("1e3", None), ("-1", None), ("", None)] {
        let mut parser = EventParser::new(1000);
        let mut text = Bytes::from(format!("retry: {value}\n\ndata: a\n\ndata: b\n\n"));
        let mut next = || parser.next(&mut text).unwrap().unwrap().retry;
        let expected = expected.map(Duration::from_millis);
        assert_eq!((next(), next()), (expected, None), "{value}");
        assert_eq!(parser.retry, expected);
    }
}

#[test]
fn an_event_above_the_limit_is_refused() {
    for text in ["data: 123456789012345\n", "data: 12345\ndata: 12345\ndata: 12345\n"] {
        let result = EventParser::new(20).next(&mut Bytes::from(text));
        assert!(matches!(result, Err(BodyError::TooLarge { limit: 20 })), "{result:?}");
    }
    assert!(EventParser::new(20).next(&mut Bytes::from("data: 1234\ndata: 12\n\n")).is_ok());
}

#[test]
fn any_event_is_read_as_it_was_written() {
    for data in ["", "a", " a", "a\nb", "\n", "a\n", ":", "data: a", "\u{feff}", "é\n\n\u{d7ff}"] {
        for (name, id) in [(None, None), (Some("a b"), Some("1: 2"))] {
            let mut event = Event::new(data.to_owned()).retry(Duration::from_millis(7));
            event.name = name.map(str::to_owned);
            event.id = id.map(str::to_owned);
            let text = event::write(&event).unwrap();
            let read = EventParser::new(1000).next(&mut Bytes::from(text)).unwrap().unwrap();
            assert_eq!(read, event);
        }
    }
    let text = event::write(&Event::new("a\r\nb\rc".to_owned())).unwrap();
    assert_eq!(text, "data: a\ndata: b\ndata: c\n\n");
    for wrong in [
        Event::new(String::new()).name("a\nb"),
        Event::new(String::new()).id("a\rb"),
        Event::new(String::new()).id("a\0b"),
    ] {
        assert!(event::write(&wrong).is_err(), "{wrong:?}");
    }
}

#[tokio::test]
async fn json_lines_are_read_in_any_chunks() {
    let text = b"{\"a\":1}\n\n  \r\n[2]\r\n\"last\"";
    for sizes in [&[1][..], &[2], &[5, 1], &[100]] {
        let lines = JsonLines::<Value>::received(pieces(text, sizes), Origin::LOCAL);
        let mut reader = lines.open().unwrap();
        let mut found = Vec::new();
        while let Some(value) = reader.next().await.unwrap() {
            found.push(value);
        }
        assert_eq!(found, [json!({"a": 1}), json!([2]), json!("last")]);
    }
}

#[tokio::test]
async fn a_wrong_line_does_not_end_the_stream_and_is_not_shown() {
    let text = b"1\n\"secret\"\n{\"secret\n3\n";
    let lines = JsonLines::<u8>::received(pieces(text, &[4]), Origin::LOCAL);
    let mut reader = lines.open().unwrap();
    assert_eq!(reader.next().await.unwrap(), Some(1));
    let error = reader.next().await.unwrap_err().to_string();
    assert!(error.contains("line 2") && error.contains("found a string"), "{error}");
    let error = reader.next().await.unwrap_err().to_string();
    assert!(error.contains("line 3") && error.contains("not JSON"), "{error}");
    assert!(!error.contains("secret"), "{error}");
    assert_eq!(reader.next().await.unwrap(), Some(3));
    assert_eq!(reader.next().await.unwrap(), None);
}

#[tokio::test]
async fn a_long_line_ends_the_stream() {
    let text = [b"\"", &[b'x'; 100][..], b"\"\n1\n"].concat();
    let lines = JsonLines::<Value>::received(pieces(&text, &[7]), Origin::LOCAL);
    let mut reader = lines.open().unwrap().max_item_size(50);
    assert!(matches!(reader.next().await, Err(BodyError::TooLarge { limit: 50 })));
    assert!(matches!(reader.next().await, Ok(None)));
}

#[tokio::test]
async fn an_incomplete_event_is_discarded() {
    let text = b"data: 1\n\ndata: 2\n";
    let events = EventStream::<u8>::received(pieces(text, &[3]), Origin::LOCAL);
    let mut reader = events.open().unwrap();
    assert_eq!(reader.next().await.unwrap().unwrap().data, 1);
    assert_eq!(reader.next().await.unwrap(), None);
}
