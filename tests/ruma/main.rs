//! Identifiers convert to and from those of Ruma.

use std::fmt::{Debug, Display};

use matrix_api::identifiers::{
    ClientSecret, DeviceId, EventId, InvalidIdentifier, MxcUri, RoomAliasId, RoomId, ServerName,
    SessionId, UserId,
};
use proptest::{prelude::*, string::string_regex};

/// Converts a valid identifier to Ruma's type and back, by value and by reference.
macro_rules! there_and_back {
    ($name:ident, $owned:ident, $text:expr) => {
        let text: &str = $text;
        let ours: $name = text.parse().unwrap();
        let theirs = ruma_common::$owned::try_from(&ours).unwrap();
        assert_eq!(theirs.as_str(), text);
        assert_eq!(ruma_common::$owned::try_from(ours.clone()).unwrap(), theirs);
        assert_eq!($name::try_from(&*theirs).unwrap(), ours);
        assert_eq!($name::try_from(&theirs).unwrap(), ours);
        assert_eq!($name::try_from(theirs).unwrap(), ours);
    };
}

/// The examples of the specification's appendices, and what its grammars allow at their limits.
#[test]
fn every_identifier_converts_there_and_back() {
    for text in ["@alice:example.org", "@a/+=:[2001:db8::1]:8448", "@Ä b:10.0.0.1", "@:example.org"]
    {
        there_and_back!(UserId, OwnedUserId, text);
    }
    for text in ["GHTYAJCE", "ä", " "] {
        there_and_back!(DeviceId, OwnedDeviceId, text);
    }
    for text in ["!opaque:example.org", "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM"] {
        there_and_back!(RoomId, OwnedRoomId, text);
    }
    for text in ["#lobby:example.org", "#ä:example.org:80"] {
        there_and_back!(RoomAliasId, OwnedRoomAliasId, text);
    }
    for text in ["$opaque:example.org", "$acR1l0raoZnm60CBwAVgqbZqoO/mYU81xysh1u7XcJk"] {
        there_and_back!(EventId, OwnedEventId, text);
    }
    for text in ["example.org", "1.2.3.4:1234", "[1234:5678::abcd]:5678", "-", "."] {
        there_and_back!(ServerName, OwnedServerName, text);
    }
    there_and_back!(ServerName, OwnedServerName, &format!("{}:65535", "a".repeat(255)));
    for text in ["mxc://example.org/SEsfnsuifSDFSSEF", "mxc://10.0.0.1:80/a_-"] {
        there_and_back!(MxcUri, OwnedMxcUri, text);
    }
    for text in ["monkeys_are_GREAT", &"=".repeat(255)] {
        there_and_back!(ClientSecret, OwnedClientSecret, text);
        there_and_back!(SessionId, OwnedSessionId, text);
    }
}

#[track_caller]
fn refused<T: Debug>(result: Result<T, InvalidIdentifier>, message: &str) {
    assert_eq!(result.unwrap_err().to_string(), message);
}

/// The table of the documentation.
#[test]
fn what_this_crate_refuses_is_an_error() {
    refused(
        DeviceId::try_from(ruma_common::OwnedDeviceId::from("")),
        "invalid device ID: it is empty",
    );
    refused(
        MxcUri::try_from(ruma_common::OwnedMxcUri::from("https://example.org/a")),
        "invalid Matrix content URI: it does not start with `mxc://`",
    );
    let long_event: ruma_common::OwnedEventId = format!("${}", "a".repeat(255)).parse().unwrap();
    refused(EventId::try_from(long_event), "invalid event ID: it is longer than 255 bytes");
    let message = "invalid server name: the server name is not a domain name or IP address with an \
                   optional port";
    let long_host: ruma_common::OwnedServerName = "a".repeat(256).parse().unwrap();
    refused(ServerName::try_from(long_host), message);
    let port: ruma_common::OwnedServerName = "example.org:000080".parse().unwrap();
    refused(ServerName::try_from(port), message);
}

/// Whatever this crate accepts, Ruma accepts.
fn converts<O, R>(text: &str)
where
    O: for<'a> TryFrom<&'a str>,
    R: TryFrom<O, Error: Debug> + Display,
{
    if let Ok(ours) = O::try_from(text) {
        assert_eq!(R::try_from(ours).unwrap().to_string(), text);
    }
}

/// Text that is close to an identifier.
fn identifier() -> impl Strategy<Value = String> {
    let sigil = "[@!#$a]?";
    let localpart = "[a-z]{0,8}|[ -~]{0,4}|.{0,4}|\u{0}|a{230,260}";
    let colon = ":{0,2}";
    let server =
        r"[a-zA-Z0-9.-]{0,12}|\[[0-9a-f:]{0,10}\]?|[0-9]{1,3}(\.[0-9]{1,3}){3}|b{250,258}|.{0,3}";
    let port = "(:[+0-9]{0,7})?";
    string_regex(&format!("{sigil}({localpart}){colon}({server}){port}")).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn ruma_accepts_what_this_crate_accepts(text in identifier()) {
        converts::<UserId, ruma_common::OwnedUserId>(&text);
        converts::<DeviceId, ruma_common::OwnedDeviceId>(&text);
        converts::<RoomId, ruma_common::OwnedRoomId>(&text);
        converts::<RoomAliasId, ruma_common::OwnedRoomAliasId>(&text);
        converts::<EventId, ruma_common::OwnedEventId>(&text);
        converts::<ServerName, ruma_common::OwnedServerName>(&text);
        converts::<SessionId, ruma_common::OwnedSessionId>(&text);
        converts::<MxcUri, ruma_common::OwnedMxcUri>(&format!("mxc://{text}"));
    }

    #[test]
    fn ruma_accepts_any_client_secret(secret in "[0-9a-zA-Z.=_-]{1,40}") {
        there_and_back!(ClientSecret, OwnedClientSecret, &secret);
    }
}
