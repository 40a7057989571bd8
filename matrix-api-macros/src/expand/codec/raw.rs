//! Raw bodies, which serde does not handle.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::part::{PartFields, ReadPart};
use crate::model::Field;

/// Writes the body.
pub(super) fn write(part: &PartFields<'_>, encoder: &Ident, runtime: &TokenStream) -> TokenStream {
    let writes = part.fields.iter().map(|Field { ident, ty, .. }| {
        quote!(<#ty as #runtime::wire::RawBody>::encode(&self.#ident, #encoder.raw_body())?;)
    });
    quote!(#(#writes)*)
}

/// Reads the body.
pub(super) fn read(part: &PartFields<'_>, decoder: &Ident, runtime: &TokenStream) -> ReadPart {
    let fields = part.fields.iter().map(|Field { cfg, ident, ty, .. }| {
        quote! {
            #(#cfg)*
            #ident: <#ty as #runtime::wire::RawBody>::decode(#decoder.raw_body())?,
        }
    });
    ReadPart { statements: TokenStream::new(), fields: quote!(#(#fields)*) }
}
