//! Parses an event stream, by the
//! [HTML standard](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation).
//!
//! The standard's parser is a page long, and needs three things that libraries for it do not have: a limit
//! for the size of an event, input in chunks that end anywhere, and no dependence on an HTTP client.

use std::{mem, time::Duration};

use bytes::{Buf as _, Bytes};

use super::event::Event;
use crate::body::BodyError;

/// The state between chunks.
pub(crate) struct EventParser {
    /// The beginning of the current line.
    line: Vec<u8>,
    /// Whether the last line ended with a carriage return: a line feed after it belongs to it.
    skips_line_feed: bool,
    is_first_line: bool,
    name: String,
    /// Each line of the data, with a line feed.
    data: String,
    /// The ID of the next event, unless it has one of its own.
    next_id: String,
    /// The ID of the last event.
    last_id: String,
    /// The last reconnection time of the stream.
    pub(crate) retry: Option<Duration>,
    /// Whether the current event has a reconnection time.
    has_retry: bool,
    /// Maximum size of an event in bytes.
    pub(crate) limit: usize,
}

impl EventParser {
    #[inline]
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            line: Vec::new(),
            skips_line_feed: false,
            is_first_line: true,
            name: String::new(),
            data: String::new(),
            next_id: String::new(),
            last_id: String::new(),
            retry: None,
            has_retry: false,
            limit,
        }
    }

    /// The ID of the last event. Empty if there is none.
    #[cfg(feature = "http-client")]
    #[inline]
    pub(crate) fn last_id(&self) -> &str {
        &self.last_id
    }

    /// Forgets the event that was begun: the stream begins anew.
    #[cfg(feature = "http-client")]
    #[inline]
    pub(crate) fn restart(&mut self) {
        let Self { last_id, retry, limit, .. } = self;
        let (last_id, retry) = (mem::take(last_id), *retry);
        *self = Self { next_id: last_id.clone(), last_id, retry, ..Self::new(*limit) };
    }

    /// Takes bytes until an event is complete. `None` when all are taken.
    ///
    /// # Errors
    ///
    /// When an event exceeds the limit.
    #[inline]
    pub(crate) fn next(&mut self, bytes: &mut Bytes) -> Result<Option<Event<String>>, BodyError> {
        loop {
            if let Some(first) = bytes.first()
                && mem::take(&mut self.skips_line_feed)
                && *first == b'\n'
            {
                bytes.advance(1);
            }
            let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let piece = bytes.split_to(end.unwrap_or(bytes.len()));
            let size = self.line.len().saturating_add(self.data.len()).saturating_add(piece.len());
            if size > self.limit {
                return Err(BodyError::too_large(self.limit as u64));
            }
            self.line.extend_from_slice(&piece);
            match bytes.first() {
                None => return Ok(None),
                Some(terminator) => self.skips_line_feed = *terminator == b'\r',
            }
            bytes.advance(1);
            let line = mem::take(&mut self.line);
            if let Some(event) = self.take_line(&line) {
                return Ok(Some(event));
            }
        }
    }

    #[inline]
    fn take_line(&mut self, line: &[u8]) -> Option<Event<String>> {
        let line = match line.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) if self.is_first_line => rest,
            _ => line,
        };
        self.is_first_line = false;
        if line.is_empty() {
            return self.dispatch();
        }
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.next_id),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                if let Ok(milliseconds) = value.parse() {
                    self.retry = Some(Duration::from_millis(milliseconds));
                    self.has_retry = true;
                }
            }
            // A comment has no name before its colon.
            _ => {}
        }
        None
    }

    /// An event without data is not one.
    #[inline]
    fn dispatch(&mut self) -> Option<Event<String>> {
        self.next_id.clone_into(&mut self.last_id);
        let (name, mut data) = (mem::take(&mut self.name), mem::take(&mut self.data));
        let retry = self.retry.filter(|_| self.has_retry);
        data.pop()?;
        self.has_retry = false;
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(Event { data, name: some(&name), id: some(&self.last_id), retry })
    }
}
