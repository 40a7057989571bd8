//! The URL that an endpoint's path follows.

use http::uri::{Authority, Scheme};

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
        if let Some(authority) = authority(rest) {
            return Some(Self { scheme, authority, path: "" });
        }
        let (host, path) = rest.split_at_checked(rest.find('/')?)?;
        let is_path = !path.contains(['?', '#']);
        if is_path { Some(Self { scheme, authority: authority(host)?, path }) } else { None }
    }
}

fn strip_scheme<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = url.split_at_checked(scheme.len())?;
    (start == scheme || start.eq_ignore_ascii_case(scheme)).then_some(rest)
}

fn authority(text: &str) -> Option<Authority> {
    text.parse().ok().filter(has_host)
}

/// Whether there is anything between a user and a port.
fn has_host(authority: &Authority) -> bool {
    let authority = authority.as_str().as_bytes();
    let host = authority.iter().rposition(|byte| *byte == b'@').map_or(0, |user| user + 1);
    !matches!(authority.get(host), None | Some(b':'))
}
