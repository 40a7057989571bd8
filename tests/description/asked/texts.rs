//! Texts with a grammar, and types that announce themselves.

use std::{
    net::{Ipv6Addr, SocketAddr},
    panic,
    str::FromStr,
};

use matrix_api::{
    ErrorCode,
    description::{Member, Shape},
    identifiers::{DeviceId, EventId, MxcUri, ServerName, UserId},
};
use serde::{Deserialize, Deserializer, de::Error};

use super::shape;

/// Declares a type that is read from the texts that a function accepts.
macro_rules! text {
    ($name:ident, $accepts:expr) => {
        struct $name;

        impl FromStr for $name {
            type Err = &'static str;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let accepts: fn(&str) -> bool = $accepts;
                if accepts(text) { Ok(Self) } else { Err("not accepted") }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    };
}

text!(Numeric, |text| text.parse::<u64>().is_ok());
text!(Url, |text| text.contains(':') && text.starts_with(|c: char| c.is_ascii_alphabetic()));
text!(Never, |_| false);

#[test]
fn a_format_is_known_if_exactly_its_texts_are_accepted() {
    for (found, expected) in [
        (shape::<Numeric>(), Shape::TEXT),
        (shape::<Url>(), Shape::text("uri")),
        (shape::<Ipv6Addr>(), Shape::text("ipv6")),
        (shape::<SocketAddr>(), Shape::TEXT),
        (shape::<Never>(), Shape::TEXT),
    ] {
        assert_eq!(found, expected);
    }
}

matrix_api::string_enum! {
    /// A size.
    pub enum Size {
        /// Small.
        Small = "s",
        /// Large.
        Large = "l",
    }
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Announced {
    user: UserId,
    device: Option<DeviceId>,
    servers: Vec<ServerName>,
    avatar: MxcUri,
    event: EventId,
    size: Size,
    sizes: Option<Vec<Size>>,
    code: ErrorCode,
    numeric: Numeric,
    never: Option<Never>,
}

#[test]
fn identifiers_and_enums_of_strings_are_known_within_other_types() {
    let sizes = || Shape::known_texts(["s", "l"]);
    let Shape::Object(found) = shape::<Announced>() else { panic!("an object") };
    let expected = [
        Member::required("user", Shape::text("mx-user-id")),
        Member::optional("device", Shape::text_with_grammar("device ID").or_null()),
        Member::required("servers", Shape::text("mx-server-name").list()),
        Member::required("avatar", Shape::text("mx-mxc-uri")),
        Member::required("event", Shape::text("mx-event-id")),
        Member::required("size", sizes()),
        Member::optional("sizes", sizes().list().or_null()),
    ];
    assert_eq!(found.members[..expected.len()], expected);
    let Shape::Text(code) = &found.members[expected.len()].shape else { panic!("a text") };
    assert!(code.values.iter().any(|value| value == "M_FORBIDDEN") && !code.closed);
    assert_eq!(
        found.members[8..],
        [
            Member::required("numeric", Shape::TEXT),
            Member::optional("never", Shape::TEXT.or_null()),
        ]
    );
}

struct Panics;

impl<'de> Deserialize<'de> for Panics {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        bool::deserialize(deserializer)?;
        panic!("a type that panics");
    }
}

/// A type that asks for more and more values.
struct Endless;

impl<'de> Deserialize<'de> for Endless {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<(Self, Self)>::deserialize(deserializer).map(|_| Self)
    }
}

#[test]
fn a_type_that_panics_or_never_ends_is_not_known() {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let found = shape::<Panics>();
    panic::set_hook(hook);
    assert_eq!(found, Shape::Any);
    let mut endless = shape::<Endless>();
    while let Shape::Tuple(pair) = endless {
        assert_eq!(pair.len(), 2);
        endless = pair[0].clone();
    }
    assert_eq!(endless, Shape::Any);
}
