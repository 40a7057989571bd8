//! The URL that an endpoint's path follows.

use http::uri::{Authority, Scheme};

/// A base URL, taken apart.
///
/// Its parts and the endpoint's path are parsed one by one and then put together, so that nothing of
/// the path can become part of the host, nor anything of the base URL part of a query.
pub(crate) struct BaseUrl<'a> {
    pub(crate) scheme: Scheme,
    pub(crate) authority: Authority,
    /// What is ahead of the endpoint's path, without a slash at its end. Mostly nothing.
    pub(crate) path: &'a str,
}

impl<'a> BaseUrl<'a> {
    /// `None` if it is no URL with a host, or has a query or a fragment.
    pub(crate) fn parse(url: &'a str) -> Option<Self> {
        let (scheme, rest) = split_scheme(url)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (authority, path) = match Authority::try_from(rest) {
            Ok(authority) => (authority, ""),
            Err(_) => split_path(rest)?,
        };
        has_host(&authority).then_some(Self { scheme, authority, path })
    }
}

fn split_scheme(url: &str) -> Option<(Scheme, &str)> {
    match strip_scheme(url, "https://") {
        Some(rest) => Some((Scheme::HTTPS, rest)),
        None => strip_scheme(url, "http://").map(|rest| (Scheme::HTTP, rest)),
    }
}

fn strip_scheme<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = url.split_at_checked(scheme.len())?;
    (start == scheme || start.eq_ignore_ascii_case(scheme)).then_some(rest)
}

fn split_path(rest: &str) -> Option<(Authority, &str)> {
    let (authority, path) = rest.split_at_checked(rest.find('/')?)?;
    let authority = authority.try_into().ok()?;
    (!path.contains(['?', '#'])).then_some((authority, path))
}

/// Whether there is anything between a user and a port.
fn has_host(authority: &Authority) -> bool {
    let authority = authority.as_str().as_bytes();
    let host = authority.iter().rposition(|byte| *byte == b'@').map_or(0, |user| user + 1);
    !matches!(authority.get(host), None | Some(b':'))
}
