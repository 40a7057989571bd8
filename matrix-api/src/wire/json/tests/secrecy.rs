//! Nothing that was received is in an error.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use http::Method;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::{Even, Medium, decode, failure};
use crate::{
    metadata::{Field, FieldPlace, Metadata},
    path_history::PathHistory,
    wire::decoded_message::DecodedMessage,
    wire::json,
};

/// Puts what it refuses into its error.
#[derive(Debug)]
struct Telltale;

impl<'de> Deserialize<'de> for Telltale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(D::Error::custom(format!("cannot use <{text}>")))
    }
}

/// The same, with escapes.
#[derive(Debug)]
struct Escaping;

impl<'de> Deserialize<'de> for Escaping {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(D::Error::custom(format!("cannot use {text:?}")))
    }
}

/// Says something of its value that is not the value.
#[derive(Debug)]
struct Hinting;

impl<'de> Deserialize<'de> for Hinting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(D::Error::custom(format!("{} bytes are too many", text.len())))
    }
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Secrets<T> {
    secret: Option<T>,
    user: Option<T>,
}

#[test]
fn a_value_is_never_shown() {
    for value in
        ["MARKER-1", "MARK\\u0045R-1", "MARKER-1, expected a MARKER", "MARKER `x`, expected `y"]
    {
        for json in [
            format!("{{\"user\":\"{value}\"}}"),
            format!("{{\"secret\":\"{value}\"}}"),
            format!("{{\"user\":\"{value}\",\"other\":1}}"),
        ] {
            for error in [
                decode::<Secrets<Telltale>>(&json).unwrap_err(),
                decode::<Secrets<u8>>(&json).unwrap_err(),
                decode::<Secrets<Medium>>(&json).unwrap_err(),
                decode::<Secrets<Vec<u8>>>(&json).unwrap_err(),
                decode::<Secrets<Even>>(&json).unwrap_err(),
            ] {
                let shown = format!("{error} {error:?}");
                assert!(!shown.contains("MARK"), "{json}: {shown}");
            }
        }
    }
}

#[test]
fn a_value_is_not_shown_in_another_spelling() {
    for value in ["\\tsecret", "\\u001bSECRET", "\\\"secret"] {
        let json = format!("{{\"user\":\"{value}\"}}");
        assert_eq!(failure::<Secrets<Escaping>>(&json).1, "invalid value", "{json}");
    }
}

#[test]
fn a_long_reason_is_not_searched() {
    let json = format!("{{\"user\":\"{}\"}}", "x y ".repeat(15_000));
    let start = Instant::now();
    assert_eq!(failure::<Secrets<Telltale>>(&json).1, "invalid value");
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_reason_is_kept_but_for_secrets() {
    assert_eq!(
        failure::<Secrets<Hinting>>("{\"user\":\"four\"}"),
        ("user".to_owned(), "invalid value: 4 bytes are too many".to_owned())
    );
    assert_eq!(
        failure::<Secrets<Hinting>>("{\"secret\":\"four\"}"),
        ("secret".to_owned(), "invalid value".to_owned())
    );
}

#[test]
fn the_inside_of_a_secret_is_not_located() {
    assert_eq!(
        failure::<Secrets<HashMap<String, u8>>>("{\"secret\":{\"MARKER\":\"x\"}}"),
        ("secret".to_owned(), "expected an integer (`u8`), found a string".to_owned())
    );
}

#[test]
fn a_large_refused_structure_is_not_searched() {
    let json = format!("{{\"user\":\"{}\"}}", "x".repeat(100_000));
    assert_eq!(failure::<Secrets<Hinting>>(&json).1, "invalid value");
}

#[test]
fn nothing_of_a_secret_whole_body_is_shown() {
    static SECRET: Metadata =
        Metadata::new("secret", Method::POST, PathHistory::fixed(path_template!("/secret")))
            .request_fields(&[Field::new("body", FieldPlace::WholeBody).secret()]);
    let body = br#"{"user":{"MARKER":"four"}}"#;
    type Body = HashMap<String, HashMap<String, Hinting>>;
    let error = json::decode::<Body>(&SECRET, DecodedMessage::Request, body).unwrap_err();
    assert_eq!(error.to_string(), "secret: request body: `user`: invalid value");
}
