//! Endpoints with fields in every place.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An enum of unit variants.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Low,
    VeryHigh,
}

/// A struct.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Body {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    pub map: BTreeMap<String, f64>,
}

macro_rules! endpoint {
    ($module:ident, $path:literal, { $($request:tt)* }, { $($response:tt)* }) => {
        pub mod $module {
            use super::super::*;

            ruma_api! {
                metadata {
                    description: "Fields in every place.",
                    method: PUT,
                    name: "every_place",
                    path: $path,
                    rate_limited: false,
                    requires_authentication: false,
                }
                request { $($request)* }
                response { $($response)* }
            }
        }
    };
}

endpoint!(item, "/of/{owner}/items/{number}/{level}/{name}/end", {
    #[ruma_api(path)]
    pub number: i128,
    #[ruma_api(path)]
    pub owner: UserId,
    #[ruma_api(path)]
    pub level: Level,
    #[ruma_api(path)]
    pub name: String,

    #[ruma_api(query)]
    #[serde(rename = "m.scalar&")]
    pub scalar: String,
    #[ruma_api(query)]
    pub optional: Option<String>,
    #[ruma_api(query)]
    #[serde(default)]
    pub list: Vec<String>,
    #[ruma_api(query)]
    #[serde(default, rename = "é")]
    pub numbers: Vec<u64>,

    #[ruma_api(header = ETAG)]
    pub etag: String,
    #[ruma_api(header = "X-Note")]
    pub note: Option<String>,
    #[ruma_api(header = "x-trace")]
    #[serde(default)]
    pub trace: Vec<String>,
    #[ruma_api(header = MAX_FORWARDS)]
    pub count: Option<i16>,

    pub title: String,
    #[serde(rename = "in\"ner\n")]
    pub inner: Body,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
}, {
    #[ruma_api(header = ETAG)]
    pub etag: String,
    #[ruma_api(header = "X-Note")]
    pub note: Option<String>,
    pub title: String,
    pub inner: Body,
});

endpoint!(numbers, "/numbers", {
    #[ruma_api(query)]
    pub a: i8,
    #[ruma_api(query)]
    pub b: u8,
    #[ruma_api(query)]
    pub c: i16,
    #[ruma_api(query)]
    pub d: u16,
    #[ruma_api(query)]
    pub e: i32,
    #[ruma_api(query)]
    pub f: u32,
    #[ruma_api(query)]
    pub g: i64,
    #[ruma_api(query)]
    pub h: u64,
    #[ruma_api(query)]
    pub i: u128,
    #[ruma_api(query)]
    pub float: f64,
    #[ruma_api(query)]
    pub single: f32,
    #[ruma_api(query)]
    pub flag: bool,
    #[ruma_api(query)]
    pub character: char,
    pub json_signed: i64,
    pub json_unsigned: u64,
    pub json_float: f64,
    pub json_single: f32,
    pub json_flag: bool,
    pub json_character: char,
}, {});

endpoint!(media, "/media", {
    #[ruma_api(header = CONTENT_TYPE)]
    pub content_type: Option<String>,
    #[ruma_api(raw_body)]
    pub content: Vec<u8>,
}, {
    #[ruma_api(raw_body)]
    pub content: Bytes,
});

endpoint!(wrapped, "/wrapped", {
    #[ruma_api(query_all)]
    pub query: BTreeMap<String, Vec<String>>,
    #[ruma_api(body)]
    pub body: Body,
}, {
    #[ruma_api(body)]
    pub list: Vec<Body>,
});

endpoint!(logs, "/logs", {
    #[ruma_api(query_all)]
    pub pairs: Vec<(String, String)>,
}, {});
