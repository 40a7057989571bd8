//! JSON that is written: every call of a serializer writes what serde_json writes, or fails alike.
//!
//! The input is read as a program that builds a value.

use matrix_api_tests::compared::written::{Value, compare};
use serde_json::value::RawValue;

pub(crate) fn run(input: &[u8]) -> bool {
    let mut input = Input(input);
    let value = value(&mut input, DEPTH);
    compare(value).unwrap_or_else(|difference| panic!("{difference}"));
    true
}

/// How deep values are nested.
const DEPTH: u8 = 6;
const NAMES: &[&str] = &["", "name", "m.relates_to", "with \"quotes\"", "zwölf", "a\tb\u{7f}"];
const RAW: &[&str] = &["null", "[1, 2]", "\"a\"", "{\"a\": -0.0}"];

/// Bytes, and zeros after the last one.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                *first
            }
            None => 0,
        }
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.byte())
    }

    fn choose<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::from(self.byte()) % choices.len()]
    }

    /// As many bytes as the first one says, at most those that are left.
    fn slice(&mut self) -> &'a [u8] {
        let length = usize::from(self.byte());
        let (slice, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        slice
    }

    fn text(&mut self) -> String {
        String::from_utf8_lossy(self.slice()).into_owned()
    }
}

fn value(input: &mut Input<'_>, depth: u8) -> Value {
    let kinds = if depth == 0 { 23 } else { 34 };
    match input.byte() % kinds {
        0 => Value::Unit,
        1 => Value::Bool(input.byte() % 2 == 1),
        2 => Value::I8(i8::from_le_bytes(input.bytes())),
        3 => Value::I16(i16::from_le_bytes(input.bytes())),
        4 => Value::I32(i32::from_le_bytes(input.bytes())),
        5 => Value::I64(i64::from_le_bytes(input.bytes())),
        6 => Value::I128(i128::from_le_bytes(input.bytes())),
        7 => Value::U8(input.byte()),
        8 => Value::U16(u16::from_le_bytes(input.bytes())),
        9 => Value::U32(u32::from_le_bytes(input.bytes())),
        10 => Value::U64(u64::from_le_bytes(input.bytes())),
        11 => Value::U128(u128::from_le_bytes(input.bytes())),
        12 => Value::F32(f32::from_le_bytes(input.bytes())),
        13 => Value::F64(f64::from_le_bytes(input.bytes())),
        14 => Value::Char(char::from_u32(u32::from_le_bytes(input.bytes())).unwrap_or('é')),
        15..=17 => Value::String(input.text()),
        18 => Value::Shown(input.text()),
        19 => Value::Bytes(input.slice().to_vec()),
        20 => Value::None,
        21 => Value::UnitVariant(input.choose(NAMES)),
        22 => Value::Raw(RawValue::from_string(input.choose(RAW).to_owned()).expect("JSON")),
        23 => Value::UnitStruct,
        24 => Value::Some(Box::new(value(input, depth - 1))),
        25 => Value::Newtype(Box::new(value(input, depth - 1))),
        26 => Value::NewtypeVariant(input.choose(NAMES), Box::new(value(input, depth - 1))),
        27 => Value::Seq(list(input, |input| value(input, depth - 1))),
        28 => Value::SeqOfUnknownLength(list(input, |input| value(input, depth - 1))),
        29 => Value::Tuple(list(input, |input| value(input, depth - 1))),
        30 => Value::TupleStruct(list(input, |input| value(input, depth - 1))),
        31 => {
            let name = input.choose(NAMES);
            Value::TupleVariant(name, list(input, |input| value(input, depth - 1)))
        }
        32 => Value::Map(list(input, |input| (key(input), value(input, depth - 1)))),
        _ => {
            let field = |input: &mut Input<'_>| (input.choose(NAMES), value(input, depth - 1));
            match input.byte() % 2 {
                0 => Value::Struct(list(input, field)),
                _ => Value::StructVariant(input.choose(NAMES), list(input, field)),
            }
        }
    }
}

/// Mostly valid keys.
fn key(input: &mut Input<'_>) -> Value {
    match input.byte() % 4 {
        0..=2 => Value::String(input.text()),
        _ => value(input, 2),
    }
}

fn list<T>(input: &mut Input<'_>, element: impl Fn(&mut Input<'_>) -> T) -> Vec<T> {
    let length = input.byte() % 8;
    let mut list = Vec::new();
    while list.len() < usize::from(length) && !input.0.is_empty() {
        list.push(element(input));
    }
    list
}

/// Each kind of value, alone and in a map.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let text = [12, b'a', b'"', b'\\', b'\n', 0xc3, 0xa9, 0x7f, 1, b'b', b'c', b'd', b'e'];
    let kinds = (0..34).map(|kind| [&[kind, 3], text.as_slice(), &text].concat());
    let maps = (0..34).map(|kind| [&[32, 2, 0], text.as_slice(), &[kind, 3], &text].concat());
    kinds.chain(maps).collect()
}
