//! The paths that an endpoint has had, and the choice among them.

mod no_supported_path;
#[cfg(test)]
mod tests;

pub use self::no_supported_path::NoSupportedPath;
use crate::{
    text::template::SplitTemplate,
    versions::{MatrixVersion, SupportedVersions},
};

/// Every path that an endpoint has or had.
///
/// A path is written as a template, `/_matrix/client/v3/user/{userId}/openid/request_token`, in
/// which a placeholder is a whole segment. All templates of a history have the same placeholders in
/// the same order.
///
/// ```
/// use matrix_api::{MatrixVersion, PathHistory, SupportedVersions};
///
/// const HISTORY: PathHistory = PathHistory::versioned(
///     &[("org.matrix.msc1234", "/_matrix/client/unstable/org.matrix.msc1234/greet")],
///     &[(MatrixVersion::V1_1, "/_matrix/client/v3/greet"), (MatrixVersion::V1_7, "/_matrix/client/v4/greet")],
///     Some(MatrixVersion::V1_9),
///     Some(MatrixVersion::V1_12),
/// );
///
/// let server = SupportedVersions::from([MatrixVersion::V1_3]);
/// assert_eq!(HISTORY.select(&server)?, "/_matrix/client/v3/greet");
///
/// let old = SupportedVersions::from([MatrixVersion::V1_0]);
/// assert_eq!(
///     HISTORY.select(&old).unwrap_err().to_string(),
///     "the server supports no path of the endpoint: needed is Matrix v1.1 up to, and without, \
///      v1.12, or the unstable feature `org.matrix.msc1234`; the server offers Matrix v1.0",
/// );
/// assert_eq!(
///     HISTORY.select(&old.with_feature("org.matrix.msc1234"))?,
///     "/_matrix/client/unstable/org.matrix.msc1234/greet",
/// );
/// # Ok::<(), matrix_api::NoSupportedPath>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathHistory {
    fixed: Option<&'static str>,
    /// The newest template, a stable one if there is any.
    newest: SplitTemplate,
    unstable: &'static [(&'static str, &'static str)],
    stable: &'static [(MatrixVersion, &'static str)],
    deprecated: Option<MatrixVersion>,
    removed: Option<MatrixVersion>,
}

impl PathHistory {
    /// One path, whatever the server supports.
    #[must_use]
    pub const fn fixed(template: &'static str) -> Self {
        Self {
            fixed: Some(template),
            newest: SplitTemplate::of(template),
            unstable: &[],
            stable: &[],
            deprecated: None,
            removed: None,
        }
    }

