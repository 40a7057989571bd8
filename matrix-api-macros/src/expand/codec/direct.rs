//! Parts that this macro understands: calls into the runtime, one for each field and direction.
//!
//! A field's type is named as `<T as FieldValue>::Itself`, with the span of the type: a type that
//! serde cannot write and read is reported there, once and in the runtime's words.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use super::{Part, Reading, local, located_at, part_type};
use crate::model::{Field, Message, Presence};

/// Writes a part.
pub(super) fn serialize(part: &Part<'_>, serializer: &Ident, runtime: &TokenStream) -> TokenStream {
    if let (true, [field]) = (part.whole, part.fields.as_slice()) {
        let Field { ident, ty, .. } = field;
        let value = value_type(field, runtime);
        return quote_spanned! {located_at(ty)=>
            <#value as #runtime::__private::Serialize>::serialize(&self.#ident, #serializer)
        };
    }
    let fields = local("fields");
    let writes = part.fields.iter().map(|field| {
        let Field { cfg, ident, ty, wire_name, skip_if, .. } = field;
        let value = value_type(field, runtime);
        let write = quote_spanned! {located_at(ty)=>
            #runtime::__private::SerializeStruct::serialize_field::<#value>(
                &mut #fields,
                #wire_name,
                &self.#ident,
            )?;
        };
        match skip_if {
            Some(function) => quote! { #(#cfg)* if !#function(&self.#ident) { #write } },
            None => quote! { #(#cfg)* #write },
        }
    });
    quote! {{
        let mut #fields = #runtime::__private::begin(#serializer)?;
        #(#writes)*
        #runtime::__private::SerializeStruct::end(#fields)
    }}
}

/// The slots that a part is read into.
pub(super) fn reader(message: &Message, part: &Part<'_>, runtime: &TokenStream) -> TokenStream {
    if part.whole {
        return TokenStream::new();
    }
    let name = part_type(message, part, "");
    let mut slots = TokenStream::new();
    let mut empty = TokenStream::new();
    let mut names = TokenStream::new();
    let mut numbers = TokenStream::new();
    let mut arms = TokenStream::new();
    for (field, number) in part.fields.iter().zip(0_u16..) {
        let Field { cfg, ident, wire_name, read_names, .. } = field;
        let value = value_type(field, runtime);
        slots.extend(quote! { #(#cfg)* #ident: #runtime::wire::Slot<#value>, });
        empty.extend(quote! { #(#cfg)* #ident: #runtime::wire::Slot::EMPTY, });
        for name in read_names {
            names.extend(quote! { #(#cfg)* #name, });
            numbers.extend(quote! { #(#cfg)* #number, });
        }
        arms.extend(quote! { #(#cfg)* #number => self.#ident.read(#wire_name, map), });
    }
    quote! {
        struct #name { #slots }
        impl #runtime::wire::Slots for #name {
            const EMPTY: Self = Self { #empty };
            const NAMES: &'static [&'static str] = &[#names];
            const NUMBERS: &'static [u16] = &[#numbers];
            fn read<'de, A: #runtime::__private::MapAccess<'de>>(
                &mut self,
                number: u16,
                map: &mut A,
            ) -> ::core::result::Result<(), A::Error> {
                match number {
                    #arms
                    _ => ::core::result::Result::Ok(()),
                }
            }
        }
    }
}

/// Reads a part.
pub(super) fn read(
    message: &Message,
    part: &Part<'_>,
    decoder: &Ident,
    binding: &Ident,
    runtime: &TokenStream,
) -> Reading {
    if let (true, [field]) = (part.whole, part.fields.as_slice()) {
        let Field { cfg, ident, .. } = field;
        let value = value_type(field, runtime);
        let method = format_ident!("{}", part.kind.method());
        return Reading {
            read: quote!(#decoder.#method::<#value>()),
            fields: quote!(#(#cfg)* #ident: #binding,),
        };
    }
    let name = part_type(message, part, "");
    let method = format_ident!("{}_fields", part.kind.method());
    let variant = format_ident!("{}", part.kind.variant());
    let fields = part.fields.iter().map(|Field { cfg, ident, wire_name, presence, .. }| {
        let value = match presence {
            Presence::Required => quote! {
                #decoder.require(#runtime::Part::#variant, #wire_name, #binding.#ident)?
            },
            Presence::Optional { default: None, .. } => quote!(#binding.#ident.or_default()),
            Presence::Optional { default: Some(function), .. } => {
                quote!(#binding.#ident.or_else(#function))
            }
        };
        quote! { #(#cfg)* #ident: #value, }
    });
    Reading { read: quote!(#decoder.#method::<#name>()), fields: quote!(#(#fields)*) }
}

/// The type of a field's value, or the error that it cannot be one.
fn value_type(field: &Field, runtime: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    quote_spanned!(located_at(ty)=> <#ty as #runtime::wire::FieldValue>::Itself)
}
