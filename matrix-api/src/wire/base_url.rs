//! The URL that an endpoint's path follows.

use bytes::Bytes;
use http::uri::{Authority, PathAndQuery, Scheme};

/// A base URL: `http://` or `https://`, a host, and at most a path.
#[derive(Clone, Copy)]
pub(crate) struct BaseUrl<'a> {
    /// Whether it is `https`.
    is_secure: bool,
    /// What follows the scheme, without a slash at its end: the authority, and mostly nothing else.
    rest: &'a str,
}

impl<'a> BaseUrl<'a> {
    /// `None` if it has another scheme. What follows the scheme is looked at in the end.
    pub(crate) fn parse(url: &'a str) -> Option<Self> {
        let (is_secure, rest) = match strip_scheme(url, "https://") {
            Some(rest) => (true, rest),
            None => (false, strip_scheme(url, "http://")?),
        };
        Some(Self { is_secure, rest: rest.strip_suffix('/').unwrap_or(rest) })
    }

    pub(crate) fn scheme(self) -> Scheme {
        if self.is_secure { Scheme::HTTPS } else { Scheme::HTTP }
    }

    /// What follows the scheme.
    pub(crate) fn rest(self) -> &'a str {
        self.rest
    }

    /// All of it as an authority. `None` if it is none, or has more than that.
    pub(crate) fn authority(self) -> Option<Authority> {
        self.rest.parse().ok().filter(has_host)
    }

    /// Takes apart the [rest](Self::rest) and a path behind it.
    ///
    /// The authority and the path are parsed one by one, so that nothing of the path can become part
    /// of the host, nor anything of the base URL part of a query. `None` if either cannot be in a URI.
    pub(crate) fn split(self, target: Bytes) -> Option<(Authority, PathAndQuery)> {
        let (authority, path) = self.split_off(target.clone(), self.rest.len()).or_else(|| {
            let (authority, path) = self.rest.split_once('/')?;
            let is_path = !path.contains(['?', '#']);
            if is_path { self.split_off(target, authority.len()) } else { None }
        })?;
        Some((authority, PathAndQuery::from_maybe_shared(path).ok()?))
    }

    fn split_off(self, mut target: Bytes, length: usize) -> Option<(Authority, Bytes)> {
        let authority =
            Authority::from_maybe_shared(target.split_to(length)).ok().filter(has_host)?;
        Some((authority, target))
    }
}

fn strip_scheme<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = url.split_at_checked(scheme.len())?;
    (start == scheme || start.eq_ignore_ascii_case(scheme)).then_some(rest)
}

/// Whether there is anything between a user and a port.
fn has_host(authority: &Authority) -> bool {
    let authority = authority.as_str().as_bytes();
    let host = authority.iter().rposition(|byte| *byte == b'@').map_or(0, |user| user + 1);
    !matches!(authority.get(host), None | Some(b':'))
}
