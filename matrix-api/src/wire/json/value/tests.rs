//! Values read the same as by serde_json alone.

use std::{
    collections::BTreeMap,
    fmt::{self, Debug},
};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, IgnoredAny, SeqAccess, Visitor},
};
use serde_json::Value as Json;

use super::{plain_string, read_value, skip_value};
use crate::{identifiers::UserId, wire::json::locate::locate};

/// What serde_json reads, and what it leaves.
fn by_serde_json<T: DeserializeOwned>(text: &str) -> Option<(T, &str)> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = T::deserialize(&mut deserializer).ok()?;
    let length = deserializer.into_iter::<T>().byte_offset();
    Some((value, &text[length..]))
}

#[track_caller]
fn assert_same<T: DeserializeOwned + Debug + PartialEq>(text: &str) {
    let mut rest = text;
    let read = read_value::<T>(&mut rest).ok().map(|value| (value, rest));
    assert_eq!(read, by_serde_json::<T>(text), "{text:?}");
    assert_same_error::<T>(text);
}

/// What serde_json refuses, reading it again refuses too, and nothing else.
#[track_caller]
fn assert_same_error<T: DeserializeOwned>(text: &str) {
    if serde_json::from_str::<IgnoredAny>(text).is_ok() {
        let is_refused = locate::<T>(text, 0).is_some();
        assert_eq!(is_refused, serde_json::from_str::<T>(text).is_err(), "{text:?}");
    }
}

/// Calls `check` with every text of up to `length` of the characters.
fn every_text(characters: &[char], length: usize, text: &mut String, check: &mut impl FnMut(&str)) {
    check(text);
    if length > 0 {
        for character in characters {
            text.push(*character);
            every_text(characters, length - 1, text, check);
            text.pop();
        }
    }
}

#[test]
fn every_short_text_is_read_the_same() {
    let characters = ['"', '\\', 'u', 'n', '0', '\n', '\u{1f}', ' ', 'é', '\u{7f}', ','];
    let mut text = String::from("\"");
    every_text(&characters, 5, &mut text, &mut |text| {
        assert_same::<String>(text);
        assert_same::<Option<String>>(&text[1..]);
    });
}

#[test]
fn every_character_is_read_the_same_wherever_it_stands() {
    let characters = (0..=0xff).map(char::from).chain(['€', '\u{2022}', '\u{1f600}', '\u{fffd}']);
    for character in characters {
        for before in 0..=17 {
            for after in 0..=9 {
                let (before, after) = ("a".repeat(before), "\u{e4}".repeat(after));
                let text = format!("\"{before}{character}{after}\",\"b\"]");
                assert_same::<String>(&text);
                let plain = plain_string(&text).map(|(content, rest)| (content.into(), rest));
                if !matches!(character, '\\' | '\0'..='\x1f') {
                    assert_eq!(plain, by_serde_json::<String>(&text), "{text:?}");
                } else {
                    assert_eq!(plain, None, "{text:?}");
                }
            }
        }
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Newtype(String);

#[derive(Debug, PartialEq, Deserialize)]
struct Unit;

#[derive(Debug, PartialEq, Deserialize)]
struct Pair(String, u8);

#[derive(Debug, PartialEq, Deserialize)]
struct Members {
    a: Option<Json>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
enum Enum {
    #[serde(rename = "a")]
    Unit,
    Data(u8),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Tagged {
    A { b: Json },
    B,
}

/// Asks for bytes, which serde_json takes from strings and lists.
struct Bytes;

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BytesVisitor;
        impl<'de> Visitor<'de> for BytesVisitor {
            type Value = Bytes;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E>(self, _: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Bytes, A::Error> {
                while list.next_element::<u8>()?.is_some() {}
                Ok(Bytes)
            }
        }
        deserializer.deserialize_bytes(BytesVisitor)
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Text(String),
    Number(f64),
    List(Vec<Untagged>),
}

#[test]
fn every_kind_of_value_is_read_the_same() {
    const VALUES: &str = r#"|null|nul|true|false|0|-1|7.5|1e999|300|"|""|"a"|"é"|"\u00e9"|"\ud800"|"a
        |"@a:b"|"@\u0061:b"|"@a"|[]|["a",1]|[1,2]|[|["a",1,2]|[null]|{}|{"a":1}|{"a":"\u00e9"}|{"a"}|{"a":null}
        |{"Data":3}|{"Data":3,"a":1}|{"a":null,"b":1}|{"1":2}|{" 1":2}|{"1x":2}|{"-1":2}|{"1.0":2}|{"01":2}
        |{"true":1}|{"t":1}|{"\ud800":1}|{"\u0061":1}|-0|-0.0|1.0|18446744073709551616|-9223372036854775809|1e400
        |340282366920938463463374607431768211455|340282366920938463463374607431768211456|["\ud800"]|[[]]
        |{"type":"a","b":[1]}|{"type":"b"}|{"type":"b","c":"\ud800"}|{"b":1,"type":"a","b":2}|{"Data":"a"}|nullx|[]x|"a"x|"a" ,|x"#;
    for text in VALUES.split('|').map(str::trim) {
        assert_same::<String>(text);
        assert_same::<Option<String>>(text);
        assert_same::<Option<Option<String>>>(text);
        assert_same::<Box<str>>(text);
        assert_same::<char>(text);
        assert_same::<bool>(text);
        assert_same::<u8>(text);
        assert_same::<i128>(text);
        assert_same::<f64>(text);
        assert_same::<()>(text);
        assert_same::<Unit>(text);
        assert_same::<Newtype>(text);
        assert_same::<Option<Newtype>>(text);
        assert_same::<Pair>(text);
        assert_same::<(String, u8)>(text);
        assert_same::<Vec<Json>>(text);
        assert_same::<Vec<u8>>(text);
        assert_same::<BTreeMap<String, Json>>(text);
        assert_same::<Members>(text);
        assert_same::<Enum>(text);
        assert_same::<Untagged>(text);
        assert_same::<Json>(text);
        assert_same::<UserId>(text);
        assert_same::<Option<UserId>>(text);
        assert_same::<u128>(text);
        assert_same::<BTreeMap<u8, Json>>(text);
        assert_same::<BTreeMap<bool, Json>>(text);
        assert_same::<BTreeMap<Enum, Option<u8>>>(text);
        assert_same::<Tagged>(text);
        assert_same_error::<Bytes>(text);
        let mut rest = text;
        let skipped = skip_value(&mut rest).is_ok().then_some(rest);
        let ignored = by_serde_json::<IgnoredAny>(text).map(|(_, rest)| rest);
        assert_eq!(skipped, ignored, "{text:?}");
    }
}
