//! Identifiers, versions, codes and base URLs: what is parsed is written as it was, and is made of valid parts.
//!
//! The first byte of an input chooses the type; the rest is the text.

use std::{fmt::Debug, net::Ipv6Addr, str::FromStr};

use matrix_api::{
    BaseUrl, ErrorCode, IntoHttpError, MatrixVersion, OutgoingRequest, SupportedVersions,
    ToBaseUrl,
    bytes::Bytes,
    http::{Request, Uri},
    identifiers::{
        ClientSecret, DeviceId, EventId, MxcUri, RoomAliasId, RoomId, ServerName, SessionId, UserId,
    },
};
use matrix_client_account::{ThirdPartyMedium, session::LoginType, uiaa::AuthStage, whoami};
use serde::{Serialize, de::DeserializeOwned};

use crate::{choose, seed, show};

type Check = fn(&str) -> bool;

/// How each type is checked, and valid texts.
const KINDS: &[(Check, &[&str])] = &[
    (user_id, &["@alice:example.org", "@:[2001:db8::1]:8448", "@ALICE!é:10.0.0.1:1"]),
    (room_alias_id, &["#lobby:example.org", "#:a"]),
    (server_name, &["example.org", "10.0.0.1:8448", "[2001:db8::1]", "[::1]:99"]),
    (mxc_uri, &["mxc://example.org/opaque", "mxc://[::1]:1/a_-Z9"]),
    (|text| identifier::<RoomId>(text), &["!opaque:example.org", "!opaque"]),
    (|text| identifier::<EventId>(text), &["$opaque:example.org", "$opaque"]),
    (|text| identifier::<DeviceId>(text), &["TEAPOT", "\u{202e}"]),
    (|text| identifier::<ClientSecret>(text), &["d0n-t.tell=the_queen"]),
    (|text| identifier::<SessionId>(text), &["tea.at-six"]),
    (version, &["v1.19", "r0.6.1", "v255.255"]),
    (codes, &["M_FORBIDDEN", "m.login.sso", "email", "org.example.other"]),
    (base_url, &["https://example.org:8448/matrix/", "HTTP://[::1]", "http://a//"]),
];

pub(crate) fn run(input: &[u8]) -> bool {
    let Some((kind, text)) = choose(input, KINDS.len()) else { return false };
    let (check, _) = KINDS[kind];
    str::from_utf8(text).is_ok_and(check)
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let kinds = KINDS.iter().enumerate();
    kinds.flat_map(|(kind, (_, texts))| texts.iter().map(move |text| seed(kind, text))).collect()
}

/// Text, `String` and JSON are parsed alike, and written as they were. Whether the text is one.
fn identifier<T>(text: &str) -> bool
where
    T: AsRef<str> + Debug + PartialEq + Serialize + DeserializeOwned,
    T: FromStr<Err: std::error::Error> + TryFrom<String> + Into<String> + Clone,
{
    let parsed = text.parse::<T>();
    let from_string = T::try_from(text.to_owned()).ok();
    let json = serde_json::to_string(text).expect("text is JSON");
    let from_json = serde_json::from_str::<T>(&json).ok();
    assert_eq!(from_string.as_ref(), parsed.as_ref().ok());
    assert_eq!(from_json.as_ref(), parsed.as_ref().ok());
    match parsed {
        Ok(identifier) => {
            assert_eq!(identifier.as_ref(), text);
            assert_eq!(serde_json::to_string(&identifier).expect("it is JSON"), json);
            assert_eq!(identifier.into(), text);
            true
        }
        Err(error) => {
            show(&error);
            false
        }
    }
}

/// A server name by the grammar of the specification, with a port that exists:
/// <https://spec.matrix.org/v1.19/appendices/#server-name>.
fn is_server_name(text: &str) -> bool {
    let (host, rest) = match text.strip_prefix('[') {
        Some(address) => match address.split_once(']') {
            Some((address, rest)) if address.parse::<Ipv6Addr>().is_ok() => (address, rest),
            _ => return false,
        },
        None => {
            let end = text.find(':').unwrap_or(text.len());
            let (host, rest) = text.split_at(end);
            if !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)) {
                return false;
            }
            (host, rest)
        }
    };
    let is_port = |port: &str| {
        (1..=5).contains(&port.len())
            && port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok()
    };
    (1..=255).contains(&host.len())
        && (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port))
}

fn server_name(text: &str) -> bool {
    let is_valid = identifier::<ServerName>(text);
    assert_eq!(is_valid, is_server_name(text), "{text:?}");
    if let Ok(name) = text.parse::<ServerName>() {
        let port = name.port().map_or(String::new(), |_| text[name.host().len()..].to_owned());
        assert_eq!(format!("{}{port}", name.host()), text);
    }
    is_valid
}

