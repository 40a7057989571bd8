//! Where errors of JSON bodies are said to be, and what they say.

mod members;
mod passed_on;
mod secrecy;
mod syntax;

use std::collections::{BTreeMap, HashMap};

use http::Method;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};

use super::*;
use crate::{
    error::{DecodeError, Part},
    metadata::{Field, FieldPlace, Metadata},
    path_history::PathHistory,
    wire::{decoded_message::DecodedMessage, field_names::FieldNames},
};

static METADATA: Metadata =
    Metadata::new("test", Method::POST, PathHistory::fixed(path_template!("/test")))
        .request_fields(&[
            Field::new("secret", FieldPlace::Body).secret(),
            Field::new("user", FieldPlace::Body),
        ]);

static WHOLE: Metadata =
    Metadata::new("whole", Method::POST, PathHistory::fixed(path_template!("/whole")))
        .request_fields(&[Field::new("body", FieldPlace::WholeBody)]);

/// A member that was read, or not.
struct Slot<T>(Option<T>);

impl<T: DeserializeOwned> ReadMember for Slot<T> {
    fn read(&mut self, member: &mut JsonMember<'_>) -> Result<(), UnreadMember> {
        if self.0.is_some() {
            return Err(UnreadMember::REPEATED);
        }
        self.0 = Some(member.read()?);
        Ok(())
    }
}

/// Reads members as generated code does.
fn read_members(json: &str, names: FieldNames, slots: MemberSlots<'_>) -> Result<(), DecodeError> {
    read_object(&METADATA, DecodedMessage::Request, json.as_bytes(), names, slots)
}

fn decode<T: DeserializeOwned>(json: &str) -> Result<T, DecodeError> {
    super::decode(&METADATA, DecodedMessage::Request, json.as_bytes())
}

/// The location and the problem, as text.
fn failure<T: DeserializeOwned>(json: &str) -> (String, String) {
    let Err(error) = decode::<T>(json) else { panic!("{json} was decoded") };
    assert_eq!((error.endpoint(), error.part()), ("test", Part::Body));
    (error.location().to_owned(), error.problem().to_string())
}

