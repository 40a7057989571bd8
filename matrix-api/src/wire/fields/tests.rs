//! The codec, in both directions, against texts written by hand.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Debug,
};

use http::{HeaderMap, Method};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::*;
use crate::{
    error::{DecodeProblem, EncodeProblem, Part},
    metadata::{Field, FieldPlace, Metadata},
    path_history::PathHistory,
    text::{
        buffer::TextBuffer,
        template::{PathTemplate, TemplateCursor},
    },
    wire::{
        path_arguments::PathArguments,
        request_target::{RequestTarget, StaticPath},
    },
};

fn to_query(value: &impl Serialize) -> Result<String, (String, String)> {
    static METADATA: Metadata =
        Metadata::new("", Method::GET, PathHistory::fixed(path_template!("/")));
    let (mut text, mut started) = (TextBuffer::new(), false);
    let literal = StaticPath::of(&METADATA);
    let mut target =
        RequestTarget::new(&METADATA, &"https://h", path_template!("/"), literal, &mut text)
            .unwrap();
    let mut sink = QuerySink { target: &mut target, started: &mut started };
    value.serialize(FieldsSerializer::new(&mut sink)).map_err(shown)?;
    let target = String::from_utf8(text.take().into()).unwrap();
    Ok(target.strip_prefix("/").unwrap_or_default().to_owned())
}

fn to_path(template: PathTemplate, value: &impl Serialize) -> Result<String, (String, String)> {
    let mut text = TextBuffer::new();
    let mut template = TemplateCursor::new(template);
    let mut sink = PathSink { uri: &mut text, template: &mut template };
    value.serialize(FieldsSerializer::new(&mut sink)).map_err(shown)?;
    template.finish(&mut text);
    Ok(String::from_utf8(text.take().into()).unwrap())
}

fn to_headers(value: &impl Serialize) -> Result<HeaderMap, (String, String)> {
    const FIELDS: &[Field] = &[
        Field::new("x-token", FieldPlace::Header).secret(),
        Field::new("etag", FieldPlace::Header),
    ];
    let mut headers = HeaderMap::new();
    let mut sink = HeadersSink { headers: &mut headers, fields: FIELDS };
    value.serialize(FieldsSerializer::new(&mut sink)).map_err(shown)?;
    Ok(headers)
}

fn shown(error: SerializeError) -> (String, String) {
    let (name, problem) = error.into_parts();
    (name, problem.to_string())
}

fn read<T: DeserializeOwned>(source: Source<'_>) -> Result<T, (String, DecodeProblem)> {
    read_all(source).map_err(|error| hide_secrets(error, Part::Query, &[]))
}

