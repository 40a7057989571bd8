//! When a call must end.

use std::{sync::Arc, time::Duration};

use super::upload::Upload;
use crate::platform::Instant;

/// The time at which a call must end.
#[derive(Clone)]
pub(super) struct Deadline {
    pub(super) end: Option<End>,
    /// The time of sending a stream is added.
    pub(super) upload: Option<Arc<Upload>>,
    /// Whether attempts end at the deadline. Those that several calls may wait for do not: each of these calls has
    /// a deadline of its own.
    pub(super) ends_attempts: bool,
}

/// The end of a call, and the maximum duration that led to it.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub(super) at: Instant,
    pub(super) duration: Duration,
}

impl Deadline {
    /// Whether time is left after waiting.
    pub(super) fn allows(&self, now: Instant, wait: Duration) -> bool {
        let spent = self.upload.as_ref().map_or(Duration::ZERO, |upload| upload.spent(now));
        let Some(end) = self.end.and_then(|end| end.at.checked_add(spent)) else { return true };
        now.checked_add(wait).is_some_and(|then| then < end)
    }
}
