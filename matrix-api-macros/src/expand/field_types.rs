//! `Endpoint::FIELD_TYPES`: the shape of each field's type, and what the author says about the field.
//!
//! A type is described as it is written. `#[serde(with = "..")]` replaces both directions, so the private type
//! is described that is read by the function (see `codec/with.rs`). A function for one direction does not
//! change what is described: with `deserialize_with` alone, the type's own form is what is written, and a
//! lenient reader is not an invitation; with `serialize_with` alone, the other side reads the type's own form.

mod documentation;
mod shapes;

use proc_macro2::TokenStream;
use quote::quote;

use self::{documentation::documentation, shapes::NumberedShapes};
use super::{
    codec::{self, with},
    local::local,
    metadata::matrix_version,
    types::default_of,
};
use crate::{
    model::{Endpoint, Field, FieldPlace, Message, Presence},
    runtime_path::RuntimePath,
};

pub(super) fn expand(endpoint: &Endpoint, runtime: &RuntimePath) -> TokenStream {
    let messages = || std::iter::once(&endpoint.request).chain(&endpoint.responses);
    let functions = messages().map(|message| codec::functions_of_derived_parts(message, runtime));
    let functions: TokenStream = functions.collect();
    let unread = (!functions.is_empty()).then(|| quote!(#[allow(dead_code)]));
    let shapes = NumberedShapes::of(messages().flat_map(|message| {
        let fields = message.fields.iter().filter(|field| field.cfg.is_empty());
        fields.filter_map(|field| described_type(message, field))
    }));
    let shape_function = shapes.expand(runtime);
    let message_types = |message| message_types(message, &shapes, runtime);
    let request = message_types(&endpoint.request);
    let responses = endpoint.responses.iter().map(message_types);
    quote! {
        #unread
        const FIELD_TYPES: &'static #runtime::description::FieldTypes = {
            use #runtime::__private::sources::*;
            #functions
            #shape_function
            &#runtime::description::FieldTypes::new(#request, &[#(#responses,)*])
        };
    }
}

fn message_types(message: &Message, shapes: &NumberedShapes, runtime: &RuntimePath) -> TokenStream {
    let documentation = documentation(&message.attributes);
    let fields = message.fields.iter().map(|field| field_type(message, field, shapes, runtime));
    let strict = message.needs_derive.then(|| quote!(.refuses_unknown_members()));
    quote! {
        #runtime::description::MessageTypes::new(#documentation, &[#(#fields)*]) #strict
    }
}

/// One field, with its configuration and a comma.
fn field_type(
    message: &Message,
    field: &Field,
    shapes: &NumberedShapes,
    runtime: &RuntimePath,
) -> TokenStream {
    let Field { cfg, place, attributes, wire_name, .. } = field;
    let new = new(message, field, shapes, runtime);
    let null = null(field);
    let default = default(message, field, runtime);
    let aliases: Vec<_> = match field.place.is_named() {
        true => field.read_names.iter().filter(|name| name.value() != *wire_name).collect(),
        false => Vec::new(),
    };
    let aliases = (!aliases.is_empty()).then(|| quote!(.aliases(&[#(#aliases,)*])));
    let flattened = (*place == FieldPlace::Flattened).then(|| quote!(.flattened()));
    let is_deprecated = attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"));
    let deprecated = is_deprecated.then(|| quote!(.deprecated()));
    let since = field.since.map(|version| {
        let version = matrix_version(version, runtime);
        quote!(.since(#version))
    });
    let skipped = field.skipped.then(|| quote!(.skipped()));
    let reads_otherwise = field.deserialize_with.is_some() && field.serialize_with.is_none();
    let read_by_function = reads_otherwise.then(|| quote!(.read_by_function()));
    quote! {
        #(#cfg)*
        #runtime::description::FieldType::#new
            #null
            #default
            #aliases
            #flattened
            #deprecated
            #since
            #skipped
            #read_by_function,
    }
}

/// The call of the constructor, with the function that returns the shape of the field's value.
fn new(
    message: &Message,
    field: &Field,
    types: &NumberedShapes,
    runtime: &RuntimePath,
) -> TokenStream {
    let documentation = documentation(&field.documentation);
    let shapes = local("shapes");
    if field.place == FieldPlace::Status {
        return quote!(new(#documentation, #runtime::__private::status_shape));
    }
    let Some(described) = described_type(message, field) else {
        let ty = &field.ty;
        let body = quote!((&&#runtime::__private::BodyOf::<#ty>::NEW).describe(#shapes));
        return quote!(body(#documentation, |#shapes| #body));
    };
    match types.number(&described).filter(|_| field.cfg.is_empty()) {
        Some(number) => {
            let function = NumberedShapes::function();
            quote!(numbered(#documentation, #function, #number))
        }
        None => {
            let shape = shapes::shape(&described, &shapes, runtime);
            quote!(new(#documentation, |#shapes| #shape))
        }
    }
}

/// The type whose shape the field has; `None` for a raw body and a status.
fn described_type(message: &Message, field: &Field) -> Option<TokenStream> {
    if matches!(field.place, FieldPlace::RawBody | FieldPlace::Status) {
        return None;
    }
    Some(match with::reader(message, field).filter(|_| has_with(field)) {
        Some(reader) => quote!(#reader),
        None => {
            let value = field.value_type();
            quote!(#value)
        }
    })
}

/// Whether functions replace both directions of the type.
fn has_with(field: &Field) -> bool {
    field.serialize_with.is_some() && field.deserialize_with.is_some()
}

/// Whether the value may be `null`, if the described type does not say it.
fn null(field: &Field) -> Option<TokenStream> {
    field.option.as_ref()?;
    if field.may_be_null() {
        return Some(quote!(.nullable()));
    }
    // The function reads an `Option`.
    has_with(field).then(|| quote!(.never_null()))
}

/// Whether an absent field has a value in JSON that is not `None`.
fn has_json_default(field: &Field) -> bool {
    let is_value = match &field.presence {
        Presence::Required => false,
        Presence::Optional { default, .. } => default.is_some() || field.option.is_none(),
    };
    let is_json = !matches!(field.place, FieldPlace::RawBody | FieldPlace::Status);
    is_value && is_json && !field.skipped
}

/// The function that returns the JSON of the default. That of a secret is not shown.
fn default(message: &Message, field: &Field, runtime: &RuntimePath) -> Option<TokenStream> {
    if !has_json_default(field) {
        return None;
    }
    if field.secret {
        return Some(quote!(.hidden_default()));
    }
    let value = match &field.presence {
        Presence::Optional { default: Some(function), .. } => quote!(#function()),
        _ => default_of(&field.ty),
    };
    let written = match with::writer(message, field) {
        Some(writer) => quote!(#writer(&#value)),
        None => value,
    };
    Some(quote!(.default(|| (&&#runtime::__private::JsonOf(#written)).json())))
}