fn from_query<T: DeserializeOwned>(query: &str) -> Result<T, (String, DecodeProblem)> {
    read(Source::Query(query))
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Guest,
    RegularUser,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped<T>(T);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct One<T> {
    v: T,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Maybe<T> {
    v: Option<T>,
}

fn both_ways<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T, text: &str) {
    let query = format!("v={text}");
    let value = One { v: value };
    assert_eq!(to_query(&value), Ok(format!("?{query}")));
    assert_eq!(from_query(&query), Ok(value));
}

#[test]
fn every_scalar_is_written_and_read() {
    both_ways(true, "true");
    both_ways(false, "false");
    both_ways(i8::MIN, "-128");
    both_ways(i16::MIN, "-32768");
    both_ways(i32::MIN, "-2147483648");
    both_ways(i64::MIN, "-9223372036854775808");
    both_ways(i128::MIN, "-170141183460469231731687303715884105728");
    both_ways(u8::MAX, "255");
    both_ways(u16::MAX, "65535");
    both_ways(u32::MAX, "4294967295");
    both_ways(u64::MAX, "18446744073709551615");
    both_ways(u128::MAX, "340282366920938463463374607431768211455");
    both_ways(0.25_f32, "0.25");
    both_ways(-1.5_f64, "-1.5");
    both_ways('ß', "%C3%9F");
    both_ways(String::from("plain"), "plain");
    both_ways(String::new(), "");
    both_ways(Kind::RegularUser, "regular_user");
    both_ways(Wrapped(7_u8), "7");
    both_ways(Some(Wrapped(String::from("x"))), "x");
}

#[test]
fn absent_values_are_left_out() {
    assert_eq!(to_query(&Maybe::<u8> { v: None }), Ok(String::new()));
    assert_eq!(from_query("other=1"), Ok(Maybe::<u8> { v: None }));
    assert_eq!(to_query(&One { v: vec![None, Some(1), None] }), Ok("?v=1".to_owned()));
}

#[test]
fn a_required_field_that_is_absent_is_named() {
    assert_eq!(from_query::<One<u8>>("w=1"), Err(("v".to_owned(), DecodeProblem::Missing)));
    assert_eq!(from_query::<One<Vec<u8>>>(""), Err(("v".to_owned(), DecodeProblem::Missing)));
}

#[test]
fn a_list_repeats_its_name() {
    both_ways(vec![1_u8], "1");
    let value = One { v: vec!["a".to_owned(), "b c".to_owned()] };
    assert_eq!(to_query(&value), Ok("?v=a&v=b+c".to_owned()));
    assert_eq!(from_query("v=a&w=z&v=b+c"), Ok(value));
    assert_eq!(from_query("v=1&v=2"), Ok(One { v: (1_u8, 2_u8) }));
}

#[test]
fn a_scalar_that_is_repeated_is_refused() {
    let repeated = Err(("v".to_owned(), DecodeProblem::Repeated));
    assert_eq!(from_query::<One<u8>>("v=1&v=1"), repeated);
    assert_eq!(
        from_query::<Maybe<u8>>("v=1&%76=2"),
        Err(("v".to_owned(), DecodeProblem::Repeated))
    );
    assert_eq!(
        from_query::<One<Kind>>("v=guest&v=guest"),
        Err(("v".to_owned(), DecodeProblem::Repeated))
    );
}

#[test]
fn aliases_and_defaults_mean_what_they_mean_in_json() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Query {
        #[serde(alias = "from")]
        since: String,
        #[serde(default = "ten")]
        limit: u8,
    }
    fn ten() -> u8 {
        10
    }
    assert_eq!(from_query("from=x"), Ok(Query { since: "x".to_owned(), limit: 10 }));
    assert_eq!(
        from_query::<Query>("from=x&since=y"),
        Err(("since".to_owned(), DecodeProblem::Repeated))
    );
}

#[test]
fn form_encoding_is_that_of_the_url_standard() {
    let value = One { v: "a b+c&d=e%f/g?é*-._~'()!@:".to_owned() };
    let query = "?v=a+b%2Bc%26d%3De%25f%2Fg%3F%C3%A9*-._%7E%27%28%29%21%40%3A";
    assert_eq!(to_query(&value), Ok(query.to_owned()));
    assert_eq!(from_query(query.trim_start_matches('?')), Ok(value));
    assert_eq!(from_query("v=%c3%A9%2b+"), Ok(One { v: "é+ ".to_owned() }));
    assert_eq!(from_query("v"), Ok(One { v: String::new() }));
    assert_eq!(from_query("&&v=a=b&"), Ok(One { v: "a=b".to_owned() }));
}

#[test]
fn malformed_text_is_refused() {
    for query in ["v=%", "v=%4", "v=%4g", "v=%+41", "v=%ff", "v=%C3", "v=%ED%A0%80"] {
        let encoding = Err(("v".to_owned(), DecodeProblem::Encoding));
        assert_eq!(from_query::<One<String>>(query), encoding, "{query}");
    }
    assert_eq!(
        from_query::<One<Vec<String>>>("v=a&v=%zz"),
        Err(("v".to_owned(), DecodeProblem::Encoding))
    );
}

#[test]
fn unknown_names_are_not_even_decoded() {
    assert_eq!(from_query("%=1&x=%zz&v=1"), Ok(One { v: 1_u8 }));
}

#[test]
fn unknown_names_are_refused_where_the_type_says_so() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        #[serde(alias = "w")]
        v: Option<u8>,
    }
    assert_eq!(from_query("&w=1&&%zz=1"), Ok(Strict { v: Some(1) }));
    for query in ["x=1", "v=1&x", "%78=1&v=1&y=2", "=&x"] {
        let (name, problem) = from_query::<Strict>(query).unwrap_err();
        assert_eq!(problem, DecodeProblem::UnknownField, "{query}");
        assert_eq!(name, if query.starts_with('=') { "" } else { "x" }, "{query}");
    }
    let mut headers = HeaderMap::new();
    headers.insert("host", http::HeaderValue::from_static("example.org"));
    assert_eq!(read(Source::Headers(&headers)), Ok(Strict { v: None }));
}

#[test]
fn names_may_be_read_as_numbers_and_variants() {
    let map = BTreeMap::from([(7_u8, "a".to_owned()), (255, "b".to_owned())]);
    assert_eq!(to_query(&map), Ok("?7=a&255=b".to_owned()));
    assert_eq!(from_query("255=b&7=a"), Ok(map));
    let (name, problem) = from_query::<BTreeMap<u8, String>>("256=b").unwrap_err();
    assert_eq!(name, "256");
    assert_eq!(problem.to_string(), "invalid value: expected an integer (`u8`)");
}

