//! Structs: members, which of them are required, and other names of them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    marker::PhantomData,
    net::{IpAddr, Ipv4Addr},
    num::{NonZeroI8, NonZeroU8},
    rc::Rc,
    time::Duration,
};

use matrix_api::description::{Member, Object, Shape, UnknownMembers};
use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny},
};
use serde_json::{Map, Value};

use super::{ask, shape};

#[derive(Deserialize)]
#[allow(dead_code)]
struct Plain {
    text: String,
    flag: bool,
    count: u32,
    #[serde(rename = "renamed")]
    number: f64,
    character: char,
    nothing: (),
    list: Vec<i8>,
    pair: (String, bool),
    map: BTreeMap<String, Vec<u8>>,
    by_number: HashMap<u16, bool>,
    boxed: Box<str>,
}

#[test]
fn members_have_the_shapes_of_their_types() {
    let expected = Shape::object([
        Member::required("text", Shape::TEXT),
        Member::required("flag", Shape::Boolean),
        Member::required("count", Shape::integer(0, u32::MAX)),
        Member::required("renamed", Shape::Number),
        Member::required("character", Shape::text("char")),
        Member::required("nothing", Shape::Null),
        Member::required("list", Shape::integer(-128, 127).list()),
        Member::required("pair", Shape::Tuple(vec![Shape::TEXT, Shape::Boolean])),
        Member::required("map", Shape::integer(0, 255).list().map()),
        Member::required("by_number", Shape::Boolean.map()),
        Member::required("boxed", Shape::TEXT),
    ]);
    assert_eq!(shape::<Plain>(), expected);
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Presence {
    optional: Option<String>,
    #[serde(default)]
    defaulted: u8,
    #[serde(default, deserialize_with = "even")]
    even: u8,
    #[serde(deserialize_with = "optional_text")]
    not_optional: Option<String>,
    #[serde(skip)]
    skipped: u8,
    required: u8,
}

fn even<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let number = u8::deserialize(deserializer)?;
    if number % 2 == 0 { Ok(number) } else { Err(D::Error::custom("odd")) }
}

fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(Some)
}

