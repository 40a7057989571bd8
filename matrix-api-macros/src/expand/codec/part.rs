//! The parts of an HTTP message, and the fields that travel in each.

use syn::Attribute;

use crate::model::{Body, Field, FieldPlace, Message, Query};

/// A part of an HTTP message and the fields that travel in it.
pub(super) struct Part<'a> {
    pub(super) kind: PartKind,
    pub(super) fields: Vec<&'a Field>,
    /// Whether the one field is the whole part.
    pub(super) whole: bool,
    /// Whether only serde's own derive understands the attributes.
    pub(super) needs_derive: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    Path,
    Query,
    Headers,
    Json,
    Raw,
}

impl PartKind {
    /// The name of the part's methods of encoders and decoders.
    pub(super) fn method(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Headers => "headers",
            Self::Json => "json",
            Self::Raw => "raw_body",
        }
    }

    /// The function of the runtime's `__private` that reads the part's fields.
    pub(super) fn read_method(self) -> &'static str {
        match self {
            Self::Path => "read_arguments",
            Self::Query => "read_query",
            Self::Headers => "read_headers",
            Self::Json | Self::Raw => "read_members",
        }
    }

    /// The part's name within the names of types.
    pub(super) fn type_name(self) -> &'static str {
        match self {
            Self::Path => "Path",
            Self::Query => "Query",
            Self::Headers => "Headers",
            Self::Json | Self::Raw => "Body",
        }
    }

    /// The variant of the runtime's `Part`.
    pub(super) fn variant(self) -> &'static str {
        match self {
            Self::Path => "Path",
            Self::Query => "Query",
            Self::Headers => "Header",
            Self::Json | Self::Raw => "Body",
        }
    }
}

impl<'a> Part<'a> {
    fn several(message: &Message, kind: PartKind, fields: Vec<&'a Field>) -> Option<Self> {
        let needs_derive = message.needs_derive || fields.iter().any(|field| field.needs_derive);
        (!fields.is_empty()).then_some(Self { kind, fields, whole: false, needs_derive })
    }

    fn whole(kind: PartKind, field: &'a Field) -> Self {
        Self { kind, fields: vec![field], whole: true, needs_derive: field.needs_derive }
    }

    /// What makes the whole part conditional: the configuration of its one field.
    pub(super) fn cfg(&self) -> &[Attribute] {
        match self.fields.as_slice() {
            [only] if self.whole => &only.cfg,
            _ => &[],
        }
    }
}

/// The parts of a message that have fields, in the order in which they are written.
pub(super) fn parts(message: &Message) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    parts.extend(Part::several(message, PartKind::Path, message.path_fields()));
    match message.query() {
        Query::Keys(fields) => parts.extend(Part::several(message, PartKind::Query, fields)),
        Query::Whole(fields) => {
            parts.extend(fields.into_iter().map(|field| Part::whole(PartKind::Query, field)));
        }
    }
    parts.extend(Part::several(message, PartKind::Headers, message.header_fields()));
    match message.body() {
        Body::Members(fields) => parts.extend(Part::several(message, PartKind::Json, fields)),
        Body::Whole(fields) => parts.extend(fields.into_iter().map(|field| {
            let raw = field.place == FieldPlace::RawBody;
            Part::whole(if raw { PartKind::Raw } else { PartKind::Json }, field)
        })),
    }
    parts
}