#[test]
fn numbers_and_booleans_are_read_strictly() {
    for query in ["v=", "v=%2B5", "v=5.0", "v=256", "v=-1", "v=0x5", "v=+5", "v=5 "] {
        let (name, problem) = from_query::<One<u8>>(query).unwrap_err();
        assert_eq!(name, "v");
        assert_eq!(problem.to_string(), "invalid value: expected an integer (`u8`)", "{query}");
    }
    for query in ["v=NaN", "v=inf", "v=infinity", "v=1e999", "v=%2B1"] {
        assert!(from_query::<One<f64>>(query).is_err(), "{query}");
    }
    for query in ["v=True", "v=1", "v="] {
        let (_, problem) = from_query::<One<bool>>(query).unwrap_err();
        assert_eq!(problem.to_string(), "invalid value: expected a boolean", "{query}");
    }
    assert_eq!(to_query(&One { v: f64::NAN }).unwrap_err().1, "the number must be finite");
}

#[test]
fn an_unknown_variant_lists_the_known_ones() {
    let (name, problem) = from_query::<One<Kind>>("v=MARKER").unwrap_err();
    assert_eq!(name, "v");
    assert_eq!(problem.to_string(), "invalid value: expected `guest` or `regular_user`");
}

#[test]
fn a_value_that_is_not_a_scalar_is_refused() {
    let refused = |value: Result<String, (String, String)>| value.unwrap_err();
    let (name, problem) = refused(to_query(&One { v: One { v: 1 } }));
    assert_eq!(name, "v");
    assert_eq!(problem, "expected a scalar or a list of scalars, found a struct");
    let (_, problem) = refused(to_query(&One { v: BTreeMap::from([("a", 1)]) }));
    assert_eq!(problem, "expected a scalar or a list of scalars, found a map");
    let (_, problem) = refused(to_query(&One { v: vec![vec![1]] }));
    assert_eq!(problem, "expected a scalar, found a list");
    assert!(to_query(&One { v: () }).is_err());
    assert!(to_query(&5).is_err());
    assert!(to_query(&[1, 2]).is_err());
    assert!(to_query(&vec![(1, 2, 3)]).is_err());
    assert!(to_path(path_template!("/{v}"), &One { v: vec![1] }).is_err());
}

#[test]
fn a_map_takes_every_field_in_order() {
    let query = "b=1&a=2&b=3&%C3%A9=4";
    let map: HashMap<String, Vec<u8>> = from_query(query).unwrap();
    let expected = [("b", vec![1, 3]), ("a", vec![2]), ("é", vec![4])];
    assert_eq!(map, expected.map(|(name, values)| (name.to_owned(), values)).into());
    let pairs: Vec<(String, u8)> = from_query(query).unwrap();
    let expected = [("b", 1), ("a", 2), ("b", 3), ("é", 4)];
    assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value)));
    assert_eq!(to_query(&expected), Ok(format!("?{query}")));
    let map = BTreeMap::from([("a b", vec![1, 2]), ("c", vec![])]);
    assert_eq!(to_query(&map), Ok("?a+b=1&a+b=2".to_owned()));
    let repeated = from_query::<HashMap<String, u8>>(query);
    assert_eq!(repeated, Err(("b".to_owned(), DecodeProblem::Repeated)));
}

