//! What a block says about its fields: documentation, presence, defaults, names.

use matrix_api::{
    MatrixVersion,
    description::{Shape, Shapes},
    endpoints::{EndpointDescription, EndpointEntry, FieldDescription},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

fn describe(endpoint: EndpointEntry) -> EndpointDescription {
    endpoint.describe(&mut Shapes::new())
}

fn named<'a>(fields: &'a [FieldDescription], name: &str) -> &'a FieldDescription {
    let field = fields.iter().find(|field| field.metadata.name == name);
    field.unwrap_or_else(|| panic!("no field {name}"))
}

/// A type with a shape of its own, which says what was described.
macro_rules! marked {
    ($($name:ident)+) => {$(
        #[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
        pub struct $name(u8);

        impl matrix_api::description::Describe for $name {
            fn describe(_: &mut Shapes) -> Shape {
                shape_of(stringify!($name))
            }
        }
    )+};
}

fn shape_of(name: &str) -> Shape {
    Shape::Named(name.to_owned())
}

fn or_null(name: &str) -> Shape {
    Shape::OneOf(vec![shape_of(name), Shape::Null])
}

marked! { Required Optional Nullable Defaulted Doubled Wrapped Read Written Whole }

pub mod presence {
    use super::{Defaulted, Doubled, Nullable, Optional, Required};

    fn six() -> Defaulted {
        Defaulted(6)
    }

    fn seven() -> Option<Defaulted> {
        Some(Defaulted(7))
    }

    fn twelve() -> u8 {
        12
    }

    matrix_api::ruma_api! {
        metadata {
            description: "Fields that may be absent.",
            method: POST,
            name: "presence",
            path: "/presence/{last}",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            pub required: Required,
            pub optional: Option<Optional>,
            #[ruma_api(nullable)]
            pub nullable: Option<Nullable>,
            #[serde(default)]
            pub defaulted: Defaulted,
            #[serde(default = "six")]
            pub six: Defaulted,
            #[serde(default = "seven")]
            pub seven: Option<Defaulted>,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            pub left_out: Vec<u8>,
            pub doubled: Option<Option<Doubled>>,
            #[serde(default = "six")]
            #[ruma_api(secret)]
            pub hidden: Defaulted,
            #[ruma_api(path)]
            #[serde(default = "twelve")]
            pub last: u8,
            #[ruma_api(query)]
            #[serde(default)]
            pub tags: Vec<String>,
            #[ruma_api(header = IF_MATCH)]
            pub version: Option<Optional>,
        }

        response {
            #[ruma_api(body)]
            pub whole: Option<super::Whole>,
        }
    }
}

#[test]
fn an_absent_field_is_not_null() {
    let described = describe(EndpointEntry::of::<presence::Request>());
    let shape = |name| named(&described.request, name).shape.clone();
    assert_eq!(shape("required"), shape_of("Required"));
    assert_eq!(shape("optional"), shape_of("Optional"));
    assert_eq!(shape("if-match"), shape_of("Optional"));
    assert_eq!(shape("nullable"), or_null("Nullable"));
    assert_eq!(shape("defaulted"), shape_of("Defaulted"));
    assert_eq!(shape("seven"), or_null("Defaulted"));
    assert_eq!(shape("doubled"), or_null("Doubled"));
    assert_eq!(described.responses[0].fields[0].shape, shape_of("Whole"));
    let nullable = described.request.iter().filter(|field| field.nullable);
    let nullable: Vec<_> = nullable.map(|field| field.metadata.name).collect();
    assert_eq!(nullable, ["nullable", "seven", "doubled"]);
}

#[test]
fn defaults_are_the_values_of_absent_fields() {
    let described = describe(EndpointEntry::of::<presence::Request>());
    let defaults = described.request.iter().filter_map(|field| {
        let default = field.default.clone()?;
        Some((field.metadata.name, default))
    });
    // `None` is an absent field itself, and `hidden` is a secret.
    assert_eq!(
        defaults.collect::<Vec<_>>(),
        [
            ("defaulted", json!(0)),
            ("six", json!(6)),
            ("seven", json!(7)),
            ("left_out", json!([])),
            ("last", json!(12)),
            ("tags", json!([])),
        ]
    );
}

