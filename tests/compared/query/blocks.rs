//! Blocks, each with a plain type with the same fields.

use std::collections::BTreeMap;

use matrix_api::{
    IncomingRequest, OutgoingRequest, SupportedVersions,
    bytes::Bytes,
    http::{self, Uri},
    ruma_api,
};
use serde::{Deserialize, Serialize};

use super::Compared;
use crate::compared::json::{is_zero, one_less, one_more, seven};

/// An enum of unit variants.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    Up,
    Down,
}

/// A whole query.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page {
    pub from: Option<String>,
    #[serde(default)]
    pub limit: u16,
    #[serde(default, rename = "m.tag")]
    pub tag: Vec<String>,
    pub order: Option<Order>,
}

fn values(debug: &str) -> String {
    debug.split_once(' ').map_or("", |(_, values)| values).to_owned()
}

/// Implements `Compared`; the functions show the request and the plain type alike.
macro_rules! compared {
    ($plain:ty, [$($name:literal: $example:literal),* $(,)?], $shown:expr, $plain_shown:expr) => {
        pub struct Block;

        impl Compared for Block {
            const NAMES: &'static [(&'static str, &'static str)] = &[$(($name, $example)),*];

            fn plain(query: &str) -> Result<(String, String), String> {
                let plain: $plain =
                    serde_html_form::from_str(query).map_err(|error| error.to_string())?;
                let written =
                    serde_html_form::to_string(&plain).map_err(|error| error.to_string())?;
                // Integral floats, which both accept and encode differently.
                let written = written.replace(".0&", "&");
                let show: fn(&$plain) -> String = $plain_shown;
                Ok((show(&plain), written))
            }

            fn request(query: &str) -> Result<(String, String), String> {
                let mut request = http::Request::new(Bytes::new());
                *request.uri_mut() = format!("/compared?{query}").parse::<Uri>().expect("a URI");
                let request = Request::try_from_http_request(&request)
                    .map_err(|error| error.to_string())?;
                let sent = request
                    .try_into_http_request("https://example.org", (), &SupportedVersions::unknown())
                    .map_err(|error| error.to_string())?;
                let show: fn(&Request) -> String = $shown;
                let written = sent.uri().query().unwrap_or_default().replace(".0&", "&");
                Ok((show(&request), written))
            }
        }
    };
}

macro_rules! endpoint {
    ($(#[$container:meta])* { $($fields:tt)* }) => {
        ruma_api! {
            metadata {
                description: "Compared with a form.",
                method: GET,
                name: "compared",
                path: "/compared",
                rate_limited: false,
                requires_authentication: false,
            }
            $(#[$container])*
            request { $($fields)* }
            response {}
        }
    };
}

/// Fields in the query, and the same fields in a plain struct.
macro_rules! block {
    ($module:ident $names:tt $(#[$container:meta])* { $($(#[serde($($serde:tt)*)])* pub $field:ident: $type:ty,)* }) => {
        #[allow(dead_code, reason = "some fields are skipped")]
        pub mod $module {
            use super::*;

            endpoint! {
                $(#[$container])*
                { $(#[ruma_api(query)] $(#[serde($($serde)*)])* pub $field: $type,)* }
            }

            #[derive(Debug, Serialize, Deserialize)]
            $(#[$container])*
            pub struct Plain { $($(#[serde($($serde)*)])* pub $field: $type,)* }

            compared!(
                Plain,
                $names,
                |request| values(&format!("{request:?}")),
                |plain| values(&format!("{plain:?}"))
            );
        }
    };
}

block!(scalars ["small": "-128", "large": "18446744073709551615", "float": "-0.25", "flag": "true", "character": "é", "text": "a b+&=%/?é", "maybe": "7", "order": "up", "needed": "1"] {
    #[serde(default)]
    pub small: i8,
    #[serde(default)]
    pub large: u64,
    #[serde(default)]
    pub float: f64,
    #[serde(default)]
    pub flag: bool,
    #[serde(default)]
    pub character: char,
    pub text: Option<String>,
    pub maybe: Option<u8>,
    pub order: Option<Order>,
    pub needed: u8,
});

block!(attributes ["m.one": "1", "one": "2", "written": "5", "read": "x", "aliased": "7", "second": "8", "counted": "9", "type": "t", "skipped": "0"] {
    #[serde(rename = "m.one")]
    pub one: u8,
    #[serde(rename(serialize = "written", deserialize = "read"))]
    pub renamed: String,
    #[serde(default, alias = "second")]
    pub aliased: u16,
    #[serde(default = "seven")]
    pub counted: u32,
    pub r#type: Option<String>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skipped: u8,
});

block!(lists ["tag": "a", "number": "5", "order": "down", "other": "y"] {
    #[serde(default)]
    pub tag: Vec<String>,
    #[serde(default)]
    pub number: Vec<u8>,
    #[serde(default)]
    pub order: Vec<Order>,
});

block!(optional_pair ["pair": "x"] {
    pub pair: Option<(String, u8)>,
});

block!(with_functions ["up": "254", "down": "0", "kept": "1", "neither": "x"] {
    #[serde(serialize_with = "one_more")]
    pub up: u8,
    #[serde(deserialize_with = "one_less")]
    pub down: u8,
    #[serde(skip)]
    pub neither: String,
});

block!(camel ["oneTwo": "1", "one_two": "2", "threeFour": "x", "kept_name": "y"] #[serde(rename_all = "camelCase")] {
    pub one_two: u8,
    #[serde(default)]
    pub three_four: String,
    #[serde(default, rename = "kept_name")]
    pub renamed: Vec<String>,
});

block!(strict ["known": "1", "other": "2"] #[serde(deny_unknown_fields)] {
    pub known: Option<u8>,
});

pub mod whole_struct {
    use super::*;

    endpoint! {{
        #[ruma_api(query_all)]
        pub page: Page,
    }}
    compared!(
        Page,
        ["from": "a&b", "limit": "65535", "m.tag": "c", "order": "up", "tag": "x"],
        |request| format!("{:?}", request.page),
        |page| format!("{page:?}")
    );
}

pub mod whole_map {
    use super::*;

    endpoint! {{
        #[ruma_api(query_all)]
        pub counts: BTreeMap<String, Vec<u8>>,
    }}
    compared!(
        BTreeMap<String, Vec<u8>>,
        ["one": "1", "two": "2", "": "3", "four&": "255", "five": "x"],
        |request| format!("{:?}", request.counts),
        |counts| format!("{counts:?}")
    );
}

pub mod whole_pairs {
    use super::*;

    endpoint! {{
        #[ruma_api(query_all)]
        pub pairs: Vec<(String, u8)>,
    }}
    compared!(
        Vec<(String, u8)>,
        ["one": "1", "two": "2", "": "3", "four&": "255", "five": "x"],
        |request| format!("{:?}", request.pairs),
        |pairs| format!("{pairs:?}")
    );
}

pub mod whole_numbered_map {
    use super::*;

    endpoint! {{
        #[ruma_api(query_all)]
        pub names: BTreeMap<u8, String>,
    }}
    compared!(
        BTreeMap<u8, String>,
        ["1": "a", "2": "b&c", "255": "3", "256": "x"],
        |request| format!("{:?}", request.names),
        |names| format!("{names:?}")
    );
}
