//! Parts with attributes that only serde understands: private types with serde's own derives.
//!
//! A part is written through a struct with `#[serde(remote = "..")]`, which borrows the fields of the public
//! type, and read into a struct whose fields are then moved into the public type.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::Ident;

use super::part::{PartFields, ReadPart, local};
use crate::model::{Field, FieldPlace, Message, Presence};

/// The name under which a block imports the runtime's serde; serde takes a path as a string only.
const SERDE: &str = "__matrix_api_serde";

/// Imports the runtime's serde.
pub(super) fn import(runtime: &TokenStream) -> TokenStream {
    let serde = serde();
    quote!(use #runtime::__private::serde as #serde;)
}

/// The struct through which a part is written.
pub(super) fn writer(message: &Message, part: &PartFields<'_>) -> TokenStream {
    let remote = message.kind.type_name();
    let fields = part.fields.iter().map(|field| {
        let Field { cfg, serde, ident, ty, .. } = field;
        let name = header_name(field);
        quote! { #(#cfg)* #name #(#serde)* #ident: #ty }
    });
    part_struct(message, part, "Ref", "Serialize", &quote!(, remote = #remote), fields)
}

/// Writes a part.
pub(super) fn write(message: &Message, part: &PartFields<'_>, encoder: &Ident) -> TokenStream {
    let name = part_type(message, part, "Ref");
    let method = format_ident!("{}", part.part.method());
    let serializer = local("serializer");
    quote!(#encoder.#method(|#serializer| #name::serialize(self, #serializer))?;)
}

/// The struct into which a part is read.
pub(super) fn reader(message: &Message, part: &PartFields<'_>) -> TokenStream {
    let fields = part.fields.iter().map(|field| {
        let Field { cfg, serde, ident, ty, .. } = field;
        let name = header_name(field);
        // A field that may be skipped may be absent.
        let default = matches!(field.presence, Presence::Optional { declared_default: false, .. })
            .then(|| quote!(#[serde(default)]));
        quote! { #(#cfg)* #name #default #(#serde)* #ident: #ty }
    });
    part_struct(message, part, "", "Deserialize", &TokenStream::new(), fields)
}

/// Reads a part.
pub(super) fn read(message: &Message, part: &PartFields<'_>, decoder: &Ident) -> ReadPart {
    let name = part_type(message, part, "");
    let method = format_ident!("{}", part.part.method());
    let binding = local(part.part.method());
    let fields = part.fields.iter().map(|Field { cfg, ident, .. }| {
        quote! { #(#cfg)* #ident: #binding.#ident, }
    });
    ReadPart {
        statements: quote!(let #binding = #decoder.#method::<#name>()?;),
        fields: quote!(#(#fields)*),
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
    format_ident!("__{}{}{suffix}", message.kind.type_name(), part.part.type_name())
}
