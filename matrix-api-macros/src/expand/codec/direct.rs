//! Parts whose serde attributes this macro understands: a call into the runtime for each field and direction.
//!
//! The calls go through `<T as FieldValue<_>>`, so that the compiler reports a type that serde cannot handle
//! once, at the type, with the runtime's message. A field with functions of the author goes through the types
//! of [`with`].

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Type, ext::IdentExt};

use super::{
    argument,
    part::{Part, PartFields, ReadPart, local},
    with,
};
use crate::{
    expand::types::default_of,
    model::{Field, Message, Presence},
};

/// Writes a part.
pub(super) fn write(
    message: &Message,
    part: &PartFields<'_>,
    encoder: &Ident,
    runtime: &TokenStream,
) -> TokenStream {
    if let (true, [field]) = (part.whole, part.fields.as_slice()) {
        return write_whole(part, field, encoder, runtime);
    }
    if part.part == Part::JsonBody {
        return write_members(message, part, encoder, runtime);
    }
    let method = format_ident!("{}", part.part.method());
    let (serializer, fields) = (local("serializer"), local("fields"));
    let writes = part.fields.iter().map(|field| {
        let Field { ident, wire_name, .. } = field;
        let write = |value: &TokenStream| {
            if has_functions(field) {
                let value = written_value(message, field, value);
                quote! {
                    #runtime::__private::SerializeStruct::serialize_field(
                        &mut #fields, #wire_name, #value
                    )?;
                }
            } else {
                let field_value = field_value(&field.ty, runtime);
                quote!(#field_value::write_field(&#value, #wire_name, &mut #fields)?;)
            }
        };
        if field.is_argument_with_default() {
            return argument::unless_empty(field, &write, runtime);
        }
        unless_skipped(field, &write(&quote!(self.#ident)))
    });
    quote! {
        #encoder.#method(|#serializer| {
            let mut #fields = #runtime::__private::begin_fields(#serializer)?;
            #(#writes)*
            #runtime::__private::SerializeStruct::end(#fields)
        })?;
    }
}

/// Writes a part that is one field.
fn write_whole(
    part: &PartFields<'_>,
    field: &Field,
    encoder: &Ident,
    runtime: &TokenStream,
) -> TokenStream {
    let ident = &field.ident;
    let method = format_ident!("{}", part.part.method());
    let serializer = local("serializer");
    let write = match &field.serialize_with {
        Some(function) => quote!(#function),
        None if has_functions(field) => quote!(#runtime::__private::serde::Serialize::serialize),
        None => {
            let value = field_value(&field.ty, runtime);
            quote!(#value::write_whole)
        }
    };
    quote!(#encoder.#method(|#serializer| #write(&self.#ident, #serializer))?;)
}

/// Writes the members of a JSON object.
fn write_members(
    message: &Message,
    part: &PartFields<'_>,
    encoder: &Ident,
    runtime: &TokenStream,
) -> TokenStream {
    let object = local("object");
    let members = part.fields.iter().map(|field| {
        let (ident, key) = (&field.ident, json_key(&field.wire_name));
        let write = if has_functions(field) {
            let value = written_value(message, field, &quote!(self.#ident));
            quote!(#object.member(#key, #value);)
        } else {
            let value = field_value(&field.ty, runtime);
            quote!(#value::write_member(&self.#ident, #key, &mut #object);)
        };
        unless_skipped(field, &write)
    });
    quote! {
        let mut #object = #runtime::__private::begin_object(#encoder);
        #(#members)*
        #object.end()?;
    }
}

/// Writes a field under its configuration, unless its value is to be skipped.
fn unless_skipped(Field { cfg, ident, skip_if, .. }: &Field, write: &TokenStream) -> TokenStream {
    match skip_if {
        // Called like this, the compiler would take the name for a method of `()`.
        Some(method) if ["is_none", "is_empty"].iter().any(|name| method.is_ident(name)) => {
            quote! { #(#cfg)* if !(#method as fn(&_) -> bool)(&self.#ident) { #write } }
        }
        Some(function) => quote! { #(#cfg)* if !#function(&self.#ident) { #write } },
        None => quote! { #(#cfg)* #write },
    }
}

/// Whether a function of the author writes or reads the field.
fn has_functions(field: &Field) -> bool {
    field.serialize_with.is_some() || field.deserialize_with.is_some()
}

/// The reference to serialize for a value of a field that has functions.
fn written_value(message: &Message, field: &Field, value: &TokenStream) -> TokenStream {
    match with::writer(message, field) {
        Some(writer) => quote!(&#writer(&#value)),
        None => quote!(&#value),
    }
}

/// Reads a part: the statements fill a slot for each field.
pub(super) fn read(
    message: &Message,
    part: &PartFields<'_>,
    decoder: &Ident,
    runtime: &TokenStream,
) -> ReadPart {
    if let (true, [field]) = (part.whole, part.fields.as_slice()) {
        return read_whole(message, part, field, decoder, runtime);
    }
    let read = format_ident!("{}", part.part.read_function());
    let (field_index, value) = (local("field"), local("value"));
    let mut slots = TokenStream::new();
    let mut names = TokenStream::new();
    let mut arms = TokenStream::new();
    let mut fields = TokenStream::new();
    for (field, index) in part.fields.iter().zip(0_u16..) {
        let Field { cfg, ident, read_names, .. } = field;
        let slot = local(&format!("{}_slot", ident.unraw()));
        let ty = read_type(field);
        slots.extend(quote! { #(#cfg)* let mut #slot = #runtime::__private::Slot::<#ty>::EMPTY; });
        for name in read_names {
            let name = match part.part {
                Part::JsonBody => json_key(&name.value()),
                _ => name.value(),
            };
            names.extend(quote! { #(#cfg)* (#name, #index), });
        }
        let read_one = read_one(message, part, field, &slot, &value, runtime);
        arms.extend(quote! { #(#cfg)* #index => #read_one, });
        let taken = take(field, part, &slot, decoder, runtime);
        fields.extend(quote! { #(#cfg)* #ident: #taken, });
    }
    let statements = quote! {
        #slots
        #runtime::__private::#read(#decoder, &[#names], &mut |#field_index, #value| match #field_index {
            #arms
            _ => ::core::result::Result::Ok(()),
        })?;
    };
    ReadPart { statements, fields }
}

/// Reads a part that is one field.
fn read_whole(
    message: &Message,
    part: &PartFields<'_>,
    field: &Field,
    decoder: &Ident,
    runtime: &TokenStream,
) -> ReadPart {
    let Field { cfg, ident, .. } = field;
    let ty = read_type(field);
    let binding = local(part.part.method());
    let method = format_ident!("{}", part.part.method());
    let mut read = match with::reader(message, field) {
        Some(reader) => quote!(#decoder.#method::<#reader>()?.0),
        None if has_functions(field) => quote!(#decoder.#method::<#ty>()?),
        None => {
            let (value, method) = (field_value(ty, runtime), format_ident!("read_{method}"));
            quote!(#value::#method(#decoder)?)
        }
    };
    if field.value_beside_null().is_some() {
        read = quote!(::core::option::Option::Some(#read));
    }
    let read = part.unless_absent(decoder, &read, runtime);
    ReadPart {
        statements: quote!(let #binding = #read;),
        fields: quote!(#(#cfg)* #ident: #binding,),
    }
}

/// Reads a field into its slot.
fn read_one(
    message: &Message,
    part: &PartFields<'_>,
    field: &Field,
    slot: &Ident,
    value: &Ident,
    runtime: &TokenStream,
) -> TokenStream {
    let method = if part.part == Part::JsonBody { "read_member" } else { "read_field" };
    let method = format_ident!("{method}");
    match with::reader(message, field) {
        Some(reader) => quote!(#slot.#method(#value, |#reader(value)| value)),
        None if has_functions(field) => quote!(#slot.#method(#value, |value| value)),
        None => {
            let field_value = field_value(read_type(field), runtime);
            quote!(#field_value::#method(&mut #slot, #value))
        }
    }
}

/// Takes the value out of a slot, or the default if it is empty.
fn take(
    field: &Field,
    part: &PartFields<'_>,
    slot: &Ident,
    decoder: &Ident,
    runtime: &TokenStream,
) -> TokenStream {
    if field.value_beside_null().is_some() {
        return quote!(#slot.into_value());
    }
    match &field.presence {
        Presence::Required if field.is_nullable() => {
            let default = default_of(&field.ty);
            quote!(#slot.or_else(|| #default))
        }
        Presence::Required => {
            let part = format_ident!("{}", part.part.variant());
            let name = &field.wire_name;
            let absent = if field.deserialize_with.is_some() {
                // serde does not call such a function for an absent field.
                quote!(|| ::core::option::Option::None)
            } else if has_functions(field) {
                quote!(#runtime::__private::Slot::absent)
            } else {
                let value = field_value(&field.ty, runtime);
                quote!(#value::absent)
            };
            quote! {
                #runtime::__private::require(
                    #decoder, #runtime::error::Part::#part, #name, #slot, #absent
                )?
            }
        }
        // A function costs the compiler less than a closure. But if the type has no default, the compiler would
        // report it once more.
        Presence::Optional { default: None, .. } if field.option.is_some() => {
            let ty = &field.ty;
            quote!(#slot.or_else(<#ty as ::core::default::Default>::default))
        }
        Presence::Optional { default: None, .. } => {
            let default = default_of(&field.ty);
            quote!(#slot.or_else(|| #default))
        }
        Presence::Optional { default: Some(function), .. } => quote!(#slot.or_else(#function)),
    }
}

/// The type as which the field is read. In an `Option<Option<T>>`, `null` is a value like any other.
fn read_type(field: &Field) -> &Type {
    field.value_beside_null().unwrap_or(&field.ty)
}

/// A type as a `FieldValue`, with the author's span for errors.
fn field_value(ty: &Type, runtime: &TokenStream) -> TokenStream {
    quote!(<#ty as #runtime::__private::FieldValue<_>>)
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
