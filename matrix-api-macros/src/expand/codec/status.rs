//! The field that is the status of a response.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::part::{PartFields, ReadPart};
use crate::model::Field;

/// Writes the status, after the body: some statuses exclude one.
pub(super) fn write(part: &PartFields<'_>, encoder: &Ident) -> TokenStream {
    let writes =
        part.fields.iter().map(|Field { ident, .. }| quote!(#encoder.status(self.#ident)?;));
    quote!(#(#writes)*)
}

/// Reads the status.
pub(super) fn read(part: &PartFields<'_>, decoder: &Ident) -> ReadPart {
    let fields = part
        .fields
        .iter()
        .map(|Field { cfg, ident, .. }| quote!(#(#cfg)* #ident: #decoder.status(),));
    ReadPart { statements: TokenStream::new(), fields: quote!(#(#fields)*) }
}
