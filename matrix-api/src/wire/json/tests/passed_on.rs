//! Errors of types that say themselves where they are wrong.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, Unexpected},
};

use super::failure;
use crate::wire::deserialize_error::DeserializeError;

/// Reads an object before it takes it apart, and says itself where it is wrong.
#[derive(Debug)]
struct TakenApart;

impl<'de> Deserialize<'de> for TakenApart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let what = BTreeMap::<String, String>::deserialize(deserializer)?.remove("what");
        let error = match what.as_deref() {
            Some("kind") => DeserializeError::invalid_type(Unexpected::Signed(5), &"a string"),
            Some("value") => DeserializeError::invalid_value(Unexpected::Other(""), &"an ID"),
            Some("reason") => DeserializeError::custom("reason, which is shown"),
            _ => DeserializeError::missing_field("m.user"),
        };
        Err(error.in_element(1).in_member("identifier").into_error())
    }
}

#[test]
fn a_type_may_say_where_it_is_wrong_itself() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Body<T> {
        list: Vec<T>,
    }
    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    #[allow(dead_code)]
    enum Buffered {
        One(TakenApart),
    }
    let place = "list[0].identifier[1]";
    for (what, location, problem) in [
        ("kind", place.to_owned(), "expected a string, found an integer"),
        ("value", place.to_owned(), "invalid value: expected an ID"),
        ("reason", place.to_owned(), "invalid value"),
        ("name", format!("{place}[\"m.user\"]"), "missing"),
    ] {
        let json = format!(r#"{{"list":[{{"what":"{what}"}}]}}"#);
        let (found, why) = failure::<Body<TakenApart>>(&json);
        assert_eq!((found, why.as_str()), (location, problem), "{what}");
        let (found, _) = failure::<Body<Buffered>>(&json);
        assert_eq!(found, "list[0]");
    }
    let error = serde_json::from_str::<TakenApart>("{}").unwrap_err().to_string();
    assert_eq!(error, r#"`identifier[1]["m.user"]`: missing"#);
    // Nothing is left for the error after it.
    let error = <DeserializeError as serde::de::Error>::custom("another");
    assert_eq!(error.to_string(), "invalid value: another");
}
