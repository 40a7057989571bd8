//! Blocks, each with a plain struct with the same fields.

use matrix_api::{
    IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse, SupportedVersions,
    authentication::NoAuthentication,
    bytes::Bytes,
    http::{self, Method},
    ruma_api,
};
use serde::{Deserialize, Serialize};

use super::{Compared, types::*, utf8, values};

/// The plain struct, with the attributes that a block does without: an `Option` is left out if it is `None`,
/// unless it is nullable or its absence means something else.
macro_rules! plain {
    ([$($container:tt)*] [$($done:tt)*]) => {
        #[derive(Debug, Serialize, Deserialize)]
        $($container)*
        pub struct Plain { $($done)* }
    };
    (
        $container:tt [$($done:tt)*]
        #[ruma_api(nullable)] $(#[$attribute:meta])* pub $field:ident: $type:ty, $($rest:tt)*
    ) => {
        plain! { $container [$($done)* $(#[$attribute])* pub $field: $type,] $($rest)* }
    };
    (
        $container:tt [$($done:tt)*]
        #[serde(default = $function:literal)] pub $field:ident: $type:ty, $($rest:tt)*
    ) => {
        plain! {
            $container [$($done)* #[serde(default = $function)] pub $field: $type,] $($rest)*
        }
    };
    (
        $container:tt [$($done:tt)*]
        pub $field:ident: Option<Option<$type:ty>>, $($rest:tt)*
    ) => {
        plain! {
            $container
            [
                $($done)*
                #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some")]
                pub $field: Option<Option<$type>>,
            ]
            $($rest)*
        }
    };
    (
        $container:tt [$($done:tt)*]
        $(#[$attribute:meta])* pub $field:ident: Option<$type:ty>, $($rest:tt)*
    ) => {
        plain! {
            $container
            [
                $($done)*
                $(#[$attribute])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            ]
            $($rest)*
        }
    };
    (
        $container:tt [$($done:tt)*]
        $(#[$attribute:meta])* pub $field:ident: $type:ty, $($rest:tt)*
    ) => {
        plain! { $container [$($done)* $(#[$attribute])* pub $field: $type,] $($rest)* }
    };
}

macro_rules! block {
    ($module:ident [$($name:literal: $example:literal),* $(,)?] $(#[$container:meta])* { $($fields:tt)* }) => {
        #[allow(dead_code, non_snake_case, reason = "fields are skipped, and have unusual names")]
        pub mod $module {
            use super::*;

            ruma_api! {
                metadata {
                    description: "Compared with a plain struct.",
                    method: POST,
                    name: "compared",
                    path: "/compared",
                    rate_limited: false,
                    requires_authentication: false,
                }
                $(#[$container])*
                request { $($fields)* }
                $(#[$container])*
                response { $($fields)* }
            }

            plain! { [$(#[$container])*] [] $($fields)* }

            pub struct Block;

            impl Compared for Block {
                const NAMES: &'static [(&'static str, &'static str)] =
                    &[$(($name, $example)),*];

                fn plain(body: &[u8]) -> Result<(String, String), String> {
                    let plain: Plain =
                        serde_json::from_slice(body).map_err(|error| error.to_string())?;
                    let written = serde_json::to_string(&plain).map_err(|error| error.to_string())?;
                    Ok((values(&format!("{plain:?}")), written))
                }

                fn request(body: &[u8]) -> Result<(String, String), String> {
                    let request = decode::<Request>(body)?;
                    Ok((values(&format!("{request:?}")), encode(&request)?))
                }

                fn response(body: &[u8]) -> Result<(String, String), String> {
                    let response = http::Response::new(Bytes::copy_from_slice(body));
                    let response = Response::try_from_http_response(&response)
                        .map_err(|error| error.to_string())?;
                    let written =
                        response.try_into_http_response().map_err(|error| error.to_string())?;
                    Ok((values(&format!("{response:?}")), utf8(written.body())))
                }
            }
        }
    };
}

fn decode<R: IncomingRequest>(body: &[u8]) -> Result<R, String> {
    let mut request = http::Request::new(Bytes::copy_from_slice(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = http::Uri::from_static("/compared");
    R::try_from_http_request(&request).map_err(|error| error.to_string())
}

fn encode<R: OutgoingRequest<Authentication = NoAuthentication>>(
    request: &R,
) -> Result<String, String> {
    let supported = SupportedVersions::unknown();
    let request = request.try_into_http_request("https://example.org", (), &supported);
    request.map(|request| utf8(request.body())).map_err(|error| error.to_string())
}

block!(attributes ["m.one": "1", "one": "2", "written": "5", "read": "\"x\"", "aliased": "7", "second": "8", "counted": "9", "required": "true", "type": "\"t\"", "maybe": "-1", "skipped": "0"] {
    #[serde(rename = "m.one")]
    pub one: u8,
    #[serde(rename(serialize = "written", deserialize = "read"))]
    pub renamed: String,
    #[serde(default, alias = "second", alias = "third")]
    pub aliased: u16,
    #[serde(default = "seven")]
    pub counted: u32,
    pub required: bool,
    pub r#type: Option<String>,
    pub maybe: Option<i64>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skipped: u8,
});

block!(without_attributes ["request": "5", "response": "\"x\"", "fields": "[1]", "map": "{}", "list": "[]"] {
    pub request: u8,
    pub response: Option<String>,
    pub fields: Option<Vec<u8>>,
});

block!(kinds ["small": "-128", "large": "18446744073709551615", "float": "1.5", "single": "-0.1", "character": "\"é\"", "unit": "null", "list": "[1, null]", "pair": "[3, \"text\"]", "inner": "{}", "external": "{\"Tuple\":[5,true]}", "tagged": "{\"one\":1,\"type\":\"First\"}", "untagged": "[true]", "newtype": "null", "transparent": "4", "map": "{\"b\":1,\"a\":[]}", "numbers": "{\"255\":true}", "any": "[{}]", "boxed": "\"\""] {
    #[serde(default)]
    pub small: i8,
    #[serde(default)]
    pub large: u64,
    #[serde(default)]
    pub float: f64,
    #[serde(default)]
    pub single: f32,
    #[serde(default)]
    pub character: char,
    #[serde(default)]
    pub unit: (),
    #[serde(default)]
    pub list: Vec<Option<u8>>,
    #[serde(default)]
    pub pair: (u8, String),
    #[serde(default)]
    pub inner: Inner,
    pub external: Option<External>,
    pub tagged: Option<Tagged>,
    pub untagged: Option<Untagged>,
    pub newtype: Option<Newtype>,
    pub transparent: Transparent,
    #[serde(default)]
    pub map: Map,
    #[serde(default)]
    pub numbers: std::collections::BTreeMap<u8, bool>,
    #[serde(default)]
    pub any: serde_json::Value,
    #[serde(default)]
    pub boxed: Box<str>,
});

block!(options ["absent": "1", "doubled": "[]", "null": "null", "elsewhere": "5", "both": "null", "aliased": "null", "hex": "\"ff\"", "of": "1"] {
    pub absent: Option<u8>,
    #[serde(rename = "doubled")]
    pub renamed: Option<Vec<u8>>,
    #[ruma_api(nullable)]
    pub null: Option<i8>,
    #[serde(default = "some_seven")]
    pub elsewhere: Option<u32>,
    pub both: Option<Option<u8>>,
    pub aliased: Maybe,
    #[serde(with = "optional_hex")]
    pub hex: Option<u8>,
    pub of: Option<u8>,
});

block!(options_beside_flattened ["absent": "1", "null": "null", "elsewhere": "5", "both": "null", "x": "1", "y": "-1"] {
    pub absent: Option<u8>,
    #[ruma_api(nullable)]
    pub null: Option<i8>,
    #[serde(default = "some_seven")]
    pub elsewhere: Option<u32>,
    pub both: Option<Option<u8>>,
    #[serde(flatten)]
    pub position: Option<Position>,
});

block!(with_functions ["hex": "\"ff\"", "up": "254", "down": "0", "other": "1"] {
    #[serde(with = "hex")]
    pub hex: u8,
    #[serde(serialize_with = "one_more")]
    pub up: u8,
    #[serde(deserialize_with = "one_less")]
    pub down: u8,
});

block!(flattened ["first": "1", "innerText": "\"x\"", "innerNumber": "-1", "last": "\"y\"", "x": "null"] {
    pub first: Option<u8>,
    #[serde(flatten)]
    pub inner: Inner,
    #[serde(default)]
    pub last: String,
});

block!(map_flattened ["first": "1", "one": "[]", "two": "{\"a\":1}", "type": "\"t\""] {
    pub first: Option<u8>,
    #[serde(flatten)]
    pub rest: Map,
});

block!(skipped ["kept": "1", "neither": "[]", "unread": "2", "unwritten": "3"] {
    #[serde(default)]
    pub kept: u8,
    #[serde(skip)]
    pub neither: String,
    #[serde(skip_deserializing)]
    pub unread: u8,
    #[serde(default, skip_serializing)]
    pub unwritten: u8,
});

block!(strict ["known": "1", "other": "1"] #[serde(deny_unknown_fields)] {
    pub known: u8,
});

block!(left_out ["kept": "1", "list": "[1]"] {
    pub kept: u8,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub list: Vec<u8>,
});

/// The same fields under each of serde's naming rules.
macro_rules! named_by {
    ($($module:ident $rule:literal,)*) => {
        $(block!($module [
            "a": "1", "one_two": "1", "oneTwo": "1", "OneTwo": "1",
            "ONE_TWO": "1", "one-two": "1", "ONE-TWO": "1", "onetwo": "1",
            "A": "1", "_leading": "1", "Leading": "1", "leading": "1",
            "trailing_": "1", "double__under": "1", "doubleUnder": "1", "x1_2y": "1",
            "x12y": "1", "X12y": "1", "X1_2Y": "1", "type": "1",
            "Type": "1", "TYPE": "1", "kept": "1", "Kept": "1",
        ] #[serde(rename_all = $rule)] {
            #[serde(default)]
            pub a: u8,
            #[serde(default)]
            pub one_two: u8,
            #[serde(default)]
            pub _leading: u8,
            #[serde(default)]
            pub trailing_: u8,
            #[serde(default)]
            pub double__under: u8,
            #[serde(default)]
            pub x1_2y: u8,
            #[serde(default)]
            pub r#type: u8,
            #[serde(default, rename = "kept")]
            pub not_renamed: u8,
        });)*
    };
}

named_by! {
    lowercase "lowercase",
    uppercase "UPPERCASE",
    pascal "PascalCase",
    camel "camelCase",
    snake "snake_case",
    screaming_snake "SCREAMING_SNAKE_CASE",
    kebab "kebab-case",
    screaming_kebab "SCREAMING-KEBAB-CASE",
}
