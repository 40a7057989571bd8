//! The paths that an endpoint has or had, and the choice among them.

mod no_supported_path;
#[cfg(test)]
mod tests;

pub use self::no_supported_path::NoSupportedPath;
use crate::{
    text::template::PathTemplate,
    versions::{MatrixVersion, SupportedVersions},
};

/// Every path that an endpoint has or had.
///
/// All templates of a history have the same placeholders in the same order.
///
/// ```
/// use matrix_api::{MatrixVersion, PathHistory, SupportedVersions, path_template};
///
/// const HISTORY: PathHistory = PathHistory::versioned(
///     &[("org.matrix.msc1234", path_template!("/_matrix/client/unstable/org.matrix.msc1234/greet"))],
///     &[
///         (MatrixVersion::V1_1, path_template!("/_matrix/client/v3/greet")),
///         (MatrixVersion::V1_7, path_template!("/_matrix/client/v4/greet")),
///     ],
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
    fixed: Option<PathTemplate>,
    unstable: &'static [(&'static str, PathTemplate)],
    stable: &'static [(MatrixVersion, PathTemplate)],
    deprecated: Option<MatrixVersion>,
    removed: Option<MatrixVersion>,
}

impl PathHistory {
    /// One path, whatever the server supports.
    #[must_use]
    pub const fn fixed(template: PathTemplate) -> Self {
        let fixed = Some(template);
        Self { fixed, unstable: &[], stable: &[], deprecated: None, removed: None }
    }

    /// Paths that depend on what the server supports.
    ///
    /// `unstable` has the feature that a server advertises, and its path; `stable` the version that
    /// brought a path. Both go from old to new.
    #[must_use]
    pub const fn versioned(
        unstable: &'static [(&'static str, PathTemplate)],
        stable: &'static [(MatrixVersion, PathTemplate)],
        deprecated: Option<MatrixVersion>,
        removed: Option<MatrixVersion>,
    ) -> Self {
        Self { fixed: None, unstable, stable, deprecated, removed }
    }

    /// The only path, if the endpoint has one that does not depend on the server's versions.
    #[must_use]
    pub const fn fixed_path(&self) -> Option<PathTemplate> {
        self.fixed
    }

    /// The unstable paths, each with its feature, from old to new.
    #[must_use]
    pub const fn unstable(&self) -> &'static [(&'static str, PathTemplate)] {
        self.unstable
    }

    /// The stable paths, each with the version that brought it, from old to new.
    #[must_use]
    pub const fn stable(&self) -> &'static [(MatrixVersion, PathTemplate)] {
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

    /// Whether the endpoint is removed in a version.
    #[must_use]
    pub fn is_removed_in(&self, version: MatrixVersion) -> bool {
        self.removed.is_some_and(|removed| version >= removed)
    }

    /// Every template: what a router needs. Unstable ones come first, each kind from old to new.
    pub fn templates(&self) -> impl DoubleEndedIterator<Item = PathTemplate> + Clone + use<> {
        let unstable = self.unstable.iter().map(|(_, template)| *template);
        let stable = self.stable.iter().map(|(_, template)| *template);
        self.fixed.into_iter().chain(unstable).chain(stable)
    }

    /// The newest path, if it is a stable one without placeholders.
    #[inline]
    pub(crate) const fn static_path(&self) -> Option<&'static str> {
        let ((Some(newest), _) | (None, [.., (_, newest)])) = (&self.fixed, self.stable) else {
            return None;
        };
        if newest.placeholders().is_empty() { Some(newest.as_str()) } else { None }
    }

    /// The template to use with a server.
    ///
    /// 1. The fixed path, for every server.
    /// 2. The newest stable path that a version of the server includes, unless the endpoint is
    ///    removed in every version of the server.
    /// 3. The newest unstable path whose feature the server advertises.
    ///
    /// For a server of which [nothing is known](SupportedVersions::unknown) it is the newest stable path,
    /// or the newest unstable one if the endpoint has been removed.
    ///
    /// # Errors
    ///
    /// When the server supports none of the paths.
    #[inline]
    pub fn select(&self, supported: &SupportedVersions) -> Result<PathTemplate, NoSupportedPath> {
        self.fixed.map_or_else(|| self.select_versioned(supported), Ok)
    }

    fn select_versioned(
        &self,
        supported: &SupportedVersions,
    ) -> Result<PathTemplate, NoSupportedPath> {
        let path = if supported.is_unknown() {
            self.select_blindly()
        } else {
            self.select_stable(supported).or_else(|| self.select_unstable(supported))
        };
        path.ok_or_else(|| NoSupportedPath::new(self, supported))
    }

    fn select_blindly(&self) -> Option<PathTemplate> {
        let stable = self.stable.last().filter(|_| self.removed.is_none());
        stable
            .map(|(_, template)| *template)
            .or_else(|| self.unstable.last().map(|(_, template)| *template))
    }

    fn select_stable(&self, supported: &SupportedVersions) -> Option<PathTemplate> {
        // A version in which the endpoint is removed says nothing about its paths. The newest of the
        // others that has a path has the newest path.
        for offered in supported.versions.iter().rev() {
            if self.is_removed_in(*offered) {
                continue;
            }
            for (added, template) in self.stable.iter().rev() {
                if offered.includes(*added) {
                    return Some(*template);
                }
            }
        }
        None
    }

    fn select_unstable(&self, supported: &SupportedVersions) -> Option<PathTemplate> {
        for (feature, template) in self.unstable.iter().rev() {
            if supported.has_feature(feature) {
                return Some(*template);
            }
        }
        None
    }
}