#[track_caller]
fn assert_failure<T: DeserializeOwned>(json: &str, location: &str, problem: &str) {
    assert_eq!(failure::<T>(json), (location.to_owned(), problem.to_owned()), "{json}");
    // Spaces change nothing.
    let spaced = json.replace(',', " ,\n  ").replace(':', " : ").replace(['}'], "\n}");
    let spaced = spaced.replace('{', "{\r\n\t").replace(']', " ]").replace('[', "[ ");
    assert_eq!(failure::<T>(&spaced), (location.to_owned(), problem.to_owned()), "{spaced}");
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Threepid {
    medium: Medium,
    address: String,
    #[serde(default)]
    validated_at: u64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Medium {
    Email,
    Msisdn,
}

/// A type that refuses what it has read, as an identifier does.
#[derive(Debug)]
struct Even;

impl<'de> Deserialize<'de> for Even {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u64::deserialize(deserializer)? % 2 {
            0 => Ok(Self),
            _ => Err(D::Error::custom("it must be even")),
        }
    }
}

/// A structure that refuses itself after all its members were read.
#[derive(Debug, Deserialize)]
#[serde(try_from = "BTreeMap<String, u64>")]
struct Sums;

impl TryFrom<BTreeMap<String, u64>> for Sums {
    type Error = &'static str;

    fn try_from(map: BTreeMap<String, u64>) -> Result<Self, Self::Error> {
        if map.values().sum::<u64>() == 10 { Ok(Self) } else { Err("they must add up to ten") }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[allow(dead_code)]
struct Body {
    threepids: Vec<Threepid>,
    count: u8,
    float: f64,
    large: u128,
    flag: Option<bool>,
    name: Option<String>,
    list: Vec<u8>,
    even: Option<Even>,
    evens: Vec<Even>,
    nested: Option<Box<Body>>,
    map: HashMap<String, u8>,
    numbers: HashMap<u8, Even>,
    sums: Option<Sums>,
    sums_list: Vec<Sums>,
    pair: Option<(u8, Even)>,
    medium: Option<Medium>,
    unit: Option<()>,
    tagged: Option<Tagged>,
    untagged: Option<Untagged>,
    flat: Option<Flat>,
    external: Option<External>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type")]
#[allow(dead_code)]
enum Tagged {
    Password { session: String, tries: u8 },
    Dummy,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[allow(dead_code)]
enum Untagged {
    Text(String),
    Number(u8),
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Flat {
    own: u8,
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Inner {
    depth: u8,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
enum External {
    Unit,
    Data(u8),
    Fields { inner: u8 },
}

#[test]
fn a_value_of_the_wrong_kind_is_located() {
    let found = [
        ("\"x\"", "a string"),
        ("null", "null"),
        ("true", "a boolean"),
        ("1.5", "a number"),
        ("[]", "a list"),
        ("[[1],2]", "a list"),
        ("{}", "an object"),
        ("{\"a\":{}}", "an object"),
    ];
    for (value, kind) in found {
        let problem = format!("expected an integer (`u8`), found {kind}");
        assert_failure::<Body>(&format!("{{\"count\":{value}}}"), "count", &problem);
        assert_failure::<Body>(&format!("{{\"count\":{value},\"x\":1}}"), "count", &problem);
        assert_failure::<Body>(&format!("{{\"list\":[{value}]}}"), "list[0]", &problem);
        assert_failure::<Body>(&format!("{{\"list\":[0,1,{value},3]}}"), "list[2]", &problem);
        assert_failure::<Body>(&format!("{{\"map\":{{\"k\":{value}}}}}"), "map.k", &problem);
    }
    assert_failure::<Body>("{\"name\":5}", "name", "expected a string, found an integer");
    assert_failure::<Body>("{\"flag\":\"x\"}", "flag", "expected a boolean, found a string");
    assert_failure::<Body>("{\"float\":\"x\"}", "float", "expected a number, found a string");
    assert_failure::<Body>("{\"list\":{}}", "list", "expected a list, found an object");
    assert_failure::<Body>("{\"map\":[]}", "map", "expected an object, found a list");
    assert_failure::<Body>(
        "{\"threepids\":[5]}",
        "threepids[0]",
        "expected an object, found an integer",
    );
    assert_failure::<Body>("{\"unit\":5}", "unit", "expected null, found an integer");
    assert_failure::<Body>("5", "", "expected an object, found an integer");
}

#[test]
fn a_number_out_of_range_is_located() {
    let problem = "invalid value: expected an integer (`u8`)";
    assert_failure::<Body>("{\"count\":300}", "count", problem);
    assert_failure::<Body>("{\"list\":[1,-1]}", "list[1]", problem);
    let problem = "invalid value: expected a number of at most 64 bits";
    assert_failure::<Body>("{\"float\":1e999}", "float", problem);
    assert_failure::<Body>("{\"float\":1e999,\"count\":1}", "float", problem);
    let problem = "expected an integer (`u128`), found a number";
    assert_failure::<Body>("{\"large\":1.5}", "large", problem);
    assert_failure::<Body>("{\"large\":1.5,\"count\":1}", "large", problem);
    let problem = "invalid value: expected a number of at most 128 bits";
    assert_failure::<Body>("{\"large\":-1}", "large", problem);
    assert_failure::<Body>(
        "{\"numbers\":{\"x\":2}}",
        "numbers.x",
        "invalid value: expected a number in quotes as key",
    );
}

#[test]
fn a_missing_member_is_named_at_its_depth() {
    assert_failure::<Threepid>("{}", "medium", "missing");
    assert_failure::<Threepid>("{\"medium\":\"email\"}", "address", "missing");
    assert_failure::<Body>(
        "{\"threepids\":[{\"medium\":\"email\"}]}",
        "threepids[0].address",
        "missing",
    );
    assert_failure::<Body>(
        "{\"count\":1,\"threepids\":[{\"medium\":\"email\",\"address\":\"a\"},{\"address\":\"b\"}],\"x\":[]}",
        "threepids[1].medium",
        "missing",
    );
    assert_failure::<Body>(
        "{\"nested\":{\"nested\":{\"threepids\":[{\"medium\":\"email\"}]}}}",
        "nested.nested.threepids[0].address",
        "missing",
    );
}

#[test]
fn a_repeated_member_is_located() {
    assert_failure::<Body>("{\"count\":1,\"count\":2}", "count", "given more than once");
    assert_failure::<Body>(
        "{\"nested\":{\"name\":null,\"count\":1,\"name\":\"x\"},\"count\":1}",
        "nested.name",
        "given more than once",
    );
}

#[test]
fn an_unknown_variant_is_located() {
    let problem = "invalid value: expected `email` or `msisdn`";
    assert_failure::<Body>("{\"medium\":\"MARKER\"}", "medium", problem);
    assert_failure::<Body>(
        "{\"threepids\":[{\"medium\":\"email\",\"address\":\"a\"},{\"medium\":\"MARKER\"}]}",
        "threepids[1].medium",
        problem,
    );
}

#[test]
fn an_enum_of_another_kind_is_wrong_json_and_not_no_json() {
    let problem = "expected the name of a variant, or an object with one member, found an integer";
    assert_failure::<Body>("{\"medium\":5}", "medium", problem);
    assert_failure::<Body>("{\"threepids\":[{\"medium\":5}]}", "threepids[0].medium", problem);
    let problem = "expected the name of a variant, or an object with one member, found a list";
    assert_failure::<Body>("{\"count\":1,\"medium\":[1]}", "medium", problem);
    let problem = "expected the name of a variant, or an object with one member, found a number";
    assert_failure::<Body>("{\"medium\":1.5,\"count\":1}", "medium", problem);
}

#[test]
fn data_of_an_enum_is_located() {
    let problem = "expected an integer (`u8`), found a string";
    assert_failure::<Body>("{\"external\":{\"Data\":\"x\"}}", "external.Data", problem);
    assert_failure::<Body>(
        "{\"external\":{\"Fields\":{\"inner\":\"x\"}}}",
        "external.Fields.inner",
        problem,
    );
    assert_failure::<Body>("{\"external\":{\"Fields\":{}}}", "external.Fields.inner", "missing");
    for (value, problem) in [
        ("\"Data\"", "expected an object with one member, found a string"),
        ("{\"Data\":1,\"Unit\":null}", "invalid value: expected an object with one member"),
        ("{}", "expected the name of a variant, or an object with one member, found an object"),
    ] {
        assert_failure::<Body>(&format!("{{\"external\":{value}}}"), "external", problem);
    }
}

#[test]
fn a_refused_value_is_located_wherever_it_stands() {
    let problem = "invalid value: it must be even";
    assert_failure::<Body>("{\"even\":77}", "even", problem);
    assert_failure::<Body>("{\"even\":77,\"count\":1}", "even", problem);
    assert_failure::<Body>("{\"count\":1,\"even\":77}", "even", problem);
    assert_failure::<Body>("{\"evens\":[77]}", "evens[0]", problem);
    assert_failure::<Body>("{\"evens\":[77,0]}", "evens[0]", problem);
    assert_failure::<Body>("{\"evens\":[0,77,{}]}", "evens[1]", problem);
    assert_failure::<Body>("{\"evens\":[0,0,77],\"count\":1}", "evens[2]", problem);
    assert_failure::<Body>("{\"nested\":{\"even\":77}}", "nested.even", problem);
    assert_failure::<Body>("{\"nested\":{\"even\":77},\"count\":1}", "nested.even", problem);
    assert_failure::<Body>("{\"numbers\":{\"1\":77}}", "numbers.1", problem);
    assert_failure::<Body>("{\"pair\":[1,77]}", "pair[1]", problem);
}

#[test]
fn a_refused_structure_is_located_wherever_it_stands() {
    let problem = "invalid value: they must add up to ten";
    assert_failure::<Body>("{\"sums\":{\"a\":1}}", "sums", problem);
    assert_failure::<Body>("{\"sums\":{\"a\":1},\"count\":1}", "sums", problem);
    assert_failure::<Body>("{\"sums\":{}}", "sums", problem);
    assert_failure::<Body>("{\"sums_list\":[{\"a\":1},{\"a\":10}]}", "sums_list[0]", problem);
    assert_failure::<Body>("{\"sums_list\":[{\"a\":10},{\"a\":1}]}", "sums_list[1]", problem);
    assert_failure::<Sums>("{\"a\":1}", "", problem);
}

#[test]
fn a_list_of_the_wrong_length_is_located() {
    assert_failure::<Body>("{\"pair\":[1]}", "pair", "invalid value: expected a list");
    let problem = "invalid value: expected fewer elements";
    assert_failure::<Body>("{\"pair\":[1,2,3]}", "pair", problem);
}

#[test]
fn an_error_in_a_buffered_type_is_located_at_its_end_at_least() {
    let missing = "missing";
    assert_failure::<Body>(
        "{\"tagged\":{\"type\":\"Password\",\"tries\":1}}",
        "tagged.session",
        missing,
    );
    assert_failure::<Body>(
        "{\"tagged\":{\"type\":\"Password\",\"tries\":1},\"count\":1}",
        "tagged.session",
        missing,
    );
    assert_failure::<Body>("{\"tagged\":{}}", "tagged.type", missing);
    let wrong = "expected an integer (`u8`), found a string";
    assert_failure::<Body>(
        "{\"tagged\":{\"type\":\"Password\",\"session\":\"s\",\"tries\":\"x\"}}",
        "tagged",
        wrong,
    );
    assert_failure::<Body>(
        "{\"tagged\":{\"type\":\"Password\",\"session\":\"s\",\"tries\":\"x\"},\"count\":1}",
        "tagged",
        wrong,
    );
    assert_failure::<Body>("{\"flat\":{\"own\":1,\"depth\":\"x\"}}", "flat", wrong);
    assert_failure::<Body>("{\"flat\":{\"own\":1},\"count\":1}", "flat.depth", missing);
    assert_failure::<Body>("{\"flat\":{\"own\":\"x\",\"depth\":1}}", "flat.own", wrong);
    assert_failure::<Body>(
        "{\"untagged\":[]}",
        "untagged",
        "invalid value: expected one of the possible forms",
    );
}

#[test]
fn an_unknown_member_is_located() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Strict {
        own: Option<u8>,
    }
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Flattened {
        #[serde(flatten)]
        inner: Inner,
    }
    assert_failure::<Strict>("{\"own\":1,\"other\":{}}", "other", "unknown field");
    assert_failure::<Flattened>("{\"depth\":1,\"other\":{}}", "", "unknown field");
}

#[test]
fn names_in_a_location_are_readable_and_bounded() {
    let wrong = "expected an integer (`u8`), found a string";
    assert_failure::<Body>("{\"map\":{\"\\u00e9\\\"\":\"x\"}}", "map[\"é\\\"\"]", wrong);
    assert_failure::<Body>("{\"map\":{\"日本\":\"x\"}}", "map.日本", wrong);
    assert_failure::<Body>("{\"map\":{\"m.room\":\"x\"}}", "map[\"m.room\"]", wrong);
    assert_failure::<Body>("{\"map\":{\"\":\"x\"}}", "map[\"\"]", wrong);
    assert_failure::<Body>("{\"map\":{\"a\\n\":\"x\"}}", "map[\"a\\n\"]", wrong);
    let (location, _) = failure::<Body>(&format!("{{\"map\":{{\"{}\":\"x\"}}}}", "k".repeat(5000)));
    assert_eq!(location, format!("map[\"{}\"..]", "k".repeat(64)));
}

#[test]
fn columns_count_bytes_on_every_line() {
    let json = "{\"name\": \"日本語\",\n \"é\": [\"日\", {\"ü\": 1}],\n\n  \"count\": \"日\"}";
    assert_eq!(failure::<Body>(json).0, "count");
}
