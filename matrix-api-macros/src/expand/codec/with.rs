//! Functions that replace a type's `Serialize` and `Deserialize`: `#[serde(with = "..")]`.
//!
//! For each a private type implements the trait by calling the function.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, Path, ext::IdentExt, spanned::Spanned};

use crate::{
    model::{Field, Message},
    runtime_path::RuntimePath,
};

/// The types through which the fields of a part are written.
pub(super) fn writers(message: &Message, fields: &[&Field], runtime: &RuntimePath) -> TokenStream {
    let items = fields.iter().filter_map(|field| {
        let Field { cfg, ty, serialize_with, .. } = field;
        let (function, name) = (serialize_with.as_ref()?, writer(message, field)?);
        // The compiler reports a function of a wrong type at its path.
        let call = quote_spanned!(at(function)=> #function(self.0, serializer));
        Some(quote! {
            #(#cfg)*
            #[allow(non_camel_case_types)]
            struct #name<'value>(&'value #ty);
            #(#cfg)*
            impl #runtime::__private::serde::Serialize for #name<'_> {
                fn serialize<__S: #runtime::__private::serde::Serializer>(
                    &self,
                    serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    #call
                }
            }
        })
    });
    items.collect()
}

/// The types into which the fields of a part are read.
pub(super) fn readers(message: &Message, fields: &[&Field], runtime: &RuntimePath) -> TokenStream {
    let items = fields.iter().filter_map(|field| {
        let Field { cfg, ty, deserialize_with, .. } = field;
        let (function, name) = (deserialize_with.as_ref()?, reader(message, field)?);
        let call = quote_spanned!(at(function)=> #function(deserializer)?);
        Some(quote! {
            #(#cfg)*
            #[allow(non_camel_case_types)]
            struct #name(#ty);
            #(#cfg)*
            impl<'de> #runtime::__private::serde::Deserialize<'de> for #name {
                fn deserialize<__D: #runtime::__private::serde::Deserializer<'de>>(
                    deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    ::core::result::Result::Ok(Self(#call))
                }
            }
        })
    });
    items.collect()
}

/// The type through which the field is written, if it has a function for that.
pub(crate) fn writer(message: &Message, field: &Field) -> Option<Ident> {
    field.serialize_with.as_ref().map(|_| type_name(message, "Write", field))
}

/// The type into which the field is read, if it has a function for that.
pub(crate) fn reader(message: &Message, field: &Field) -> Option<Ident> {
    field.deserialize_with.as_ref().map(|_| type_name(message, "Read", field))
}

/// The location of a function's path, for generated code around it.
fn at(function: &Path) -> Span {
    Span::call_site().located_at(function.span())
}

fn type_name(message: &Message, verb: &str, field: &Field) -> Ident {
    format_ident!("__{}{verb}_{}", message.type_name(), field.ident.unraw())
}
