//! Why no path of an endpoint suits a server.

use std::{error::Error, fmt};

use super::PathHistory;
use crate::{text::pieces::write_pieces, versions::SupportedVersions};

/// A server supports no path of an endpoint.
///
/// The message says which versions and features would do, and what the server offers.
#[derive(Clone, PartialEq, Eq)]
pub struct NoSupportedPath {
    // Boxed: the error travels in every `Result` of an encoder.
    details: Box<Details>,
}

#[derive(Clone, PartialEq, Eq)]
struct Details {
    history: PathHistory,
    supported: SupportedVersions,
}

impl NoSupportedPath {
    #[cold]
    pub(super) fn new(history: &PathHistory, supported: &SupportedVersions) -> Self {
        Self { details: Box::new(Details { history: *history, supported: supported.clone() }) }
    }

    /// The paths to choose from.
    #[must_use]
    #[inline]
    pub fn history(&self) -> &PathHistory {
        &self.details.history
    }

    /// What the server offers.
    #[must_use]
    #[inline]
    pub fn supported(&self) -> &SupportedVersions {
        &self.details.supported
    }
}

impl Error for NoSupportedPath {}

// Inlined: only programs that show errors compile it.
impl fmt::Display for NoSupportedPath {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the server supports no path of the endpoint: ")?;
        self.details.fmt_needed(f)?;
        self.details.fmt_offered(f)
    }
}

/// Shows the same as [`Display`](fmt::Display).
impl fmt::Debug for NoSupportedPath {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoSupportedPath({self})")
    }
}

impl Details {
    #[inline]
    fn fmt_needed(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let history = &self.history;
        match (history.added(), history.removed()) {
            (Some(added), Some(removed)) => {
                write!(f, "needed is Matrix {added} up to, and without, {removed}")?;
            }
            (Some(added), None) => write!(f, "needed is Matrix {added} or later")?,
            (None, _) if history.unstable().is_empty() => f.write_str("it has none")?,
            (None, _) => {}
        }
        let mut separator = if history.added().is_some() { ", or " } else { "needed is " };
        for (feature, _) in history.unstable() {
            write_pieces(f, &[separator, "the unstable feature `", feature, "`"])?;
            separator = " or ";
        }
        Ok(())
    }

    #[inline]
    fn fmt_offered(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let supported = &self.supported;
        if supported.is_unknown() {
            return f.write_str("; what the server offers has not been asked yet");
        }
        f.write_str("; the server offers ")?;
        let mut separator = "Matrix ";
        for version in &supported.versions {
            write!(f, "{separator}{version}")?;
            separator = ", ";
        }
        for version in &supported.unknown_versions {
            // Quoted, because it may hold anything.
            write!(f, "{separator}{version:?}")?;
            separator = ", ";
        }
        if separator == "Matrix " {
            f.write_str("no version of Matrix")?;
        }
        Ok(())
    }
}