/// All that serde cannot read from text without a hint.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Page {
    limit: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    ratio: f64,
    reverse: bool,
    tags: Vec<String>,
    numbers: Vec<u64>,
    text: String,
    kind: Kind,
    wrapped: Wrapped<u32>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Paged {
    first: u8,
    #[serde(flatten)]
    page: Page,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

#[test]
fn a_flattened_struct_with_any_scalars_and_lists_is_read() {
    let paged = |tags: &[&str], numbers: &[u64], text: &str| Paged {
        first: 5,
        page: Page {
            limit: 5,
            offset: Some(-5),
            ratio: 5.0,
            reverse: true,
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            numbers: numbers.into(),
            text: text.to_owned(),
            kind: Kind::Guest,
            wrapped: Wrapped(5),
        },
        rest: BTreeMap::from([
            ("x".to_owned(), "5".to_owned()),
            ("y".to_owned(), "true".to_owned()),
        ]),
    };
    for value in [
        paged(&["5"], &[5], "5"),
        paged(&["a", "b c"], &[1, u64::MAX], "true"),
        paged(&["true"], &[0], "\u{e9}"),
    ] {
        let query = to_query(&value).unwrap();
        assert_eq!(from_query(&query[1..]), Ok(value), "{query}");
    }
    let escaped = "%66irst=5&limit=%35&offset=-5&ratio=5&reverse=%74rue&tags=5&numbers=%35&text=%35\
                   &kind=guest&wrapped=5&x=%35&y=true";
    assert_eq!(from_query(escaped), Ok(paged(&["5"], &[5], "5")));
}

#[test]
fn an_error_of_a_flattened_field_has_its_name() {
    let query = |field: &str| {
        format!("{field}&first=1&limit=5&ratio=5&reverse=true&tags=a&numbers=1&text=a&kind=guest&wrapped=1")
            .replace(&format!("&{}=", field.split('=').next().unwrap()), "&other=")
    };
    for (field, expected) in [
        ("limit=many", "expected an integer (`u8`), found a string"),
        ("limit=", "expected an integer (`u8`), found a string"),
        ("limit=+5", "expected an integer (`u8`), found a string"),
        ("ratio=NaN", "expected a number, found a string"),
        ("reverse=yes", "expected a boolean, found a string"),
        ("numbers=x", "expected an integer (`u64`), found a string"),
    ] {
        let (name, problem) = from_query::<Paged>(&query(field)).unwrap_err();
        let expected = (field.split('=').next().unwrap(), expected);
        assert_eq!((&*name, &*problem.to_string()), expected, "{field}");
    }
}

#[test]
fn a_flattened_map_of_many_numbers_is_refused_and_not_slow() {
    #[derive(Debug, Deserialize)]
    struct Counts {
        #[serde(flatten)]
        counts: BTreeMap<String, u64>,
    }
    let query = |count: usize| -> String { (0..count).map(|n| format!("k{n}={n}&")).collect() };
    assert_eq!(from_query::<Counts>(&query(64)).unwrap().counts.len(), 64);
    let start = std::time::Instant::now();
    assert!(from_query::<Counts>(&query(10_000)).is_err());
    assert!(start.elapsed() < std::time::Duration::from_secs(30));
}

#[test]
fn a_flattened_map_with_the_name_of_a_field_is_refused() {
    #[derive(Serialize)]
    struct Query {
        first: Option<u8>,
        list: Vec<u8>,
        #[serde(flatten)]
        rest: BTreeMap<String, Vec<u8>>,
    }
    let query = |first, list: &[u8], name: &str| {
        let rest = BTreeMap::from([(name.to_owned(), vec![1, 2])]);
        to_query(&Query { first, list: list.into(), rest }).map_err(|(_, problem)| problem)
    };
    assert_eq!(query(Some(1), &[3, 4], "x"), Ok("?first=1&list=3&list=4&x=1&x=2".to_owned()));
    let error = |name| Err(format!("the key `{name}` would be written twice"));
    assert_eq!(query(Some(1), &[], "first"), error("first"));
    assert_eq!(query(None, &[1], "list"), error("list"));
    // What is not written is not repeated.
    assert_eq!(query(None, &[], "first"), Ok("?first=1&first=2".to_owned()));
}

#[test]
fn flattened_fields_are_read_and_written() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Query {
        first: String,
        #[serde(flatten)]
        rest: BTreeMap<String, String>,
    }
    let query =
        Query { first: "1".to_owned(), rest: BTreeMap::from([("x".to_owned(), "y z".to_owned())]) };
    assert_eq!(to_query(&query), Ok("?first=1&x=y+z".to_owned()));
    assert_eq!(from_query("x=y+z&first=1"), Ok(query));
}

#[test]
fn a_type_s_own_reason_is_kept_unless_it_shows_the_value() {
    #[derive(Debug, PartialEq)]
    struct Picky;
    impl<'de> Deserialize<'de> for Picky {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Err(serde::de::Error::custom(match text.strip_prefix("quote:") {
                Some(quoted) => format!("I do not like <{quoted}>"),
                None => "I like nothing".to_owned(),
            }))
        }
    }
    assert_eq!(
        from_query::<One<Picky>>("v=MARKER"),
        Err(("v".to_owned(), DecodeProblem::rejected("I like nothing")))
    );
    let hidden = ("v".to_owned(), DecodeProblem::Rejected { reason: None });
    let query = "v=quote:MAR%4BER";
    assert_eq!(from_query::<One<Picky>>(query).unwrap_err(), hidden);
    assert_eq!(from_query::<HashMap<String, Picky>>(query).unwrap_err(), hidden);
    assert_eq!(from_query::<Vec<(String, Picky)>>(query).unwrap_err(), hidden);
}

