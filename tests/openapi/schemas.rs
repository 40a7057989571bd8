//! From shapes to schemas of JSON Schema.

use matrix_api::description::{Describe, Member, Object, Shape, Shapes, UnknownMembers, Variant};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::document;

/// A type whose shape is that of a function.
macro_rules! described {
    ($($name:ident: $shape:expr;)*) => {$(
        #[derive(Clone, Debug, Deserialize, Serialize)]
        pub(crate) struct $name(Value);

        impl Describe for $name {
            fn describe(shapes: &mut Shapes) -> Shape {
                let describe: fn(&mut Shapes) -> Shape = $shape;
                describe(shapes)
            }
        }
    )*};
}

fn object(members: Vec<Member>, unknown: UnknownMembers) -> Shape {
    let mut object = Object::default();
    object.members = members;
    object.unknown = unknown;
    Shape::Object(object)
}

fn closed(values: &[&str]) -> Shape {
    let Shape::Text(mut text) = Shape::known_texts(values.iter().copied()) else {
        panic!("a text")
    };
    text.closed = true;
    Shape::Text(text)
}

described! {
    Anything: |_| Shape::Any;
    Flag: |_| Shape::Boolean;
    Large: |_| Shape::Integer { minimum: Some(0), maximum: Some(u64::MAX.into()) };
    Huge: |_| Shape::Integer { minimum: Some(i128::MIN), maximum: None };
    Ratio: |_| Shape::Number.or_null();
    User: |_| Shape::text("mx-user-id");
    Open: |_| Shape::known_texts(["m.one", "m.two"]);
    Closed: |_| closed(&["one", "two"]).or_null();
    Pair: |_| Shape::Tuple(vec![Shape::Boolean, Shape::Null]);
    Strict: |_| object(vec![Member::required("a", Shape::TEXT)], UnknownMembers::Refused);
    Kept: |_| object(Vec::new(), UnknownMembers::Kept(Box::new(Shape::Number)));
    KeptAnything: |_| Shape::open_object([]);
    Either: |_| Shape::OneOf(vec![Shape::TEXT, Shape::Number]);
    Tree: |shapes| shapes.named("Tree <T>", |_| {
        let children = Shape::Named("Tree <T>".to_owned()).list();
        object(vec![Member::optional("children", children)], UnknownMembers::Ignored)
    });
    NullableTree: |shapes| Tree::describe(shapes).or_null();
    Stage: |shapes| Shape::Tagged {
        tag: "type".to_owned(),
        variants: vec![
            Variant::new("m.tree", Tree::describe(shapes)),
            Variant::new(
                "m.token",
                object(vec![Member::required("token", Shape::TEXT)], UnknownMembers::Ignored),
            ),
        ],
        other: Some(Box::new(Shape::Map(Box::new(Shape::Any)))),
    };
    Given: |_| Shape::Schema(json!({ "type": "string", "pattern": "^a+$" }));
}

mod shapes {
    use super::{
        Anything, Closed, Either, Flag, Given, Huge, Kept, KeptAnything, Large, NullableTree, Open,
        Pair, Ratio, Stage, Strict, Tree, User,
    };

    matrix_api::ruma_api! {
        metadata {
            description: "Test.",
            method: POST,
            name: "shapes",
            path: "/shapes",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            pub anything: Anything,
            pub flag: Flag,
            pub large: Large,
            pub huge: Huge,
            pub ratio: Ratio,
            pub user: User,
            pub open: Open,
            pub closed: Closed,
            pub pair: Pair,
            pub strict: Strict,
            pub kept: Kept,
            pub kept_anything: KeptAnything,
            pub either: Either,
            pub tree: Tree,
            pub nullable_tree: NullableTree,
            pub stage: Stage,
            pub given: Given,
        }
        response {}
    }
}

matrix_api::endpoints! { pub(crate) const SHAPES = [shapes]; }

#[track_caller]
fn check(name: &str, expected: Value) {
    let document = document(SHAPES);
    let body = &document["paths"]["/shapes"]["post"]["requestBody"];
    let schema = &body["content"]["application/json"]["schema"]["properties"][name];
    assert_eq!(*schema, expected, "{name}");
}

#[test]
fn a_schema_says_what_is_known_of_a_value() {
    check("anything", json!({}));
    check("flag", json!({ "type": "boolean" }));
    check("user", json!({ "type": "string", "format": "mx-user-id" }));
    check(
        "pair",
        json!({
            "type": "array",
            "prefixItems": [{ "type": "boolean" }, { "type": "null" }],
            "minItems": 2,
            "maxItems": 2,
        }),
    );
    check("either", json!({ "anyOf": [{ "type": "string" }, { "type": "number" }] }));
    check("given", json!({ "type": "string", "pattern": "^a+$" }));
}

/// Limits that no common number has are left out.
#[test]
fn integers_have_their_limits() {
    check("large", json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX }));
    check("huge", json!({ "type": "integer" }));
}

#[test]
fn null_is_another_type() {
    check("ratio", json!({ "type": ["number", "null"] }));
    check("closed", json!({ "type": ["string", "null"], "enum": ["one", "two", null] }));
    let tree = json!({ "$ref": "#/components/schemas/Tree_T" });
    check("nullable_tree", json!({ "anyOf": [tree, { "type": "null" }] }));
}

/// An `enum` would refuse the values that newer servers send.
#[test]
fn the_known_values_of_an_open_list_are_not_all() {
    check(
        "open",
        json!({
            "type": "string",
            "examples": ["m.one"],
            "x-extensible-enum": ["m.one", "m.two"],
        }),
    );
}

#[test]
fn unknown_members_are_allowed_unless_they_are_refused() {
    check(
        "strict",
        json!({
            "type": "object",
            "properties": { "a": { "type": "string" } },
            "required": ["a"],
            "additionalProperties": false,
        }),
    );
    check("kept", json!({ "type": "object", "additionalProperties": { "type": "number" } }));
    check("kept_anything", json!({ "type": "object", "additionalProperties": true }));
}

#[test]
fn a_name_becomes_a_valid_key_and_may_refer_to_itself() {
    check("tree", json!({ "$ref": "#/components/schemas/Tree_T" }));
    assert_eq!(
        document(SHAPES)["components"]["schemas"]["Tree_T"],
        json!({
            "type": "object",
            "properties": {
                "children": { "type": "array", "items": { "$ref": "#/components/schemas/Tree_T" } },
            },
        }),
    );
}

#[test]
fn a_tag_distinguishes_variants() {
    check(
        "stage",
        json!({ "oneOf": [
        {
            "type": "object",
            "title": "m.tree",
            "properties": { "type": { "type": "string", "const": "m.tree" } },
            "required": ["type"],
            "allOf": [{ "$ref": "#/components/schemas/Tree_T" }],
        },
        {
            "type": "object",
            "title": "m.token",
            "properties": {
                "type": { "type": "string", "const": "m.token" },
                "token": { "type": "string" },
            },
            "required": ["type", "token"],
        },
        {
            "type": "object",
            "properties": {
                "type": { "type": "string", "not": { "enum": ["m.tree", "m.token"] } },
            },
            "required": ["type"],
            "allOf": [{ "type": "object", "additionalProperties": true }],
        },
    ] }),
    );
}
