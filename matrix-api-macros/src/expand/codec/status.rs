//! The field that is the status of a response.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::part::{PartFields, ReadPart};
use crate::model::Field;

/// Writes the status, after the body: some statuses exclude one.
pub(super) fn write(part: &PartFields<'_>, encoder: &Ident) -> TokenStream {
    let ident = part.fields.first().map(|field| &field.ident);
    quote!(#encoder.status(self.#ident))
}

/// Reads the status.
pub(super) fn read(part: &PartFields<'_>, decoder: &Ident) -> ReadPart {
    let fields = part
        .fields
        .iter()
        .map(|Field { cfg, ident, .. }| quote!(#(#cfg)* #ident: #decoder.status(),));
    ReadPart {
        statements: TokenStream::new(),
        checks: TokenStream::new(),
        fields: quote!(#(#fields)*),
    }
}
