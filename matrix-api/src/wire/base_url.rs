//! The URL that an endpoint's path follows.

use http::uri::{Authority, Scheme};

use super::words;

/// A base URL: `http://` or `https://`, a host, and at most a path.
pub(crate) struct BaseUrl<'a> {
    pub(crate) scheme: Scheme,
    pub(crate) authority: Authority,
    /// The path without a slash at its end, mostly empty. Whether a URI can have it is not looked at.
    pub(crate) path: &'a str,
}

impl<'a> BaseUrl<'a> {
    /// `None` if it is none.
    ///
    /// The authority is parsed by itself, so that nothing of the path can become part of the host, nor
    /// anything of the base URL part of a query.
    pub(crate) fn parse(url: &'a str) -> Option<Self> {
        let (scheme, rest) = match strip_scheme(url, "https://") {
            Some(rest) => (Scheme::HTTPS, rest),
            None => (Scheme::HTTP, strip_scheme(url, "http://")?),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        // Taking all of it for an authority saves the search for its end.
        match rest.parse().ok().filter(has_host) {
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
        let authority = authority.parse().ok().filter(has_host)?;
        Some(Self { scheme, authority, path })
    }
}

fn strip_scheme<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = url.split_at_checked(scheme.len())?;
    (start == scheme || start.eq_ignore_ascii_case(scheme)).then_some(rest)
}

/// Whether there is anything between a user and a port.
fn has_host(authority: &Authority) -> bool {
    let authority = authority.as_str().as_bytes();
    let is_user = words::position(authority, |word| words::equal(word, b'@')).is_some();
    let host =
        if is_user { authority.rsplit(|byte| *byte == b'@').next() } else { Some(authority) };
    !matches!(host, None | Some([] | [b':', ..]))
}
