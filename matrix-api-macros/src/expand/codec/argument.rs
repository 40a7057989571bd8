//! The argument of a path's last segment, which may be absent.

use proc_macro2::TokenStream;
use quote::quote;

use super::part::local;
use crate::{
    expand::types::default_of,
    model::{Field, Presence},
    runtime_path::RuntimePath,
};

/// Writes an argument, unless its text is empty and that is the default: an empty segment is an absent one.
///
/// `write` writes a value, which is an expression.
pub(super) fn unless_empty(
    field: &Field,
    write: &dyn Fn(&TokenStream) -> TokenStream,
    runtime: &RuntimePath,
) -> TokenStream {
    let (serializer, fields, default) = (local("serializer"), local("fields"), local("default"));
    let is_empty = |value: &TokenStream| {
        let write = write(value);
        quote! {
            #runtime::__private::is_empty_argument(|#serializer| {
                let mut #fields = #runtime::__private::begin_fields(#serializer)?;
                #write
                #runtime::__private::SerializeStruct::end(#fields)
            })
        }
    };
    let ident = &field.ident;
    let value = quote!(self.#ident);
    let default_value = match &field.presence {
        Presence::Optional { default: Some(function), .. } => quote!(#function()),
        _ => default_of(&field.ty),
    };
    let (value_is_empty, default_is_empty) = (is_empty(&value), is_empty(&quote!(#default)));
    let write = write(&value);
    quote! {
        if !(#value_is_empty && { let #default = #default_value; #default_is_empty }) {
            #write
        }
    }
}