#[test]
fn a_member_is_required_if_the_type_refuses_objects_without_it() {
    let byte = || Shape::integer(0, 255);
    let expected = Shape::object([
        Member::optional("optional", Shape::TEXT.or_null()),
        Member::optional("defaulted", byte()),
        Member::optional("even", byte()),
        Member::required("not_optional", Shape::TEXT),
        Member::required("required", byte()),
    ]);
    assert_eq!(shape::<Presence>(), expected);
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
#[allow(dead_code)]
struct AllDefaults {
    a: u8,
    b: Option<Vec<String>>,
}

#[test]
fn a_container_with_defaults_requires_nothing() {
    let expected = Shape::object([
        Member::optional("a", Shape::integer(0, 255)),
        Member::optional("b", Shape::TEXT.list().or_null()),
    ]);
    assert_eq!(shape::<AllDefaults>(), expected);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Strict {
    #[serde(alias = "also", alias = "another")]
    name: String,
    #[serde(default, alias = "former")]
    newer: bool,
}

#[test]
fn aliases_are_not_members_and_unknown_members_may_be_refused() {
    let expected = strict([
        Member::required("name", Shape::TEXT).aliases(["also", "another"]),
        Member::optional("newer", Shape::Boolean).aliases(["former"]),
    ]);
    assert_eq!(shape::<Strict>(), expected);
}

/// An object that has no other members.
fn strict(members: impl IntoIterator<Item = Member>) -> Shape {
    let mut object = Object::default();
    object.members = members.into_iter().collect();
    object.unknown = UnknownMembers::Refused;
    Shape::Object(object)
}

#[derive(Deserialize)]
#[serde(transparent)]
#[allow(dead_code)]
struct Transparent {
    inner: Newtype,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Newtype(Vec<u64>);

#[derive(Deserialize)]
#[allow(dead_code)]
struct TupleStruct(u8, String);

#[derive(Deserialize)]
struct Unit;

#[test]
fn wrappers_are_not_on_the_wire() {
    let numbers = Shape::integer(0, u64::MAX).list();
    assert_eq!(shape::<Transparent>(), numbers);
    assert_eq!(shape::<Newtype>(), numbers);
    assert_eq!(shape::<Box<Option<Newtype>>>(), numbers.or_null());
    assert_eq!(shape::<TupleStruct>(), Shape::Tuple(vec![Shape::integer(0, 255), Shape::TEXT]));
    assert_eq!(shape::<Unit>(), Shape::Null);
    assert_eq!(shape::<PhantomData<Rc<u8>>>(), Shape::Null);
}

#[test]
fn types_of_the_standard_library_have_shapes() {
    for (found, expected) in [
        (shape::<i64>(), Shape::integer(i64::MIN, i64::MAX)),
        (shape::<NonZeroU8>(), Shape::integer(1, 255)),
        (shape::<NonZeroI8>(), Shape::integer(-128, 127)),
        (shape::<Ipv4Addr>(), Shape::text("ipv4")),
        (shape::<IpAddr>(), Shape::TEXT),
        (shape::<BTreeSet<String>>(), Shape::TEXT.list()),
        (shape::<[bool; 2]>(), Shape::Tuple(vec![Shape::Boolean, Shape::Boolean])),
        (shape::<Value>(), Shape::Any),
        (shape::<Map<String, Value>>(), Shape::Any.map()),
        (shape::<IgnoredAny>(), Shape::Any),
        (
            shape::<Duration>(),
            strict([
                Member::required("secs", Shape::integer(0, u64::MAX)),
                Member::required("nanos", Shape::integer(0, u32::MAX)),
            ]),
        ),
    ] {
        assert_eq!(found, expected);
    }
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Tree {
    value: u8,
    children: Vec<Tree>,
    parent: Option<Box<Tree>>,
    by_name: BTreeMap<String, Tree>,
    #[serde(default)]
    forest: Forest,
}

#[derive(Deserialize, Default)]
#[allow(dead_code)]
struct Forest {
    trees: Vec<Option<Tree>>,
}

#[test]
fn a_type_may_contain_itself() {
    let (shape, shapes) = ask::<Tree>();
    let tree = || Shape::Named("Tree".to_owned());
    assert_eq!(shape, tree());
    let expected = Shape::object([
        Member::required("value", Shape::integer(0, 255)),
        Member::required("children", tree().list()),
        Member::optional("parent", tree().or_null()),
        Member::required("by_name", tree().map()),
        Member::optional("forest", Shape::Named("Forest".to_owned())),
    ]);
    assert_eq!(shapes.get("Tree"), Some(&expected));
    let forest = Shape::object([Member::required("trees", tree().or_null().list())]);
    assert_eq!(shapes.get("Forest"), Some(&forest));
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Containers {
    list: Vec<Strict>,
    optional: Option<Strict>,
    map: BTreeMap<String, Strict>,
    again: Strict,
}

#[test]
fn containers_ask_their_items() {
    let (_, shapes) = ask::<Containers>();
    let strict = || Shape::Named("Strict".to_owned());
    let expected = Shape::object([
        Member::required("list", strict().list()),
        Member::optional("optional", strict().or_null()),
        Member::required("map", strict().map()),
        Member::required("again", strict()),
    ]);
    assert_eq!(shapes.get("Containers"), Some(&expected));
    assert_eq!(shapes.get("Strict"), Some(&shape::<Strict>()));
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Page<T> {
    items: Vec<T>,
    next: Option<Box<Page<T>>>,
}

mod elsewhere {
    #[derive(serde::Deserialize)]
    #[allow(dead_code)]
    pub(super) struct Strict {
        other: String,
    }
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Pages {
    texts: Page<String>,
    numbers: Page<u8>,
    pages: Page<Page<u8>>,
    here: Strict,
    elsewhere: elsewhere::Strict,
}

#[test]
fn types_of_one_name_are_told_apart() {
    let (_, shapes) = ask::<Pages>();
    let names: Vec<_> = shapes.iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        ["Page_Page_u8", "Page_String", "Page_u8", "Pages", "Strict", "elsewhere.Strict"]
    );
    let named = |name: &str| Shape::Named(name.to_owned());
    let expected = Shape::object([
        Member::required("items", Shape::TEXT.list()),
        Member::optional("next", named("Page_String").or_null()),
    ]);
    assert_eq!(shapes.get("Page_String"), Some(&expected));
}
