//! Enums of every representation of serde.

use matrix_api::description::{Member, Object, Shape, UnknownMembers, Variant};
use serde::Deserialize;

use super::{ask, shape};

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Colour {
    Red,
    DarkGreen,
}

#[derive(Deserialize)]
enum Open {
    Known,
    #[serde(other)]
    Other,
}

#[test]
fn variants_without_content_are_texts() {
    assert_eq!(shape::<Colour>(), Shape::closed_texts(["red", "dark_green"]));
    assert_eq!(shape::<Open>(), Shape::known_texts(["Known", "Other"]));
    assert_eq!(shape::<Vec<Colour>>(), Shape::closed_texts(["red", "dark_green"]).list());
}

#[derive(Deserialize)]
#[allow(dead_code)]
enum External {
    Nothing,
    Number(u8),
    Pair(bool, String),
    Members {
        a: String,
        #[serde(default)]
        b: bool,
    },
    Nested(Box<External>),
}

fn only(member: Member) -> Shape {
    let mut object = Object::default();
    object.members.push(member);
    object.unknown = UnknownMembers::Refused;
    Shape::Object(object)
}

#[test]
fn variants_with_content_are_objects_with_one_member() {
    let (shape, shapes) = ask::<External>();
    assert_eq!(shape, Shape::Named("External".to_owned()));
    let members =
        Shape::object([Member::required("a", Shape::TEXT), Member::optional("b", Shape::Boolean)]);
    let expected = Shape::OneOf(vec![
        Shape::closed_texts(["Nothing"]),
        only(Member::required("Number", Shape::integer(0, 255))),
        only(Member::required("Pair", Shape::Tuple(vec![Shape::Boolean, Shape::TEXT]))),
        only(Member::required("Members", members)),
        only(Member::required("Nested", Shape::Named("External".to_owned()))),
    ]);
    assert_eq!(shapes.get("External"), Some(&expected));
}

#[derive(Deserialize)]
#[serde(tag = "type")]
#[allow(dead_code)]
enum Internal {
    #[serde(rename = "m.text")]
    Text {
        body: String,
        size: Option<u64>,
    },
    Empty,
}

/// serde buffers the members of a variant, so that the tag and the required members are all that is known.
#[test]
fn an_internal_tag_has_the_names_of_the_variants() {
    let (found, shapes) = ask::<Internal>();
    let any = |members: Vec<Member>| Shape::open_object(members);
    let expected = Shape::Tagged {
        tag: "type".to_owned(),
        variants: vec![
            Variant::new("m.text", any(vec![Member::required("body", Shape::Any)])),
            Variant::new("Empty", any(vec![])),
        ],
        other: None,
    };
    assert_eq!(shapes.resolve(&found), &expected);
}

#[derive(Deserialize)]
#[serde(tag = "kind", content = "value")]
#[allow(dead_code)]
enum Adjacent {
    Number(u8),
    Nothing,
}

#[test]
fn an_adjacent_tag_has_the_names_of_the_variants() {
    let expected = Shape::object([
        Member::required("kind", Shape::closed_texts(["Number", "Nothing"])),
        Member::optional("value", Shape::Any),
    ]);
    assert_eq!(shape::<Adjacent>(), expected);
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code)]
enum Untagged {
    Number(u8),
    Members { a: bool },
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct WithUntagged {
    untagged: Untagged,
    other: bool,
}

#[test]
fn what_is_buffered_cannot_be_known() {
    assert_eq!(shape::<Untagged>(), Shape::Any);
    let expected = Shape::object([
        Member::required("untagged", Shape::Any),
        Member::required("other", Shape::Boolean),
    ]);
    assert_eq!(shape::<WithUntagged>(), expected);
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Flattened {
    own: u8,
    #[serde(default)]
    unseen: bool,
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Inner {
    inner: u8,
}

/// serde keeps all members of a struct with a flattened field: only those are known without which it fails.
#[test]
fn a_flattened_struct_has_the_members_that_it_requires() {
    let expected = Shape::open_object([
        Member::required("own", Shape::integer(0, 255)),
        Member::required("inner", Shape::Any),
    ]);
    assert_eq!(shape::<Flattened>(), expected);
}