#[test]
fn texts_of_any_length_are_written_whole() {
    for length in [1, 30, 31, 32, 33, 64, 70, 150, 220, 230, 1000] {
        let text = "aé/ ".repeat(length);
        let fields = BTreeMap::from([("a", text.clone()), ("b", text.clone())]);
        let query = to_query(&fields).unwrap();
        assert_eq!(query.len(), "?a=&b=".len() + 2 * length * "a%C3%A9%2F+".len());
        assert_eq!(from_query::<BTreeMap<String, String>>(&query[1..]).unwrap()["b"], text);
        let path = to_path(path_template!("/{a}/and/{b}"), &fields).unwrap();
        let argument = "a%C3%A9%2F%20".repeat(length);
        assert_eq!(path, format!("/{argument}/and/{argument}"));
    }
}

#[test]
fn path_arguments_are_encoded_per_segment() {
    #[derive(Serialize)]
    struct Path<'a> {
        room: &'a str,
        event: &'a str,
    }
    let template = path_template!("/rooms/{room}/event/{event}/end");
    let path = Path { room: "!r/o?o#m:ex.org", event: "$é %2F" };
    assert_eq!(
        to_path(template, &path),
        Ok("/rooms/!r%2Fo%3Fo%23m%3Aex.org/event/%24%C3%A9%20%252F/end".to_owned())
    );
    let plain = Path { room: "AZaz09-._~!*'()", event: "..." };
    assert_eq!(to_path(template, &plain), Ok("/rooms/AZaz09-._~!*'()/event/.../end".to_owned()));
    for argument in ["", ".", ".."] {
        let (name, problem) = to_path(template, &Path { room: "r", event: argument }).unwrap_err();
        assert_eq!(name, "event");
        assert_eq!(problem, EncodeProblem::PathArgument.to_string());
    }
    let other = to_path(path_template!("/{event}/{room}"), &path).unwrap_err();
    assert_eq!(other, ("room".to_owned(), EncodeProblem::UnknownPlaceholder.to_string()));
}

#[test]
fn path_arguments_are_found_by_name() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Path {
        event: String,
        room: u64,
    }
    const PATHS: &PathHistory = &PathHistory::fixed(path_template!("/rooms/{room}/{event}"));
    let arguments = PathArguments::find(PATHS, "/rooms/5/%2F%C3%A9+").unwrap();
    let path = Path { event: "/é+".to_owned(), room: 5 };
    assert_eq!(read(Source::Path(arguments)), Ok(path));
}

#[test]
fn headers_are_read_and_written() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Headers {
        etag: String,
        #[serde(rename = "x-token")]
        token: Option<String>,
        #[serde(rename = "set-cookie")]
        cookies: Vec<String>,
        #[serde(rename = "x-age")]
        age: u32,
    }
    let value = Headers {
        etag: "\"é\"".to_owned(),
        token: Some("MARKER".to_owned()),
        cookies: vec!["a=1".to_owned(), "b=2".to_owned()],
        age: 5,
    };
    let headers = to_headers(&value).unwrap();
    assert!(headers["x-token"].is_sensitive());
    assert!(!headers["etag"].is_sensitive());
    assert_eq!(headers.get_all("set-cookie").iter().collect::<Vec<_>>(), ["a=1", "b=2"]);
    assert_eq!(read(Source::Headers(&headers)), Ok(value));
}

#[test]
fn header_values_that_would_not_arrive_are_refused() {
    for value in ["a\r\nb", "a\0", "\u{7f}", " a", "a ", "\ta"] {
        let (name, problem) = to_headers(&BTreeMap::from([("etag", value)])).unwrap_err();
        assert_eq!(name, "etag");
        assert_eq!(problem, EncodeProblem::HeaderValue.to_string(), "{value:?}");
    }
    let name = to_headers(&BTreeMap::from([("not a name", "x")])).unwrap_err();
    assert_eq!(name.1, EncodeProblem::HeaderName.to_string());
}

#[test]
fn header_values_that_are_no_utf_8_are_refused() {
    let mut headers = HeaderMap::new();
    headers.insert("v", http::HeaderValue::from_bytes(b"a\xff").unwrap());
    let wrong = Err(("v".to_owned(), DecodeProblem::Encoding));
    assert_eq!(read::<One<String>>(Source::Headers(&headers)), wrong);
}
