//! The paths that an endpoint has had, and the choice among them.

use std::fmt;

use crate::{MatrixVersion, SupportedVersions};

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
    unstable: &'static [(&'static str, &'static str)],
    stable: &'static [(MatrixVersion, &'static str)],
    deprecated: Option<MatrixVersion>,
    removed: Option<MatrixVersion>,
}

impl PathHistory {
    /// One path, whatever the server supports.
    #[must_use]
    pub const fn fixed(template: &'static str) -> Self {
        Self { fixed: Some(template), unstable: &[], stable: &[], deprecated: None, removed: None }
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
        Self { fixed: None, unstable, stable, deprecated, removed }
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
        // A version in which the endpoint is gone says nothing about its paths.
        let serves = |added: MatrixVersion| {
            supported
                .versions
                .iter()
                .any(|offered| offered.includes(added) && !self.is_removed_in(*offered))
        };
        self.stable.iter().rev().find(|(added, _)| serves(*added)).map(|(_, template)| *template)
    }

    fn select_unstable(&self, supported: &SupportedVersions) -> Option<&'static str> {
        self.unstable
            .iter()
            .rev()
            .find(|(feature, _)| supported.has_feature(feature))
            .map(|(_, template)| *template)
    }
}

/// A server supports no path of an endpoint.
///
/// The message says which versions and features would do, and what the server offers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the server supports no path of the endpoint: {details}")]
pub struct NoSupportedPath {
    // Boxed: the error travels in every `Result` of an encoder.
    details: Box<Details>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    history: PathHistory,
    supported: SupportedVersions,
}

impl NoSupportedPath {
    #[cold]
    fn new(history: &PathHistory, supported: &SupportedVersions) -> Self {
        Self { details: Box::new(Details { history: *history, supported: supported.clone() }) }
    }

    /// The paths to choose from.
    #[must_use]
    pub fn history(&self) -> &PathHistory {
        &self.details.history
    }

    /// What the server offers.
    #[must_use]
    pub fn supported(&self) -> &SupportedVersions {
        &self.details.supported
    }
}

impl fmt::Display for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("needed is ")?;
        self.fmt_needed(f)?;
        f.write_str("; the server offers ")?;
        self.fmt_offered(f)
    }
}

impl Details {
    fn fmt_needed(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let history = &self.history;
        match (history.added(), history.removed) {
            (Some(added), Some(removed)) => {
                write!(f, "Matrix {added} up to, and without, {removed}")?;
            }
            (Some(added), None) => write!(f, "Matrix {added} or later")?,
            (None, _) if history.unstable.is_empty() => {
                f.write_str("a path, of which it has none")?;
            }
            (None, _) => {}
        }
        let mut separator = if history.added().is_some() { ", or " } else { "" };
        for (feature, _) in history.unstable {
            write!(f, "{separator}the unstable feature `{feature}`")?;
            separator = " or ";
        }
        Ok(())
    }

