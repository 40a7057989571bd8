//! The parts of an HTTP message, and the fields in each.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Ident};

pub(super) use crate::expand::local::local;
use crate::{
    model::{Body, Field, FieldPlace, Message, Presence, Query},
    runtime_path::RuntimePath,
};

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
    Status,
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
            Self::Status => "status",
        }
    }

    /// The function of the runtime's `__private` that reads the part's fields.
    pub(super) fn read_function(self) -> &'static str {
        match self {
            Self::Path => "read_arguments",
            Self::Query => "read_query",
            Self::Headers => "read_headers",
            Self::JsonBody | Self::RawBody | Self::Status => "read_members",
        }
    }

    /// The part's name in the names of private types.
    pub(super) fn type_name(self) -> &'static str {
        match self {
            Self::Path => "Path",
            Self::Query => "Query",
            Self::Headers => "Headers",
            Self::JsonBody | Self::RawBody => "Body",
            Self::Status => "Status",
        }
    }

    /// The variant of the runtime's `error::Part`.
    pub(super) fn variant(self) -> &'static str {
        match self {
            Self::Path => "Path",
            Self::Query => "Query",
            Self::Headers => "Header",
            Self::JsonBody | Self::RawBody => "Body",
            Self::Status => "Status",
        }
    }
}

impl<'a> PartFields<'a> {
    fn several(message: &Message, part: Part, fields: Vec<&'a Field>) -> Option<Self> {
        let derive = message.needs_derive || fields.iter().any(|field| field.needs_derive);
        // Whether an argument with a default is left out is decided by its text.
        let needs_derive = derive && !fields.iter().any(|field| field.is_argument_with_default());
        (!fields.is_empty()).then_some(Self { part, fields, whole: false, needs_derive })
    }

    fn whole(part: Part, field: &'a Field) -> Self {
        Self { part, fields: vec![field], whole: true, needs_derive: field.needs_derive }
    }

    /// The field that is the whole part, if it may be absent.
    pub(super) fn optional_whole(&self) -> Option<&'a Field> {
        match self.fields.as_slice() {
            [only] if self.whole && (only.is_optional() || only.is_nullable()) => Some(only),
            _ => None,
        }
    }

    /// Whether the part is written in every configuration and for every value.
    pub(super) fn is_always_written(&self) -> bool {
        let has_skip = self.optional_whole().is_some_and(|field| field.skip_if.is_some());
        self.cfg().is_empty() && (!has_skip || self.part == Part::RawBody)
    }

    /// The statement that writes the part, unless the field that is the whole part is left out. `write` is the
    /// expression that does it.
    pub(super) fn unless_left_out(
        &self,
        encoder: &Ident,
        write: &TokenStream,
        runtime: &RuntimePath,
    ) -> TokenStream {
        let field = self.optional_whole();
        let Some((ident, skip_if)) =
            field.and_then(|field| Some((&field.ident, field.skip_if.as_ref()?)))
        else {
            return quote!(#write?;);
        };
        match self.part {
            // It tells them apart itself.
            Part::RawBody => quote!(#write?;),
            // No key is written.
            Part::Query => quote!(if !#skip_if(&self.#ident) { #write?; }),
            _ => quote! {
                if #skip_if(&self.#ident) {
                    #runtime::__private::leave_out_body(#encoder);
                } else {
                    #write?;
                }
            },
        }
    }

    /// Reads the part, unless it is empty and the field that is the whole part may be absent.
    pub(super) fn unless_absent(
        &self,
        decoder: &Ident,
        read: &TokenStream,
        runtime: &RuntimePath,
    ) -> TokenStream {
        let Some(field) = self.optional_whole() else { return read.clone() };
        let is_empty = match self.part {
            Part::Query => quote!(query_is_empty),
            _ => quote!(body_is_empty),
        };
        let absent = match &field.presence {
            Presence::Optional { default: Some(function), .. } => quote!(#function()),
            _ => quote!(::core::option::Option::None),
        };
        quote! {
            if #runtime::__private::#is_empty(#decoder) { #absent } else { #read }
        }
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
    let statuses = message.status_fields().into_iter();
    parts.extend(statuses.map(|field| PartFields::whole(Part::Status, field)));
    parts
}

/// The code that reads a part.
pub(super) struct ReadPart {
    /// Reads the part into local variables.
    pub(super) statements: TokenStream,
    /// Checks, after all parts are read, that no required field is missing.
    pub(super) checks: TokenStream,
    /// The part's fields as in a struct expression, each with a comma.
    pub(super) fields: TokenStream,
}
