//! The homeserver URL that paths are appended to.

use std::{error::Error, fmt, str::FromStr};

use http::uri::{Authority, PathAndQuery, Scheme};

/// The URL of a homeserver, to which the paths of endpoints are appended: `http://` or `https://`, a host,
/// and optionally a port and a path.
///
/// It is parsed once for many requests. It cannot have a user, so traces and errors never show a password.
///
/// ```
/// use matrix_api::BaseUrl;
///
/// let url: BaseUrl = "https://example.org:8448/matrix/".parse()?;
/// assert_eq!(url.as_str(), "https://example.org:8448/matrix");
/// for wrong in ["example.org", "https://", "https://ann@example.org", "https://example.org/?a=b"] {
///     assert!(wrong.parse::<BaseUrl>().is_err());
/// }
/// # Ok::<(), matrix_api::InvalidBaseUrl>(())
/// ```
#[derive(Clone)]
pub struct BaseUrl {
    text: Box<str>,
    scheme: Scheme,
    authority: Authority,
    /// The length of the path, which is at the end of the text.
    path_length: usize,
}

impl BaseUrl {
    /// The URL, without slashes at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    #[cfg(feature = "http-client")]
    pub(crate) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }
}

impl FromStr for BaseUrl {
    type Err = InvalidBaseUrl;

    #[inline]
    fn from_str(url: &str) -> Result<Self, InvalidBaseUrl> {
        let url = without_slashes(url);
        let Parts { scheme, authority, path } = Parts::parse(url).ok_or(InvalidBaseUrl)?;
        PathAndQuery::try_from([path, "/"].concat()).map_err(|_| InvalidBaseUrl)?;
        if authority.as_str().bytes().any(|byte| byte == b'@') {
            return Err(InvalidBaseUrl);
        }
        let path_length = path.len();
        Ok(Self { text: url.into(), scheme, authority, path_length })
    }
}

impl fmt::Display for BaseUrl {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for BaseUrl {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

/// The text is not a [`BaseUrl`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidBaseUrl;

impl fmt::Display for InvalidBaseUrl {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a base URL is `http://` or `https://`, a host in ASCII (`xn--bcher-kva.example` for \
             `bücher.example`), and optionally a port and a path, without a user, a query or a fragment",
        )
    }
}

impl Error for InvalidBaseUrl {}

/// A type that can be used as a base URL: a [`BaseUrl`], or text, which is parsed for each request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as a base URL",
    label = "neither text nor a `BaseUrl`",
    note = "write text such as \"https://example.org\", or a reference to a `matrix_api::BaseUrl`"
)]
pub trait ToBaseUrl: sealed::ToParts {}

/// The text may have a user.
impl ToBaseUrl for str {}
impl ToBaseUrl for String {}
impl ToBaseUrl for Box<str> {}
impl ToBaseUrl for BaseUrl {}
impl<T: ToBaseUrl + ?Sized> ToBaseUrl for &T {}

mod sealed {
    use super::{BaseUrl, Parts};

    pub trait ToParts {
        /// `None` if it is not a base URL.
        fn to_parts(&self) -> Option<Parts<'_>>;
    }

    impl ToParts for str {
        fn to_parts(&self) -> Option<Parts<'_>> {
            Parts::parse(self)
        }
    }

    impl ToParts for String {
        fn to_parts(&self) -> Option<Parts<'_>> {
            Parts::parse(self)
        }
    }

    impl ToParts for Box<str> {
        fn to_parts(&self) -> Option<Parts<'_>> {
            Parts::parse(self)
        }
    }

    impl ToParts for BaseUrl {
        fn to_parts(&self) -> Option<Parts<'_>> {
            let begin = self.text.len().checked_sub(self.path_length)?;
            Some(Parts {
                scheme: self.scheme.clone(),
                authority: self.authority.clone(),
                path: self.text.get(begin..)?,
            })
        }
    }

    impl<T: ToParts + ?Sized> ToParts for &T {
        fn to_parts(&self) -> Option<Parts<'_>> {
            T::to_parts(self)
        }
    }
}

/// The parts of a base URL.
#[derive(Debug)]
pub struct Parts<'a> {
    pub(crate) scheme: Scheme,
    pub(crate) authority: Authority,
    /// The path without slashes at its end; usually empty. Its characters are not checked.
    pub(crate) path: &'a str,
}

impl<'a> Parts<'a> {
    /// `None` if it is not a base URL.
    ///
    /// The authority is parsed by itself: nothing of the path can become part of the host, and nothing
    /// of the base URL part of a query.
    fn parse(url: &'a str) -> Option<Self> {
        let (scheme, rest) = match strip_scheme(url, "https://") {
            Some(rest) => (Scheme::HTTPS, rest),
            None => (Scheme::HTTP, strip_scheme(url, "http://")?),
        };
        let rest = without_slashes(rest);
        // Most base URLs have no path. To parse all of it as an authority saves the search for its end.
        match rest.parse().ok().filter(is_server) {
            Some(authority) => Some(Self { scheme, authority, path: "" }),
            None => Self::with_path(scheme, rest),
        }
    }

    #[cold]
    fn with_path(scheme: Scheme, rest: &'a str) -> Option<Self> {
        let end = rest.bytes().position(|byte| byte == b'/')?;
        let (authority, path) = rest.split_at_checked(end)?;
        if path.bytes().any(|byte| matches!(byte, b'?' | b'#')) {
            return None;
        }
        let authority = authority.parse().ok().filter(is_server)?;
        Some(Self { scheme, authority, path })
    }
}

/// The URL without slashes at its end.
fn without_slashes(mut url: &str) -> &str {
    while let Some(rest) = url.strip_suffix('/') {
        url = rest;
    }
    url
}

fn strip_scheme<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = url.split_at_checked(scheme.len())?;
    (start == scheme || start.eq_ignore_ascii_case(scheme)).then_some(rest)
}

/// Whether there is a host, and a port that exists if there is any: `http` checks neither.
fn is_server(authority: &Authority) -> bool {
    let authority = authority.as_str().as_bytes();
    // Most have neither a user nor a port. A fold looks at many bytes at once.
    let is_more = |found, byte: &u8| found | (*byte == b'@') | (*byte == b':');
    if authority.iter().fold(false, is_more) {
        has_host_and_port(authority)
    } else {
        !authority.is_empty()
    }
}

#[cold]
fn has_host_and_port(authority: &[u8]) -> bool {
    let user = authority.iter().rposition(|byte| *byte == b'@');
    let server = user.map_or(0, |end| end + 1);
    match authority.get(server..) {
        None | Some([] | [b':', ..]) => false,
        Some(server) => has_valid_port(server),
    }
}

/// The port may be empty: [RFC 3986, section 3.2.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.2.3).
fn has_valid_port(server: &[u8]) -> bool {
    let is_ipv6 = server.first() == Some(&b'[');
    let end = if is_ipv6 { b']' } else { b':' };
    let end = server.iter().position(|byte| *byte == end);
    let after = end.and_then(|end| server.get(end + 1..)).unwrap_or_default();
    let port = match (is_ipv6, after) {
        (true, []) => return true,
        (true, [b':', port @ ..]) | (false, port) => port,
        (true, _) => return false,
    };
    let mut number = 0_u16;
    for byte in port {
        let digit = u16::from(byte.wrapping_sub(b'0'));
        let next = number.checked_mul(10).and_then(|number| number.checked_add(digit));
        match next {
            Some(next) if digit < 10 => number = next,
            _ => return false,
        }
    }
    true
}
