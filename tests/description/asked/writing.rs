//! What a type writes, compared with what it reads.

use std::collections::BTreeMap;

use matrix_api::{
    description::{Member, Shape, Shapes},
    identifiers::UserId,
};
use proptest::{collection, option, prelude::*};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Outer {
    #[serde(skip_serializing_if = "Option::is_none")]
    inner: Option<Inner>,
    null: Option<Inner>,
    list: Vec<Inner>,
    kind: Kind,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Inner {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<UserId>,
    number: Option<i16>,
    #[serde(default)]
    map: BTreeMap<String, bool>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
enum Kind {
    Unit,
    Number(u8),
    Boxed(Box<Outer>),
    Members { left: Inner, right: (bool, Option<String>) },
}

#[test]
fn members_that_are_left_out_are_not_null() {
    let mut shapes = Shapes::new();
    shapes.ask_and_compare::<Outer>();
    let named = |name: &str| Shape::Named(name.to_owned());
    let outer = Shape::object([
        Member::optional("inner", named("Inner")),
        Member::optional("null", named("Inner").or_null()),
        Member::required("list", named("Inner").list()),
        Member::required("kind", named("Kind")),
    ]);
    let inner = Shape::object([
        Member::optional("user", Shape::text("mx-user-id")),
        Member::optional("number", Shape::integer(i16::MIN, i16::MAX).or_null()),
        Member::optional("map", Shape::Boolean.map()),
    ]);
    for _ in 0..2 {
        assert_eq!(shapes.get("Outer"), Some(&outer));
        assert_eq!(shapes.get("Inner"), Some(&inner));
        assert_eq!(shapes.warnings().count(), 0);
        // It says less, and changes nothing.
        shapes.ask::<Outer>();
    }
}

fn inner() -> impl Strategy<Value = Inner> {
    let user = option::of(Just("@ann:example.org".parse().expect("a user")));
    let map = collection::btree_map(".{0,3}", any::<bool>(), 0..3);
    (user, any::<Option<i16>>(), map).prop_map(|(user, number, map)| Inner { user, number, map })
}

fn outer() -> impl Strategy<Value = Outer> {
    let of = |kind: BoxedStrategy<Kind>| {
        let optional = || option::of(inner());
        (optional(), optional(), collection::vec(inner(), 0..3), kind)
            .prop_map(|(inner, null, list, kind)| Outer { inner, null, list, kind })
    };
    let flat = || {
        let members = (inner(), any::<bool>(), option::of(".{0,3}"));
        let members = members.prop_map(|(left, a, b)| Kind::Members { left, right: (a, b) });
        prop_oneof![Just(Kind::Unit), any::<u8>().prop_map(Kind::Number), members].boxed()
    };
    let boxed = of(flat()).prop_map(|outer| Kind::Boxed(Box::new(outer))).boxed();
    of(prop_oneof![flat(), boxed].boxed())
}

proptest! {
    #[test]
    fn every_value_that_is_written_has_the_shape_of_its_type(value in outer()) {
        let mut shapes = Shapes::new();
        let shape = shapes.ask_and_compare::<Outer>();
        let written = serde_json::to_value(&value).expect("JSON");
        let mismatch = shapes.mismatch(&shape, &written).map(|found| found.to_string());
        prop_assert_eq!(mismatch, None, "{}", written);
        let sample: Outer = serde_json::from_value(shapes.sample(&shape)).expect("a sample");
        prop_assert_eq!(shapes.mismatch(&shape, &serde_json::to_value(&sample).expect("JSON")), None);
    }
}
