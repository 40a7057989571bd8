//! JSON with its members in their original order, and secrets replaced.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

/// Formats the body with indentation. Members with a name in `secrets` get the value `hidden`, unless
/// they are booleans. `None` if the body is not JSON.
pub(super) fn without_secrets(body: &[u8], secrets: &[&str], hidden: &str) -> Option<String> {
    let mut json = serde_json::from_slice::<OrderedJson>(body).ok()?;
    json.hide(secrets, hidden);
    serde_json::to_string_pretty(&json).ok()
}

/// A JSON value that keeps the order of members, unlike `serde_json::Value`.
enum OrderedJson {
    Scalar(Value),
    Array(Vec<OrderedJson>),
    Object(Vec<(String, OrderedJson)>),
}

impl OrderedJson {
    /// A boolean with the name of a secret is not a secret: it says whether there is one.
    fn is_flag(&self) -> bool {
        matches!(self, Self::Scalar(Value::Bool(_)))
    }

    fn hide(&mut self, secrets: &[&str], hidden: &str) {
        match self {
            Self::Scalar(_) => {}
            Self::Array(items) => items.iter_mut().for_each(|item| item.hide(secrets, hidden)),
            Self::Object(members) => {
                for (name, value) in members {
                    if secrets.contains(&name.as_str()) && !value.is_flag() {
                        *value = Self::Scalar(hidden.into());
                    } else {
                        value.hide(secrets, hidden);
                    }
                }
            }
        }
    }
}

impl Serialize for OrderedJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(value) => value.serialize(serializer),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

impl<'de> Deserialize<'de> for OrderedJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OrderedJsonVisitor)
    }
}

struct OrderedJsonVisitor;

impl<'de> Visitor<'de> for OrderedJsonVisitor {
    type Value = OrderedJson;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<OrderedJson, E> {
        Ok(OrderedJson::Scalar(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<OrderedJson, E> {
        Ok(OrderedJson::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<OrderedJson, E> {
        Ok(OrderedJson::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<OrderedJson, E> {
        Ok(OrderedJson::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<OrderedJson, E> {
        Ok(OrderedJson::Scalar(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<OrderedJson, E> {
        Ok(OrderedJson::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<OrderedJson, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(OrderedJson::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<OrderedJson, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = access.next_entry()? {
            members.push(member);
        }
        Ok(OrderedJson::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_secrets_are_hidden_at_any_depth() {
        let body =
            br#"{"z":[{"token":{"deep":1}}],"a":null,"n":[true,-1,2.5],"token":"x","token":true}"#;
        let pretty = without_secrets(body, &["token"], "***").unwrap();
        let compact = pretty.split_whitespace().collect::<String>();
        assert_eq!(
            compact,
            r#"{"z":[{"token":"***"}],"a":null,"n":[true,-1,2.5],"token":"***","token":true}"#
        );
    }

    #[test]
    fn other_bodies_than_json_are_not_formatted() {
        assert_eq!(without_secrets(b"<html>", &[], "***"), None);
        assert_eq!(without_secrets(b"\"\xff\"", &[], "***"), None);
    }
}