/// A sigil, a localpart and a server name:
/// <https://spec.matrix.org/v1.19/appendices/#common-identifier-format>.
fn is_common(text: &str, sigil: char) -> bool {
    let parts = text.strip_prefix(sigil).and_then(|rest| rest.split_once(':'));
    text.len() <= 255
        && parts
            .is_some_and(|(localpart, server)| !localpart.contains('\0') && is_server_name(server))
}

fn check_parts(text: &str, sigil: char, localpart: &str, server: &ServerName) {
    assert_eq!(format!("{sigil}{localpart}:{server}"), text);
    assert!(identifier::<ServerName>(server.as_str()), "{server}");
}

fn user_id(text: &str) -> bool {
    let is_valid = identifier::<UserId>(text);
    assert_eq!(is_valid, is_common(text, '@'), "{text:?}");
    if let Ok(id) = text.parse::<UserId>() {
        check_parts(text, '@', id.localpart(), &id.server_name());
        let new = UserId::new(id.localpart(), &id.server_name());
        assert_eq!(new.is_err(), id.is_historical(), "{text:?}");
    }
    is_valid
}

fn room_alias_id(text: &str) -> bool {
    let is_valid = identifier::<RoomAliasId>(text);
    assert_eq!(is_valid, is_common(text, '#'), "{text:?}");
    if let Ok(alias) = text.parse::<RoomAliasId>() {
        check_parts(text, '#', alias.localpart(), &alias.server_name());
    }
    is_valid
}

fn mxc_uri(text: &str) -> bool {
    let is_valid = identifier::<MxcUri>(text);
    let is_media_id = |id: &str| {
        !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    let parts = text.strip_prefix("mxc://").and_then(|rest| rest.split_once('/'));
    let expected = parts.is_some_and(|(server, id)| is_server_name(server) && is_media_id(id));
    assert_eq!(is_valid, expected, "{text:?}");
    if let Ok(uri) = text.parse::<MxcUri>() {
        assert_eq!(format!("mxc://{}/{}", uri.server_name(), uri.media_id()), text);
    }
    is_valid
}

fn version(text: &str) -> bool {
    match text.parse::<MatrixVersion>() {
        Ok(version) => {
            assert_eq!(version.to_string().parse(), Ok(version));
            let is_historical = text.starts_with("r0.") && version == MatrixVersion::V1_0;
            assert!(is_historical || version.to_string() == text, "{text:?} is {version}");
            true
        }
        Err(error) => {
            show(&error);
            false
        }
    }
}

fn codes(text: &str) -> bool {
    assert_eq!(ErrorCode::from(text).as_str(), text);
    assert_eq!(AuthStage::from(text).as_str(), text);
    assert_eq!(LoginType::from(text).as_str(), text);
    assert_eq!(ThirdPartyMedium::from(text).as_str(), text);
    true
}

fn whoami(base_url: &(impl ToBaseUrl + ?Sized)) -> Result<Request<Bytes>, IntoHttpError> {
    whoami::Request::new().try_into_http_request(base_url, "token", &SupportedVersions::unknown())
}

/// A parsed URL and its text are the same to a request, which goes to that host and below that path.
fn base_url(text: &str) -> bool {
    let from_text = whoami(text);
    if let Err(error) = &from_text {
        show(error);
    }
    match text.parse::<BaseUrl>() {
        Ok(url) => {
            let shown = url.to_string();
            let again: BaseUrl = shown.parse().expect("what is shown is a base URL");
            assert_eq!(again.as_str(), shown);
            let sent = whoami(&url).unwrap_or_else(|error| panic!("{text:?}: {error}"));
            let from_text = from_text.unwrap_or_else(|error| panic!("{text:?}: {error}"));
            assert_eq!(sent.uri(), from_text.uri());
            check_uri(sent.uri(), &shown);
            true
        }
        Err(error) => {
            show(&error);
            if let Ok(sent) = from_text {
                // Text may have a user, which a parsed URL must not have.
                let authority = sent.uri().authority().expect("a host");
                assert!(authority.as_str().contains('@'), "{text:?} is sent to {}", sent.uri());
            }
            false
        }
    }
}

fn check_uri(uri: &Uri, base_url: &str) {
    assert_eq!(uri.query(), None);
    let base: Uri = base_url.parse().expect("a base URL is a URI");
    assert_eq!((uri.scheme(), uri.authority()), (base.scheme(), base.authority()));
    assert!(uri.authority().is_some_and(|authority| !authority.host().is_empty()));
    let path = uri.path().strip_suffix("/_matrix/client/v3/account/whoami");
    assert_eq!(path, Some(base.path().trim_end_matches('/')));
}
