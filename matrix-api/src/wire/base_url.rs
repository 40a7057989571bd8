//! The URL that an endpoint's path follows.

use http::uri::{Authority, Scheme};

/// A base URL, cut into its parts.
///
/// The parts are parsed one by one and put together as parts, so that nothing of an endpoint's path
/// can become part of the host, nor anything of the base URL part of a query.
pub(super) struct BaseUrl<'a> {
    pub(super) scheme: Scheme,
    authority: &'a str,
    /// What is ahead of the endpoint's path, without a slash at its end. Mostly nothing.
    pub(super) path: &'a str,
}

impl<'a> BaseUrl<'a> {
    /// `None` if it is no URL with a host, or has a query or a fragment.
    pub(super) fn split(url: &'a str) -> Option<Self> {
        let (scheme, rest) = split_scheme(url)?;
        let end = rest.bytes().position(|byte| byte == b'/').unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        let path = path.strip_suffix('/').unwrap_or(path);
        let is_path = !path.bytes().any(|byte| matches!(byte, b'?' | b'#'));
        is_path.then_some(Self { scheme, authority, path })
    }

    /// `None` if it has no host, or is none.
    pub(super) fn authority(&self) -> Option<Authority> {
        let user_end = self.authority.bytes().rposition(|byte| byte == b'@');
        let host = self.authority.as_bytes().get(user_end.map_or(0, |end| end + 1)..)?;
        if matches!(host, [] | [b':', ..]) {
            return None;
        }
        self.authority.try_into().ok()
    }
}

fn split_scheme(url: &str) -> Option<(Scheme, &str)> {
    let schemes = [("https://", Scheme::HTTPS), ("http://", Scheme::HTTP)];
    schemes.into_iter().find_map(|(prefix, scheme)| {
        let (start, rest) = url.split_at_checked(prefix.len())?;
        (start == prefix || start.eq_ignore_ascii_case(prefix)).then_some((scheme, rest))
    })
}
