//! Versions of the Matrix specification, and the versions and features that a server supports.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt,
    str::FromStr,
};

/// A version of the Matrix specification, such as `v1.9`.
///
/// The historical client-server versions `r0.0.0` to `r0.6.1` all parse as [`Self::V1_0`].
///
/// Versions that are newer than this crate parse as well, so that clients understand newer servers.
///
/// See [Specification Versions](https://spec.matrix.org/v1.19/#specification-versions).
///
/// ```
/// use matrix_api::MatrixVersion;
///
/// let version: MatrixVersion = "v1.9".parse()?;
/// assert_eq!(version, MatrixVersion::V1_9);
/// assert!(version < MatrixVersion::V1_10);
/// assert_eq!(version.to_string(), "v1.9");
///
/// assert_eq!("r0.6.1".parse::<MatrixVersion>()?, MatrixVersion::V1_0);
/// # Ok::<(), matrix_api::InvalidMatrixVersion>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MatrixVersion {
    major: u8,
    minor: u8,
}

macro_rules! released_versions {
    ($($name:ident = $minor:literal,)*) => {
        /// Released versions.
        impl MatrixVersion {
            $(
                #[doc = concat!("Matrix 1.", stringify!($minor), ".")]
                pub const $name: Self = Self::new(1, $minor);
            )*
        }
    };
}

released_versions! {
    V1_0 = 0, V1_1 = 1, V1_2 = 2, V1_3 = 3, V1_4 = 4, V1_5 = 5, V1_6 = 6, V1_7 = 7, V1_8 = 8,
    V1_9 = 9, V1_10 = 10, V1_11 = 11, V1_12 = 12, V1_13 = 13, V1_14 = 14, V1_15 = 15, V1_16 = 16,
    V1_17 = 17, V1_18 = 18, V1_19 = 19,
}

impl MatrixVersion {
    /// Creates the version `major.minor`.
    #[must_use]
    #[inline]
    pub const fn new(major: u8, minor: u8) -> Self {
        Self { major, minor }
    }

    /// The number before the dot.
    #[must_use]
    #[inline]
    pub const fn major(self) -> u8 {
        self.major
    }

    /// The number after the dot.
    #[must_use]
    #[inline]
    pub const fn minor(self) -> u8 {
        self.minor
    }

    /// Whether a server of this version supports what was added in `other`.
    ///
    /// This holds for later versions with the same major number.
    #[must_use]
    #[inline]
    pub const fn includes(self, other: Self) -> bool {
        self.major == other.major && self.minor >= other.minor
    }
}

impl fmt::Display for MatrixVersion {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}.{}", self.major, self.minor)
    }
}

impl fmt::Debug for MatrixVersion {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for MatrixVersion {
    type Err = InvalidMatrixVersion;

    /// Parses `vX.Y`, and `r0.Y.Z` as version 1.0.
    #[inline]
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_version(text).ok_or(InvalidMatrixVersion(()))
    }
}

#[inline]
fn parse_version(text: &str) -> Option<MatrixVersion> {
    if let Some(numbers) = text.strip_prefix('v') {
        let (major, minor) = numbers.split_once('.')?;
        return Some(MatrixVersion::new(parse_number(major)?, parse_number(minor)?));
    }
    let (minor, patch) = text.strip_prefix("r0.")?.split_once('.')?;
    parse_number(minor)?;
    parse_number(patch)?;
    Some(MatrixVersion::V1_0)
}

/// Parses a number without the sign and leading zeros that `u8::from_str` allows.
#[inline]
fn parse_number(digits: &str) -> Option<u8> {
    if digits.is_empty() || (digits.starts_with('0') && digits != "0") {
        return None;
    }
    let mut number = 0_u8;
    for byte in digits.bytes() {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number = number.checked_mul(10)?.checked_add(digit)?;
    }
    Some(number)
}

/// A string is not a version of the Matrix specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidMatrixVersion(());

impl fmt::Display for InvalidMatrixVersion {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not a version of the Matrix specification; write `vX.Y`, such as `v1.9`, or `r0.Y.Z`",
        )
    }
}

impl Error for InvalidMatrixVersion {}

/// The versions of the specification and the unstable features that a server supports.
///
/// Servers return them from [`GET /_matrix/client/versions`]. The default, [`Self::unknown`], is for
/// a server that has not been asked yet.
///
/// ```
/// use std::collections::BTreeMap;
/// use matrix_api::{MatrixVersion, SupportedVersions};
///
/// let supported = SupportedVersions::from_parts(
///     &["r0.6.1".to_owned(), "v1.9".to_owned(), "vNext".to_owned()],
///     &BTreeMap::from([("org.example.on".to_owned(), true), ("org.example.off".to_owned(), false)]),
/// );
/// assert!(supported.supports(MatrixVersion::V1_2));
/// assert!(!supported.supports(MatrixVersion::V1_10));
/// assert!(supported.unknown_versions.contains("vNext"));
/// assert!(supported.has_feature("org.example.on"));
/// assert!(!supported.has_feature("org.example.off"));
/// ```
///
/// [`GET /_matrix/client/versions`]: https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientversions
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SupportedVersions {
    /// The versions of the specification.
    pub versions: BTreeSet<MatrixVersion>,
    /// Other strings that the server lists as versions.
    pub unknown_versions: BTreeSet<String>,
    /// The enabled unstable features.
    pub features: BTreeSet<String>,
}