    /// Paths that depend on what the server supports.
    ///
    /// `unstable` has the feature that a server advertises, and its path; `stable` the version that
    /// brought a path. Both go from old to new.
    #[must_use]
    pub const fn versioned(
        unstable: &'static [(&'static str, &'static str)],
        stable: &'static [(MatrixVersion, &'static str)],
        deprecated: Option<MatrixVersion>,
        removed: Option<MatrixVersion>,
    ) -> Self {
        let newest = match (unstable, stable) {
            (_, [.., (_, template)]) | ([.., (_, template)], []) => template,
            ([], []) => "",
        };
        let newest = SplitTemplate::of(newest);
        Self { fixed: None, newest, unstable, stable, deprecated, removed }
    }

    /// The only path, if the endpoint has one that does not depend on the server's versions.
    #[must_use]
    pub const fn fixed_path(&self) -> Option<&'static str> {
        self.fixed
    }

    /// The unstable paths, each behind its feature, from old to new.
    #[must_use]
    pub const fn unstable(&self) -> &'static [(&'static str, &'static str)] {
        self.unstable
    }

    /// The stable paths, each behind the version that brought it, from old to new.
    #[must_use]
    pub const fn stable(&self) -> &'static [(MatrixVersion, &'static str)] {
        self.stable
    }

    /// The version that brought the first stable path.
    #[must_use]
    pub fn added(&self) -> Option<MatrixVersion> {
        self.stable.first().map(|(version, _)| *version)
    }

    /// The version that deprecated the endpoint.
    #[must_use]
    pub const fn deprecated(&self) -> Option<MatrixVersion> {
        self.deprecated
    }

    /// The version that removed the endpoint.
    #[must_use]
    pub const fn removed(&self) -> Option<MatrixVersion> {
        self.removed
    }

    /// Whether the endpoint is deprecated in a version, or removed already.
    #[must_use]
    pub fn is_deprecated_in(&self, version: MatrixVersion) -> bool {
        self.deprecated.is_some_and(|deprecated| version >= deprecated)
            || self.is_removed_in(version)
    }

    /// Whether the endpoint is gone in a version.
    #[must_use]
    pub fn is_removed_in(&self, version: MatrixVersion) -> bool {
        self.removed.is_some_and(|removed| version >= removed)
    }

    /// Every template: what a router needs. Unstable ones come first, each kind from old to new.
    pub fn templates(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        let unstable = self.unstable.iter().map(|(_, template)| *template);
        let stable = self.stable.iter().map(|(_, template)| *template);
        self.fixed.into_iter().chain(unstable).chain(stable)
    }

    /// Whether the endpoint's paths are what their templates say, without a placeholder.
    pub(crate) const fn is_literal(&self) -> bool {
        self.newest.is_literal()
    }

    /// The newest template, a stable one if there is any. All have the same placeholders.
    pub(crate) const fn newest(&self) -> &SplitTemplate {
        &self.newest
    }

    /// The newest stable path, if it has no placeholder.
    #[inline]
    pub(crate) const fn newest_literal(&self) -> Option<&'static str> {
        match (self.is_literal(), self.fixed, self.stable) {
            (true, Some(path), _) => Some(path),
            (true, None, [.., (_, path)]) => Some(*path),
            _ => None,
        }
    }

    /// Whether a text is one of the templates.
    pub(crate) fn has_template(&self, text: &str) -> bool {
        match self.fixed {
            Some(fixed) => fixed == text,
            // Clients mostly use the newest.
            None => {
                self.stable.iter().rev().any(|(_, template)| *template == text)
                    || self.unstable.iter().any(|(_, template)| *template == text)
            }
        }
    }

    /// The template to use with a server.
    ///
    /// 1. A fixed path is right for every server.
    /// 2. The newest stable path that a version of the server includes, unless the endpoint is
    ///    gone in every version that the server has.
    /// 3. The newest unstable path whose feature the server advertises.
    ///
    /// With a server of which [nothing is known](SupportedVersions::unknown) it is the newest
    /// stable path, unless the endpoint has been removed; then the newest unstable one.
    ///
    /// # Errors
    ///
    /// When the server supports none of the paths.
    pub fn select(&self, supported: &SupportedVersions) -> Result<&'static str, NoSupportedPath> {
        self.fixed
            .or_else(|| {
                if supported.is_unknown() {
                    self.select_blindly()
                } else {
                    self.select_stable(supported).or_else(|| self.select_unstable(supported))
                }
            })
            .ok_or_else(|| NoSupportedPath::new(self, supported))
    }

    fn select_blindly(&self) -> Option<&'static str> {
        let stable = self.stable.last().filter(|_| self.removed.is_none());
        stable
            .map(|(_, template)| *template)
            .or_else(|| self.unstable.last().map(|(_, template)| *template))
    }

    fn select_stable(&self, supported: &SupportedVersions) -> Option<&'static str> {
        // A version in which the endpoint is gone says nothing about its paths. The newest of the
        // others that serves one serves the newest.
        let offered = supported.versions.iter().rev();
        offered.filter(|offered| !self.is_removed_in(**offered)).find_map(|offered| {
            let mut newest_first = self.stable.iter().rev();
            newest_first.find(|(added, _)| offered.includes(*added)).map(|(_, template)| *template)
        })
    }

    fn select_unstable(&self, supported: &SupportedVersions) -> Option<&'static str> {
        self.unstable
            .iter()
            .rev()
            .find(|(feature, _)| supported.has_feature(feature))
            .map(|(_, template)| *template)
    }
}