    fn fmt_offered(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let supported = &self.supported;
        if supported.is_unknown() {
            return f.write_str("what has not been asked yet");
        }
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

#[cfg(test)]
mod tests {
    use super::{MatrixVersion as V, PathHistory, SupportedVersions};

    const HISTORY: PathHistory = PathHistory::versioned(
        &[("old.feature", "/unstable/old"), ("new.feature", "/unstable/new")],
        &[(V::V1_1, "/v1"), (V::V1_5, "/v2")],
        Some(V::V1_9),
        Some(V::V1_12),
    );
    const NEVER_REMOVED: PathHistory =
        PathHistory::versioned(&[], &[(V::V1_0, "/r0"), (V::V1_1, "/v3")], None, None);
    const UNSTABLE_ONLY: PathHistory =
        PathHistory::versioned(&[("a", "/unstable/a"), ("b", "/unstable/b")], &[], None, None);

    fn server(versions: &[V], features: &[&str]) -> SupportedVersions {
        let supported: SupportedVersions = versions.iter().copied().collect();
        features.iter().fold(supported, |supported, feature| supported.with_feature(*feature))
    }

    fn selected(history: PathHistory, versions: &[V], features: &[&str]) -> Option<&'static str> {
        history.select(&server(versions, features)).ok()
    }

    #[test]
    fn a_fixed_path_suits_every_server() {
        let history = PathHistory::fixed("/versions");
        for supported in
            [SupportedVersions::unknown(), server(&[V::V1_0], &[]), server(&[V::new(9, 9)], &["x"])]
        {
            assert_eq!(history.select(&supported), Ok("/versions"));
        }
    }

    #[test]
    fn the_newest_stable_path_that_the_server_has_is_selected() {
        for (versions, path) in [
            (&[V::V1_1] as &[V], "/v1"),
            (&[V::V1_4], "/v1"),
            (&[V::V1_0, V::V1_4], "/v1"),
            (&[V::V1_5], "/v2"),
            (&[V::V1_1, V::V1_5], "/v2"),
            (&[V::V1_9], "/v2"),
            (&[V::V1_11], "/v2"),
        ] {
            assert_eq!(selected(HISTORY, versions, &[]), Some(path), "{versions:?}");
        }
        assert_eq!(selected(NEVER_REMOVED, &[V::V1_0], &[]), Some("/r0"));
        assert_eq!(selected(NEVER_REMOVED, &[V::new(1, 200)], &[]), Some("/v3"));
    }

    #[test]
    fn a_removed_endpoint_needs_a_version_that_still_has_it() {
        assert_eq!(selected(HISTORY, &[V::V1_11, V::V1_12], &[]), Some("/v2"));
        assert_eq!(selected(HISTORY, &[V::V1_1, V::V1_12], &[]), Some("/v1"));
        assert_eq!(selected(HISTORY, &[V::V1_12], &[]), None);
        assert_eq!(selected(HISTORY, &[V::V1_12, V::V1_19], &[]), None);
        assert_eq!(selected(HISTORY, &[V::V1_0, V::V1_12], &[]), None);
    }

    #[test]
    fn a_stable_path_goes_ahead_of_an_advertised_feature() {
        assert_eq!(selected(HISTORY, &[V::V1_1], &["new.feature"]), Some("/v1"));
    }

    #[test]
    fn an_advertised_feature_helps_where_no_version_does() {
        assert_eq!(selected(HISTORY, &[V::V1_0], &["old.feature"]), Some("/unstable/old"));
        assert_eq!(
            selected(HISTORY, &[V::V1_0], &["old.feature", "new.feature"]),
            Some("/unstable/new")
        );
        assert_eq!(selected(HISTORY, &[V::V1_12], &["old.feature"]), Some("/unstable/old"));
        assert_eq!(selected(HISTORY, &[], &["new.feature"]), Some("/unstable/new"));
        assert_eq!(selected(HISTORY, &[V::V1_0], &["other.feature"]), None);
        assert_eq!(selected(UNSTABLE_ONLY, &[V::V1_19], &["a"]), Some("/unstable/a"));
        assert_eq!(selected(UNSTABLE_ONLY, &[V::V1_19], &[]), None);
    }

    #[test]
    fn another_major_version_has_no_known_path() {
        assert_eq!(selected(NEVER_REMOVED, &[V::new(2, 0)], &[]), None);
        assert_eq!(selected(NEVER_REMOVED, &[V::V1_2, V::new(2, 0)], &[]), Some("/v3"));
    }

    #[test]
    fn of_an_unknown_server_the_newest_is_expected() {
        assert_eq!(selected(NEVER_REMOVED, &[], &[]), Some("/v3"));
        assert_eq!(selected(UNSTABLE_ONLY, &[], &[]), Some("/unstable/b"));
        assert_eq!(selected(HISTORY, &[], &[]), Some("/unstable/new"));
        const REMOVED: PathHistory =
            PathHistory::versioned(&[], &[(V::V1_0, "/r0")], Some(V::V1_1), Some(V::V1_2));
        assert_eq!(selected(REMOVED, &[], &[]), None);
    }

    #[test]
    fn a_server_with_only_unreadable_versions_is_not_unknown() {
        let supported = SupportedVersions::from_parts(&["vNext".to_owned()], &[].into());
        assert_eq!(
            NEVER_REMOVED.select(&supported).unwrap_err().to_string(),
            "the server supports no path of the endpoint: needed is Matrix v1.0 or later; \
             the server offers Matrix \"vNext\""
        );
    }

    #[test]
    fn the_error_says_what_would_do_and_what_is_offered() {
        for (history, supported, message) in [
            (
                UNSTABLE_ONLY,
                server(&[V::V1_8, V::V1_9], &["c"]),
                "needed is the unstable feature `a` or the unstable feature `b`; \
                 the server offers Matrix v1.8, v1.9",
            ),
            (
                NEVER_REMOVED,
                server(&[], &["c"]),
                "needed is Matrix v1.0 or later; the server offers no version of Matrix",
            ),
            (
                PathHistory::versioned(&[], &[], None, None),
                SupportedVersions::unknown(),
                "needed is a path, of which it has none; \
                 the server offers what has not been asked yet",
            ),
        ] {
            let error = history.select(&supported).unwrap_err();
            let expected = format!("the server supports no path of the endpoint: {message}");
            assert_eq!(error.to_string(), expected);
            assert_eq!(error.supported(), &supported);
        }
    }

    #[test]
    fn the_error_stays_small() {
        assert_eq!(size_of::<super::NoSupportedPath>(), size_of::<usize>());
    }

    #[test]
    fn templates_are_all_of_the_history() {
        assert_eq!(
            HISTORY.templates().collect::<Vec<_>>(),
            ["/unstable/old", "/unstable/new", "/v1", "/v2"]
        );
        assert_eq!(PathHistory::fixed("/x").templates().collect::<Vec<_>>(), ["/x"]);
    }

    #[test]
    fn a_version_deprecates_or_removes_from_then_on() {
        let deprecated = [V::V1_8, V::V1_9, V::V1_12].map(|v| HISTORY.is_deprecated_in(v));
        assert_eq!(deprecated, [false, true, true]);
        let removed = [V::V1_9, V::V1_11, V::V1_12, V::V1_19].map(|v| HISTORY.is_removed_in(v));
        assert_eq!(removed, [false, false, true, true]);
        assert!(!NEVER_REMOVED.is_deprecated_in(V::V1_19));
    }
}