/// A byte as a list of its bits, as another type.
mod bits {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Read, Wrapped};

    pub fn serialize<S: Serializer>(value: &Wrapped, serializer: S) -> Result<S::Ok, S::Error> {
        [value.0].serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Wrapped, D::Error> {
        <[u8; 1]>::deserialize(deserializer).map(|[value]| Wrapped(value))
    }

    pub fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Read, D::Error> {
        <[u8; 1]>::deserialize(deserializer).map(|[value]| Read(value))
    }

    pub fn write<S: Serializer>(value: &super::Written, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

pub mod functions {
    use super::{Read, Wrapped, Written};

    matrix_api::ruma_api! {
        metadata {
            description: "Functions of the author.",
            method: POST,
            name: "functions",
            path: "/functions",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[serde(with = "super::bits", default)]
            pub wrapped: Wrapped,
            #[serde(deserialize_with = "super::bits::lenient")]
            pub read: Read,
            #[serde(serialize_with = "super::bits::write")]
            pub written: Written,
        }

        /// Its body is left to serde's derive.
        #[serde(deny_unknown_fields)]
        response {
            #[serde(with = "super::bits", default)]
            pub wrapped: Wrapped,
        }
    }
}

#[test]
fn a_module_of_functions_replaces_the_form_of_the_type() {
    let described = describe(EndpointEntry::of::<functions::Request>());
    for fields in [&described.request, &described.responses[0].fields] {
        let wrapped = named(fields, "wrapped");
        assert_ne!(wrapped.shape, shape_of("Wrapped"));
        assert_eq!(wrapped.default, Some(json!([0])));
    }
    // One direction keeps the form of the type.
    assert_eq!(named(&described.request, "read").shape, shape_of("Read"));
    assert_eq!(named(&described.request, "written").shape, shape_of("Written"));
}

#[test]
fn unknown_members_are_refused_where_the_block_says_so() {
    let described = describe(EndpointEntry::of::<functions::Request>());
    assert!(!described.refuses_unknown_members);
    assert!(described.responses[0].refuses_unknown_members);
}

/// A value without serde.
#[derive(Clone, Debug, Default)]
pub struct Local;

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Rest {
    pub one: u8,
}

pub mod said {
    use super::{Local, Rest};

    matrix_api::ruma_api! {
        metadata {
            description: "What an author says.",
            method: POST,
            name: "said",
            path: "/said",
            rate_limited: false,
            requires_authentication: false,
        }

        /// The request.
        ///
        /// * More.
        request {
            /// One line.
            pub one: u8,
            /// Two lines,
            ///   with a list.
            pub two: u8,
            #[doc = concat!(" Made of ", stringify!(pieces), ".")]
            /// The end.
            pub pieces: u8,
            /// Before.
            #[doc = include_str!("long.md")]
            /// After.
            pub included: u8,
            pub nothing: u8,
            #[serde(rename = "m.name", alias = "name", alias = "title")]
            pub named: String,
            #[serde(rename(serialize = "written", deserialize = "read"))]
            pub renamed: u8,
            #[deprecated(note = "use `one`")]
            pub old: Option<u8>,
            #[serde(skip)]
            _local: Local,
            #[cfg(not(test))]
            pub never: Local,
            #[cfg(test)]
            pub always: u8,
            #[serde(flatten)]
            pub rest: Rest,
        }

        /// The response.
        response {
            #[ruma_api(status)]
            pub status: matrix_api::http::StatusCode,
            #[ruma_api(raw_body)]
            pub content: matrix_api::bytes::Bytes,
        }
    }
}

#[test]
fn documentation_is_the_text_of_the_comments() {
    let described = describe(EndpointEntry::of::<said::Request>());
    let documentation = |name| named(&described.request, name).documentation;
    assert_eq!(documentation("one"), "One line.");
    assert_eq!(documentation("two"), "Two lines,\n  with a list.");
    assert_eq!(documentation("pieces"), "Made of pieces.\nThe end.");
    assert_eq!(documentation("included"), "Before.\nA text of its own.\n\nAfter.");
    assert_eq!(documentation("nothing"), "");
    assert_eq!(described.documentation, "The request.\n\n* More.");
    assert_eq!(described.responses[0].documentation, "The response.");
}

#[test]
fn names_marks_and_conditions_are_those_of_the_block() {
    let described = describe(EndpointEntry::of::<said::Request>());
    let names: Vec<_> = described.request.iter().map(|field| field.metadata.name).collect();
    assert_eq!(
        names,
        [
            "one", "two", "pieces", "included", "nothing", "m.name", "written", "old", "always",
            "rest"
        ]
    );
    assert_eq!(named(&described.request, "m.name").aliases, ["name", "title"]);
    assert_eq!(named(&described.request, "written").aliases, ["read"]);
    assert_eq!(named(&described.request, "one").aliases, [""; 0]);
    let marked = |mark: fn(&FieldDescription) -> bool| {
        let marked = described.request.iter().filter(|field| mark(field));
        marked.map(|field| field.metadata.name).collect::<Vec<_>>()
    };
    assert_eq!(marked(|field| field.deprecated), ["old"]);
    assert_eq!(marked(|field| field.flattened), ["rest"]);
}

pub mod aged {
    matrix_api::ruma_api! {
        metadata {
            description: "Fields of several versions.",
            method: POST,
            name: "aged",
            history: { 1.1 => "/v3/aged", 1.9 => deprecated },
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            pub old: u8,
            /// The middle.
            #[ruma_api(query, since = "1.1")]
            pub middle: u8,
        }

        response {
            #[ruma_api(since = "1.10")]
            pub latest: Option<u8>,
        }
    }
}

#[test]
fn a_field_has_the_version_that_added_it() {
    let described = describe(EndpointEntry::of::<aged::Request>());
    let since = |fields: &[FieldDescription], name| named(fields, name).since;
    assert_eq!(since(&described.request, "old"), None);
    assert_eq!(since(&described.request, "middle"), Some(MatrixVersion::new(1, 1)));
    let response = &described.responses[0].fields;
    assert_eq!(since(response, "latest"), Some(MatrixVersion::new(1, 10)));
    assert_eq!(named(&described.request, "middle").documentation, "The middle.");
}

#[test]
fn a_status_is_an_integer() {
    let described = describe(EndpointEntry::of::<said::Request>());
    let status = Shape::Integer { minimum: Some(100), maximum: Some(999) };
    assert_eq!(named(&described.responses[0].fields, "status").shape, status);
}
