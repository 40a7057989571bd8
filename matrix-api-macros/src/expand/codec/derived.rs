//! Parts with attributes that only serde understands: private types with serde's own derives.
//!
//! A part is written through a struct with `#[serde(remote = "..")]`, which borrows the fields of the public
//! type, and read into a struct whose fields are then moved into the public type.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::Ident;

use super::part::{PartFields, ReadPart, local};
use crate::{
    model::{Field, FieldPlace, Message, Presence},
    runtime_path::RuntimePath,
};

/// The name under which a block imports the runtime's serde; serde takes a path as a string only.
const SERDE: &str = "__matrix_api_serde";

/// Imports the runtime's serde.
pub(super) fn import(runtime: &RuntimePath) -> TokenStream {
    let serde = serde();
    quote!(use #runtime::__private::serde as #serde;)
}

/// The struct through which a part is written.
pub(super) fn writer(message: &Message, part: &PartFields<'_>) -> TokenStream {
    let remote = message.type_name();
    let fields = part.fields.iter().map(|field| {
        let Field { cfg, serde, ident, ty, option, .. } = field;
        let name = header_name(field);
        let skip = (!part.whole && option.as_ref().is_some_and(|option| option.implied_skip))
            .then(|| quote!(#[serde(skip_serializing_if = "::core::option::Option::is_none")]));
        quote! { #(#cfg)* #name #skip #(#serde)* #ident: #ty }
    });
    part_struct(message, part, "Ref", "Serialize", &quote!(, remote = #remote), fields)
}

/// Writes a part.
pub(super) fn write(message: &Message, part: &PartFields<'_>, encoder: &Ident) -> TokenStream {
    let name = part_type(message, part, "Ref");
    let method = format_ident!("{}", part.part.method());
    let serializer = local("serializer");
    quote!(#encoder.#method(|#serializer| #name::serialize(self, #serializer)))
}

/// The struct into which a part is read.
pub(super) fn reader(
    message: &Message,
    part: &PartFields<'_>,
    runtime: &RuntimePath,
) -> TokenStream {
    let fields = part.fields.iter().map(|field| {
        let Field { cfg, serde, ident, ty, presence, .. } = field;
        let name = header_name(field);
        // A field that may be skipped may be absent.
        let default = match presence {
            Presence::Optional { declared_default, .. } => !declared_default,
            Presence::Required => field.is_nullable(),
        };
        let default = (default && !part.whole).then(|| quote!(#[serde(default)]));
        let ty = match field.value_beside_null() {
            Some(value) => quote!(#runtime::__private::BesideNull<#value>),
            None => quote!(#ty),
        };
        quote! { #(#cfg)* #name #default #(#serde)* #ident: #ty }
    });
    part_struct(message, part, "", "Deserialize", &TokenStream::new(), fields)
}

/// Reads a part.
pub(super) fn read(
    message: &Message,
    part: &PartFields<'_>,
    decoder: &Ident,
    runtime: &RuntimePath,
) -> ReadPart {
    if let Some(field) = part.optional_whole() {
        return read_optional_whole(message, part, field, decoder, runtime);
    }
    let name = part_type(message, part, "");
    let method = format_ident!("{}", part.part.method());
    let binding = local(part.part.method());
    let fields = part.fields.iter().map(|field| {
        let Field { cfg, ident, .. } = field;
        let value = field.value_beside_null().map(|_| quote!(.0));
        quote! { #(#cfg)* #ident: #binding.#ident #value, }
    });
    ReadPart {
        statements: quote!(let #binding = #decoder.#method::<#name>()?;),
        checks: TokenStream::new(),
        fields: quote!(#(#fields)*),
    }
}

/// Reads a part that is one field, which may be absent.
fn read_optional_whole(
    message: &Message,
    part: &PartFields<'_>,
    field: &Field,
    decoder: &Ident,
    runtime: &RuntimePath,
) -> ReadPart {
    let Field { cfg, ident, .. } = field;
    let name = part_type(message, part, "");
    let method = format_ident!("{}", part.part.method());
    let value = field.value_beside_null().map(|_| quote!(.0));
    let read = quote!(#decoder.#method::<#name>()?.#ident #value);
    let read = part.unless_absent(decoder, &read, runtime);
    ReadPart {
        statements: TokenStream::new(),
        checks: TokenStream::new(),
        fields: quote!(#(#cfg)* #ident: #read,),
    }
}

fn part_struct(
    message: &Message,
    part: &PartFields<'_>,
    suffix: &str,
    derive: &str,
    container: &TokenStream,
    fields: impl Iterator<Item = TokenStream>,
) -> TokenStream {
    let (serde, name) = (serde(), part_type(message, part, suffix));
    let derive = format_ident!("{derive}");
    let cfg = part.cfg();
    let transparent = part.whole.then(|| quote!(, transparent));
    let message_serde = (!part.whole).then_some(&message.serde).into_iter().flatten();
    quote! {
        #(#cfg)*
        #[derive(#serde::#derive)]
        #[serde(crate = #SERDE #container #transparent)]
        #(#message_serde)*
        struct #name { #(#fields,)* }
    }
}

/// The name of a header, which `header = ..` gives.
fn header_name(field: &Field) -> Option<TokenStream> {
    let name = &field.wire_name;
    (field.place == FieldPlace::Header).then(|| quote!(#[serde(rename = #name)]))
}

fn serde() -> Ident {
    Ident::new(SERDE, Span::call_site())
}

/// The name of a private type for a part of a message.
fn part_type(message: &Message, part: &PartFields<'_>, suffix: &str) -> Ident {
    format_ident!("__{}{}{suffix}", message.type_name(), part.part.type_name())
}