impl SupportedVersions {
    /// Nothing is known about the server.
    #[must_use]
    #[inline]
    pub const fn unknown() -> Self {
        Self {
            versions: BTreeSet::new(),
            unknown_versions: BTreeSet::new(),
            features: BTreeSet::new(),
        }
    }

    /// Converts the members `versions` and `unstable_features` of the server's response.
    ///
    /// A feature that is `false` is treated as absent.
    #[must_use]
    #[inline]
    pub fn from_parts(versions: &[String], unstable_features: &BTreeMap<String, bool>) -> Self {
        let mut supported = Self::unknown();
        for version in versions {
            match parse_version(version) {
                Some(version) => _ = supported.versions.insert(version),
                None => _ = supported.unknown_versions.insert(version.clone()),
            }
        }
        let enabled = unstable_features.iter().filter(|(_, enabled)| **enabled);
        supported.features = enabled.map(|(feature, _)| feature.clone()).collect();
        supported
    }

    /// Adds an unstable feature.
    #[must_use]
    #[inline]
    pub fn with_feature(mut self, feature: impl Into<String>) -> Self {
        self.features.insert(feature.into());
        self
    }

    /// Whether nothing is known about the server.
    #[must_use]
    #[inline]
    pub fn is_unknown(&self) -> bool {
        self.versions.is_empty() && self.unknown_versions.is_empty() && self.features.is_empty()
    }

    /// Whether the server has a version that includes `version`.
    #[must_use]
    #[inline]
    pub fn supports(&self, version: MatrixVersion) -> bool {
        self.versions.iter().any(|offered| offered.includes(version))
    }

    /// Whether the server enables this unstable feature.
    #[must_use]
    #[inline]
    pub fn has_feature(&self, feature: &str) -> bool {
        self.features.contains(feature)
    }
}

impl FromIterator<MatrixVersion> for SupportedVersions {
    #[inline]
    fn from_iter<I: IntoIterator<Item = MatrixVersion>>(versions: I) -> Self {
        Self { versions: versions.into_iter().collect(), ..Self::unknown() }
    }
}

impl<const N: usize> From<[MatrixVersion; N]> for SupportedVersions {
    #[inline]
    fn from(versions: [MatrixVersion; N]) -> Self {
        versions.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{MatrixVersion, SupportedVersions, parse_version};

    #[test]
    fn versions_of_the_specification_are_parsed() {
        for (text, version) in [
            ("v1.1", MatrixVersion::V1_1),
            ("v1.19", MatrixVersion::V1_19),
            ("v1.20", MatrixVersion::new(1, 20)),
            ("v2.0", MatrixVersion::new(2, 0)),
            ("r0.0.1", MatrixVersion::V1_0),
            ("r0.6.0", MatrixVersion::V1_0),
            ("r0.6.1", MatrixVersion::V1_0),
        ] {
            assert_eq!(parse_version(text), Some(version), "{text}");
        }
    }

    #[test]
    fn other_strings_are_not_versions() {
        for text in [
            "", "v", "v1", "1.9", "v1.", "v.1", "v1.9.0", "v1.09", "v+1.9", "v1.+9", "v1. 9",
            "v1.256", "V1.9", "r0.6", "r1.0.0", "r0.6.", "r0.6.x", "v1.9-rc1", "v1.٣",
        ] {
            assert_eq!(parse_version(text), None, "{text:?}");
        }
    }

    #[test]
    fn versions_are_ordered_as_numbers() {
        assert!(MatrixVersion::V1_9 < MatrixVersion::V1_10);
        assert!(MatrixVersion::V1_19 < MatrixVersion::new(2, 0));
    }

    #[test]
    fn a_version_includes_no_other_major_version() {
        assert!(!MatrixVersion::new(2, 3).includes(MatrixVersion::V1_1));
        assert!(MatrixVersion::V1_3.includes(MatrixVersion::V1_3));
        assert!(!MatrixVersion::V1_3.includes(MatrixVersion::V1_4));
    }

    #[test]
    fn an_empty_response_leaves_a_server_unknown() {
        assert!(SupportedVersions::default().is_unknown());
        assert!(SupportedVersions::from_parts(&[], &[("f".to_owned(), false)].into()).is_unknown());
        assert!(!SupportedVersions::from_parts(&["x".to_owned()], &[].into()).is_unknown());
        assert!(!SupportedVersions::unknown().with_feature("f").is_unknown());
        assert!(!SupportedVersions::from([MatrixVersion::V1_1]).is_unknown());
    }
}
