//! The shapes of types of the standard library and of serde_json.
//!
//! A container describes itself only if its items do. One of other items is asked, so that they are, too.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use serde_json::{Map, Value};

use super::{
    shape::Shape,
    shapes::{Describe, Shapes},
};

macro_rules! describe {
    ($($type:ty => $shape:expr;)*) => {
        $(impl Describe for $type {
            fn describe(_: &mut Shapes) -> Shape {
                $shape
            }
        })*
    };
}

describe! {
    () => Shape::Null;
    bool => Shape::Boolean;
    i8 => Shape::integer(i8::MIN, i8::MAX);
    i16 => Shape::integer(i16::MIN, i16::MAX);
    i32 => Shape::integer(i32::MIN, i32::MAX);
    i64 => Shape::integer(i64::MIN, i64::MAX);
    u8 => Shape::integer(u8::MIN, u8::MAX);
    u16 => Shape::integer(u16::MIN, u16::MAX);
    u32 => Shape::integer(u32::MIN, u32::MAX);
    u64 => Shape::integer(u64::MIN, u64::MAX);
    f32 => Shape::Number;
    f64 => Shape::Number;
    char => Shape::text("char");
    String => Shape::TEXT;
    Box<str> => Shape::TEXT;
    Arc<str> => Shape::TEXT;
    Value => Shape::Any;
    Map<String, Value> => Shape::Any.map();
}

impl<T: Describe> Describe for Option<T> {
    fn describe(shapes: &mut Shapes) -> Shape {
        T::describe(shapes).or_null()
    }
}

impl<T: Describe> Describe for Box<T> {
    fn describe(shapes: &mut Shapes) -> Shape {
        T::describe(shapes)
    }
}

impl<T: Describe> Describe for Vec<T> {
    fn describe(shapes: &mut Shapes) -> Shape {
        T::describe(shapes).list()
    }
}

impl<T: Describe> Describe for BTreeSet<T> {
    fn describe(shapes: &mut Shapes) -> Shape {
        T::describe(shapes).list()
    }
}

impl<T: Describe, S> Describe for HashSet<T, S> {
    fn describe(shapes: &mut Shapes) -> Shape {
        T::describe(shapes).list()
    }
}

impl<K, T: Describe> Describe for BTreeMap<K, T> {
    fn describe(shapes: &mut Shapes) -> Shape {
        T::describe(shapes).map()
    }
}

impl<K, T: Describe, S> Describe for HashMap<K, T, S> {
    fn describe(shapes: &mut Shapes) -> Shape {
        T::describe(shapes).map()
    }
}
