//! Types with a JSON Schema of their own.

use std::collections::BTreeMap;

use matrix_api::{
    description::{Member, Object, Shape, Shapes, UnknownMembers, Variant},
    endpoints::EndpointEntry,
    identifiers::UserId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

matrix_api::string_enum! {
    /// A colour.
    pub enum Colour {
        /// Red.
        Red = "red",
        /// Green.
        Green = "green",
    }
}

/// A user.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// Who it is.
    id: UserId,
    /// The favourite colour.
    colour: Option<Colour>,
    #[serde(default)]
    age: u8,
    friends: Vec<User>,
    levels: BTreeMap<String, i64>,
    pair: (bool, String),
    #[schemars(length(max = 5))]
    short: String,
}

/// What happened.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Event {
    /// Somebody came.
    Joined { user: User },
    /// Nothing.
    Nothing,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub enum Level {
    /// Low.
    Low,
    /// High.
    High,
}

pub mod events {
    use super::{Colour, Event, Level};

    matrix_api::ruma_api! {
        metadata {
            description: "Get the last events.",
            method: GET,
            name: "events",
            path: "/events",
            rate_limited: false,
            requires_authentication: false,
        }
        request {}
        response {
            pub events: Vec<Event>,
            pub level: Level,
            pub colour: Colour,
        }
    }
}

#[test]
fn a_schema_says_more_than_a_type_that_is_asked() {
    let mut shapes = Shapes::new();
    let described = EndpointEntry::of::<events::Request>().describe(&mut shapes);
    let found: Vec<_> = described.responses[0].fields.iter().map(|it| it.shape.clone()).collect();
    let named = |name: &str| Shape::Named(name.to_owned());
    let expected = [named("Event").list(), named("Level"), Shape::known_texts(["red", "green"])];
    assert_eq!(found, expected);
    assert_eq!(shapes.get("Level"), Some(&Shape::closed_texts(["Low", "High"])));
    let event = Shape::Tagged {
        tag: "type".to_owned(),
        variants: vec![
            Variant::new("joined", Shape::object([Member::required("user", named("User"))])),
            Variant::new("nothing", Shape::object([])),
        ],
        other: None,
    };
    assert_eq!(shapes.get("Event"), Some(&event));
    let mut user = Object::default();
    user.members = vec![
        Member::required("id", Shape::text("mx-user-id")).documented("Who it is."),
        Member::optional("colour", Shape::known_texts(["red", "green"]).or_null())
            .documented("The favourite colour."),
        {
            let mut age = Member::optional("age", Shape::integer(0, 255));
            age.default = Some(json!(0));
            age
        },
        Member::required("friends", named("User").list()),
        Member::required("levels", Shape::integer(i64::MIN, i64::MAX).map()),
        Member::required("pair", Shape::Tuple(vec![Shape::Boolean, Shape::TEXT])),
        Member::required("short", Shape::Schema(json!({ "type": "string", "maxLength": 5 }))),
    ];
    user.members.sort_by(|a, b| a.name.cmp(&b.name));
    user.unknown = UnknownMembers::Refused;
    let Some(Shape::Object(mut found)) = shapes.get("User").cloned() else { panic!("an object") };
    found.members.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(found, user);
}
