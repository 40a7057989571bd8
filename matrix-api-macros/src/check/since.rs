//! Rules for `#[ruma_api(since = "..")]`: a field may be younger than its endpoint.

use super::message::CheckedMessage;
use crate::{
    diagnostics::Diagnostics,
    model::{FieldPlace, Paths, Version},
};

/// The versions of Matrix that have an endpoint.
#[derive(Clone, Copy)]
pub(super) enum Lifetime {
    /// The endpoint has no versions: `path: ".."`.
    Unversioned,
    /// The endpoint is only a feature so far.
    Unstable,
    /// From a version on, until it was removed.
    Stable { first: Version, removed: Option<Version> },
}

impl Lifetime {
    pub(super) fn of(paths: &Paths) -> Self {
        match paths {
            Paths::Fixed(_) => Self::Unversioned,
            Paths::History(history) => match history.stable.first() {
                Some((first, _)) => Self::Stable { first: *first, removed: history.removed },
                None => Self::Unstable,
            },
        }
    }
}

/// A version is one of those that have the endpoint.
pub(super) fn check(message: &CheckedMessage, lifetime: Lifetime, diagnostics: &Diagnostics) {
    for checked in &message.fields {
        let (Some(since), Some(version)) = (checked.since, checked.field.since) else { continue };
        let problem = match lifetime {
            _ if checked.field.place == FieldPlace::Path => {
                "a path field is as old as its path; remove `since`".to_owned()
            }
            Lifetime::Unversioned => {
                "an endpoint with a `path` has no versions; remove `since`, or write a `history`"
                    .to_owned()
            }
            Lifetime::Unstable => "no version has this endpoint so far; remove `since`".to_owned(),
            Lifetime::Stable { first, .. } if version < first => {
                format!(
                    "the endpoint is younger than this: it was added in {}; remove `since`",
                    first.text()
                )
            }
            Lifetime::Stable { removed: Some(removed), .. } if version >= removed => {
                format!("the endpoint was removed in {}; write an earlier version", removed.text())
            }
            Lifetime::Stable { .. } => continue,
        };
        diagnostics.error(since.span, problem);
    }
}
