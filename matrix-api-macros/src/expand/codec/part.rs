//! The parts of an HTTP message, and the fields in each.

use proc_macro2::{Span, TokenStream};
use syn::{Attribute, Ident};

use crate::model::{Body, Field, FieldPlace, Message, Query};

/// The fields in a part of an HTTP message.
pub(super) struct PartFields<'a> {
    pub(super) part: Part,
    pub(super) fields: Vec<&'a Field>,
    /// Whether the one field is the whole part.
    pub(super) whole: bool,
    /// Whether only serde's own derive understands the attributes.
    pub(super) needs_derive: bool,
}

/// A part of an HTTP message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Path,
    Query,
    Headers,
    JsonBody,
    RawBody,
}

impl Part {
    /// The method of encoders and decoders for the part.
    pub(super) fn method(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Headers => "headers",
            Self::JsonBody => "json",
            Self::RawBody => "raw_body",
        }
    }

    /// The function of the runtime's `__private` that reads the part's fields.
    pub(super) fn read_function(self) -> &'static str {
        match self {
            Self::Path => "read_arguments",
            Self::Query => "read_query",
            Self::Headers => "read_headers",
            Self::JsonBody | Self::RawBody => "read_members",
        }
    }

    /// The part's name in the names of private types.
    pub(super) fn type_name(self) -> &'static str {
        match self {
            Self::Path => "Path",
            Self::Query => "Query",
            Self::Headers => "Headers",
            Self::JsonBody | Self::RawBody => "Body",
        }
    }

    /// The variant of the runtime's `error::Part`.
    pub(super) fn variant(self) -> &'static str {
        match self {
            Self::Path => "Path",
            Self::Query => "Query",
            Self::Headers => "Header",
            Self::JsonBody | Self::RawBody => "Body",
        }
    }
}

impl<'a> PartFields<'a> {
    fn several(message: &Message, part: Part, fields: Vec<&'a Field>) -> Option<Self> {
        let needs_derive = message.needs_derive || fields.iter().any(|field| field.needs_derive);
        (!fields.is_empty()).then_some(Self { part, fields, whole: false, needs_derive })
    }

    fn whole(part: Part, field: &'a Field) -> Self {
        Self { part, fields: vec![field], whole: true, needs_derive: field.needs_derive }
    }

    /// The configuration of the whole part, which is that of its one field.
    pub(super) fn cfg(&self) -> &[Attribute] {
        match self.fields.as_slice() {
            [only] if self.whole => &only.cfg,
            _ => &[],
        }
    }
}

/// The parts of a message that have fields, in the order in which they are written.
pub(super) fn parts(message: &Message) -> Vec<PartFields<'_>> {
    let mut parts = Vec::new();
    parts.extend(PartFields::several(message, Part::Path, message.path_fields()));
    match message.query() {
        Query::Keys(fields) => parts.extend(PartFields::several(message, Part::Query, fields)),
        Query::Whole(fields) => {
            parts.extend(fields.into_iter().map(|field| PartFields::whole(Part::Query, field)));
        }
    }
    parts.extend(PartFields::several(message, Part::Headers, message.header_fields()));
    match message.body() {
        Body::Members(fields) => parts.extend(PartFields::several(message, Part::JsonBody, fields)),
        Body::Whole(fields) => parts.extend(fields.into_iter().map(|field| {
            let raw = field.place == FieldPlace::RawBody;
            PartFields::whole(if raw { Part::RawBody } else { Part::JsonBody }, field)
        })),
    }
    parts
}

/// The code that reads a part.
pub(super) struct ReadPart {
    /// Reads the part into local variables.
    pub(super) statements: TokenStream,
    /// The part's fields as in a struct expression, each with a comma.
    pub(super) fields: TokenStream,
}

/// A local variable that cannot clash with the author's names.
pub(super) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
