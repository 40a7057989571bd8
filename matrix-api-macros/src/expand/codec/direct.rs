//! Parts that this macro understands: calls into the runtime, one for each field and direction.
//!
//! A field's value is handled through `<T as FieldValue<_>>` alone: a type that serde cannot write
//! and read is reported at the type, once, and in the runtime's words.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{Part, PartKind, Reading, local};
use crate::model::{Field, Presence};

/// Writes a part.
pub(super) fn write(part: &Part<'_>, encoder: &Ident, runtime: &TokenStream) -> TokenStream {
    let method = format_ident!("{}", part.kind.method());
    let serializer = local("serializer");
    if let (true, [field]) = (part.whole, part.fields.as_slice()) {
        let ident = &field.ident;
        let value = field_value(field, runtime);
        return quote! {
            #encoder.#method(|#serializer| #value::write_whole(&self.#ident, #serializer))?;
        };
    }
    if part.kind == PartKind::Json {
        let object = local("object");
        let members = part.fields.iter().map(|field| {
            let (ident, key) = (&field.ident, json_key(&field.wire_name));
            let value = field_value(field, runtime);
            unless_skipped(field, &quote!(#value::write_member(&self.#ident, #key, &mut #object);))
        });
        return quote! {
            let mut #object = #runtime::wire::JsonObject::new();
            #(#members)*
            #encoder.json_object(#object)?;
        };
    }
    let fields = local("fields");
    let writes = part.fields.iter().map(|field| {
        let Field { ident, wire_name, .. } = field;
        let value = field_value(field, runtime);
        unless_skipped(
            field,
            &quote!(#value::write_field(&self.#ident, #wire_name, &mut #fields)?;),
        )
    });
    quote! {
        #encoder.#method(|#serializer| {
            let mut #fields = #runtime::__private::begin(#serializer)?;
            #(#writes)*
            #runtime::__private::SerializeStruct::end(#fields)
        })?;
    }
}

/// Writes a field where it is configured, and its value is not one to leave out.
fn unless_skipped(Field { cfg, ident, skip_if, .. }: &Field, write: &TokenStream) -> TokenStream {
    match skip_if {
        Some(function) => quote! { #(#cfg)* if !#function(&self.#ident) { #write } },
        None => quote! { #(#cfg)* #write },
    }
}

/// Reads a part: statements that fill a slot for each field, and what gives the fields their values.
pub(super) fn read(part: &Part<'_>, decoder: &Ident, runtime: &TokenStream) -> Reading {
    if let (true, [field]) = (part.whole, part.fields.as_slice()) {
        let Field { cfg, ident, .. } = field;
        let binding = local(part.kind.method());
        let value = field_value(field, runtime);
        let method = format_ident!("read_{}", part.kind.method());
        return Reading {
            statements: quote!(let #binding = #value::#method(#decoder)?;),
            fields: quote!(#(#cfg)* #ident: #binding,),
        };
    }
    let method = format_ident!("{}_fields", part.kind.method());
    let read_one = if part.kind == PartKind::Json { "read_member" } else { "read_field" };
    let read_one = format_ident!("{read_one}");
    let (number, member) = (local("number"), local("member"));
    let mut slots = TokenStream::new();
    let mut names = TokenStream::new();
    let mut numbers = TokenStream::new();
    let mut arms = TokenStream::new();
    let mut fields = TokenStream::new();
    for (field, index) in part.fields.iter().zip(0_u16..) {
        let Field { cfg, ident, ty, read_names, .. } = field;
        let slot = local(&format!("{}_{index}", part.kind.method()));
        let value = field_value(field, runtime);
        slots.extend(quote! { #(#cfg)* let mut #slot = #runtime::wire::Slot::<#ty>::EMPTY; });
        for name in read_names {
            names.extend(quote! { #(#cfg)* #name, });
            numbers.extend(quote! { #(#cfg)* #index, });
        }
        arms.extend(quote! { #(#cfg)* #index => #value::#read_one(&mut #slot, #member), });
        let taken = take(field, part, &slot, decoder, runtime);
        fields.extend(quote! { #(#cfg)* #ident: #taken, });
    }
    let statements = quote! {
        #slots
        #decoder.#method(&[#names], &[#numbers], &mut |#number, #member| match #number {
            #arms
            _ => ::core::result::Result::Ok(()),
        })?;
    };
    Reading { statements, fields }
}

/// The value of a slot, or what an absent one is.
fn take(
    field: &Field,
    part: &Part<'_>,
    slot: &Ident,
    decoder: &Ident,
    runtime: &TokenStream,
) -> TokenStream {
    match &field.presence {
        Presence::Required => {
            let part = format_ident!("{}", part.kind.variant());
            let name = &field.wire_name;
            let absent = field_value(field, runtime);
            quote!(#decoder.require(#runtime::Part::#part, #name, #slot, #absent::absent)?)
        }
        // The bound stands at the field's type, as in `new`: the compiler reports it once.
        Presence::Optional { default: None, .. } => {
            let ty = &field.ty;
            quote!(#slot.or_else(<#ty as ::core::default::Default>::default))
        }
        Presence::Optional { default: Some(function), .. } => quote!(#slot.or_else(#function)),
    }
}

/// The field's type as a value of fields; the span is the author's, so that an error is there.
fn field_value(Field { ty, .. }: &Field, runtime: &TokenStream) -> TokenStream {
    quote!(<#ty as #runtime::wire::FieldValue<_>>)
}

/// A name as the key of a JSON object, with quotes, escapes and the colon.
fn json_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 3);
    key.push('"');
    for character in name.chars() {
        match character {
            '"' | '\\' => key.extend(['\\', character]),
            '\0'..='\x1f' => key.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => key.push(character),
        }
    }
    key.push_str("\":");
    key
}

#[cfg(test)]
mod tests {
    use super::json_key;

    #[test]
    fn keys_are_json() {
        assert_eq!(json_key("m.relates_to"), r#""m.relates_to":"#);
        assert_eq!(json_key("a\"b\\c\n\u{1f600}"), "\"a\\\"b\\\\c\\u000a\u{1f600}\":");
    }
}
