//! Parts that this macro understands: calls into the runtime, one for each field and direction.
//!
//! A field's value is handled through `<T as FieldValue<_>>` alone: a type that serde cannot write
//! and read is reported at the type, once, and in the runtime's words.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{Part, Reading, local, part_type};
use crate::{
    expand::types::default_of,
    model::{Field, Message, Presence},
};

/// Writes a part.
pub(super) fn serialize(part: &Part<'_>, serializer: &Ident, runtime: &TokenStream) -> TokenStream {
    if let (true, [field]) = (part.whole, part.fields.as_slice()) {
        let ident = &field.ident;
        let value = field_value(field, runtime);
        return quote!(#value::write_whole(&self.#ident, #serializer));
    }
    let fields = local("fields");
    let writes = part.fields.iter().map(|field| {
        let Field { cfg, ident, wire_name, skip_if, .. } = field;
        let value = field_value(field, runtime);
        let write = quote!(#value::write(&self.#ident, #wire_name, &mut #fields)?;);
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
        let Field { cfg, ident, ty, wire_name, read_names, .. } = field;
        let value = field_value(field, runtime);
        slots.extend(quote! { #(#cfg)* #ident: #runtime::wire::Slot<#ty>, });
        empty.extend(quote! { #(#cfg)* #ident: #runtime::wire::Slot::EMPTY, });
        for name in read_names {
            names.extend(quote! { #(#cfg)* #name, });
            numbers.extend(quote! { #(#cfg)* #number, });
        }
        arms.extend(
            quote! { #(#cfg)* #number => #value::read(#wire_name, &mut self.#ident, map), },
        );
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
        let value = field_value(field, runtime);
        let method = format_ident!("read_{}", part.kind.method());
        return Reading {
            read: quote!(#value::#method(#decoder)),
            fields: quote!(#(#cfg)* #ident: #binding,),
        };
    }
    let name = part_type(message, part, "");
    let method = format_ident!("{}_fields", part.kind.method());
    let variant = format_ident!("{}", part.kind.variant());
    let fields = part.fields.iter().map(|field| {
        let Field { cfg, ident, ty, wire_name, presence, .. } = field;
        let value = match presence {
            Presence::Required => {
                let absent = field_value(field, runtime);
                quote! {
                    #decoder.require(
                        #runtime::Part::#variant,
                        #wire_name,
                        #binding.#ident,
                        #absent::absent,
                    )?
                }
            }
            Presence::Optional { default: None, .. } => {
                let default = default_of(ty);
                // A closure: for a function the compiler would report the type once more.
                quote!(#binding.#ident.or_else(|| #default))
            }
            Presence::Optional { default: Some(function), .. } => {
                quote!(#binding.#ident.or_else(#function))
            }
        };
        quote! { #(#cfg)* #ident: #value, }
    });
    Reading { read: quote!(#decoder.#method::<#name>()), fields: quote!(#(#fields)*) }
}

/// The field's type as a value of fields; the span is the author's, so that an error is there.
fn field_value(Field { ty, .. }: &Field, runtime: &TokenStream) -> TokenStream {
    quote!(<#ty as #runtime::wire::FieldValue<_>>)
}
