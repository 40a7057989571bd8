//! Raw bodies, which serde does not handle.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::part::{PartFields, ReadPart};
use crate::{model::Field, runtime_path::RuntimePath};

/// Writes the body.
pub(super) fn write(part: &PartFields<'_>, encoder: &Ident, runtime: &RuntimePath) -> TokenStream {
    let field = part.fields.first();
    let (ident, ty) = (field.map(|field| &field.ident), field.map(|field| &field.ty));
    quote!(<#ty as #runtime::wire::RawBody>::encode(&self.#ident, #encoder.raw_body()))
}

/// Reads the body.
pub(super) fn read(part: &PartFields<'_>, decoder: &Ident, runtime: &RuntimePath) -> ReadPart {
    let fields = part.fields.iter().map(|Field { cfg, ident, ty, .. }| {
        quote! {
            #(#cfg)*
            #ident: <#ty as #runtime::wire::RawBody>::decode(#decoder.raw_body())?,
        }
    });
    ReadPart {
        statements: TokenStream::new(),
        checks: TokenStream::new(),
        fields: quote!(#(#fields)*),
    }
}
