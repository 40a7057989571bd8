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
    runtime_path::RuntimePath,
};

/// Writes a part.
pub(super) fn write(
    message: &Message,
    part: &PartFields<'_>,
    encoder: &Ident,
    runtime: &RuntimePath,
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
        })
    }
}

/// Writes a part that is one field.
fn write_whole(
    part: &PartFields<'_>,
    field: &Field,
    encoder: &Ident,
    runtime: &RuntimePath,
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
    quote!(#encoder.#method(|#serializer| #write(&self.#ident, #serializer)))
}

/// Writes the members of a JSON object.
fn write_members(
    message: &Message,
    part: &PartFields<'_>,
    encoder: &Ident,
    runtime: &RuntimePath,
) -> TokenStream {
    let object = local("object");
    let members = part.fields.iter().map(|field| {
        let (ident, key) = (&field.ident, json_key(&field.wire_name));
        if has_functions(field) {
            let value = written_value(message, field, &quote!(self.#ident));
            return unless_skipped(field, &quote!(#object.member(#key, #value);));
        }
        let (cfg, ty) = (&field.cfg, &field.ty);
        if field.option.as_ref().is_some_and(|option| option.implied_skip) {
            // A function costs the compiler less than a condition.
            return quote! {
                #(#cfg)*
                <#ty as #runtime::__private::FieldValue<_>>::write_member_unless(
                    &self.#ident, ::core::option::Option::is_none, #key, &mut #object
                );
            };
        }
        let value = field_value(ty, runtime);
        unless_skipped(field, &quote!(#value::write_member(&self.#ident, #key, &mut #object);))
    });
    quote! {
        let mut #object = #runtime::__private::begin_object(#encoder);
        #(#members)*
        #object.end()
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
    runtime: &RuntimePath,
) -> ReadPart {
    if let (true, [field]) = (part.whole, part.fields.as_slice()) {
        return read_whole(message, part, field, decoder, runtime);
    }
    let read = format_ident!("{}", part.part.read_function());
    let mut slots = TokenStream::new();
    let mut names = TokenStream::new();
    let mut targets = TokenStream::new();
    let mut fields = TokenStream::new();
    for (field, index) in part.fields.iter().zip(0_u16..) {
        let Field { cfg, ident, read_names, .. } = field;
        let slot = slot(field);
        let empty = empty(message, field, runtime);
        slots.extend(quote! { #(#cfg)* let mut #slot = #empty; });
        for name in read_names {
            let name = match part.part {
                Part::JsonBody => json_key(&name.value()),
                _ => name.value(),
            };
            names.extend(quote! { #(#cfg)* (#name, #index), });
        }
        targets.extend(quote! { #(#cfg)* &mut #slot, });
        targets.extend(placeholder(field, runtime));
        let taken = take(field, &slot);
        fields.extend(quote! { #(#cfg)* #ident: #taken, });
    }
    let statements = quote! {
        #slots
        #runtime::__private::#read(#decoder, &[#names], &mut [#targets])?;
    };
    ReadPart { statements, checks: required(part, decoder, runtime), fields }
}

/// The slot of a field.
fn slot(field: &Field) -> Ident {
    local(&format!("{}_slot", field.ident.unraw()))
}

/// Reads a part that is one field.
fn read_whole(
    message: &Message,
    part: &PartFields<'_>,
    field: &Field,
    decoder: &Ident,
    runtime: &RuntimePath,
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
        checks: TokenStream::new(),
        fields: quote!(#(#cfg)* #ident: #binding,),
    }
}

/// The slot of a field before it is read.
fn empty(message: &Message, field: &Field, runtime: &RuntimePath) -> TokenStream {
    let ty = read_type(field);
    let reading = quote!(#runtime::__private::Slot::<#ty, _>::reading);
    match with::reader(message, field) {
        Some(reader) => quote!(#reading(|#reader(value)| value)),
        None if has_functions(field) => quote!(#reading(|value: #ty| value)),
        None => {
            let value = field_value(ty, runtime);
            quote!(#value::EMPTY)
        }
    }
}

/// What takes the place of a field that the configuration leaves out: slots are found by their positions.
fn placeholder(field: &Field, runtime: &RuntimePath) -> Option<TokenStream> {
    let conditions = field.cfg.iter().filter_map(|cfg| cfg.meta.require_list().ok());
    let conditions: Vec<_> = conditions.map(|list| &list.tokens).collect();
    (!conditions.is_empty()).then(|| {
        quote! { #[cfg(not(all(#(all(#conditions)),*)))] &mut #runtime::__private::NoField, }
    })
}

/// Whether the field has no value if it is absent, unless its type has one.
fn is_required(field: &Field) -> bool {
    matches!(field.presence, Presence::Required)
        && !field.is_nullable()
        && field.value_beside_null().is_none()
}

/// Takes the values of the required fields out of their slots. One condition for all of them costs the compiler
/// less than a `?` for each.
fn required(part: &PartFields<'_>, decoder: &Ident, runtime: &RuntimePath) -> TokenStream {
    let check = |fields: &[&Field]| {
        let required = local("required");
        let variant = format_ident!("{}", part.part.variant());
        let slots: Vec<_> = fields.iter().map(|field| slot(field)).collect();
        let values = fields.iter().map(|field| require(field, &required, runtime));
        let cfg = fields.first().map_or(&[][..], |field| &field.cfg);
        quote! {
            #(#cfg)*
            let mut #required =
                #runtime::__private::Required::of(#runtime::error::Part::#variant);
            #(#cfg)*
            let (#(::core::option::Option::Some(#slots),)*) = (#(#values,)*) else {
                return ::core::result::Result::Err(
                    ::core::convert::From::from(#required.error(#decoder))
                );
            };
        }
    };
    let required = part.fields.iter().copied().filter(|field| is_required(field));
    // A pattern cannot have parts under configurations.
    let (conditional, always): (Vec<_>, Vec<_>) = required.partition(|field| !field.cfg.is_empty());
    let always = (!always.is_empty()).then(|| check(&always));
    let conditional = conditional.iter().map(|field| check(&[field]));
    quote!(#always #(#conditional)*)
}

/// Takes the value of a required field.
fn require(field: &Field, required: &Ident, runtime: &RuntimePath) -> TokenStream {
    let (slot, name, ty) = (slot(field), &field.wire_name, &field.ty);
    if field.deserialize_with.is_some() {
        // serde does not call such a function for an absent field.
        quote!(#required.take(#name, #slot, || ::core::option::Option::None))
    } else if has_functions(field) {
        quote!(#required.take(#name, #slot, #runtime::__private::absent))
    } else {
        let value = field_value(ty, runtime);
        quote!(#value::require(#slot, #name, &mut #required))
    }
}

/// The value of a field, from its slot: the default if that is empty.
fn take(field: &Field, slot: &Ident) -> TokenStream {
    if field.value_beside_null().is_some() {
        return quote!(#slot.into_value());
    }
    match &field.presence {
        Presence::Required if !field.is_nullable() => quote!(#slot),
        Presence::Optional { default: Some(function), .. } => quote!(#slot.or_else(#function)),
        // A method costs the compiler less than a closure. But if the type has no default, the compiler would
        // report it once more.
        _ if field.option.is_some() => quote!(#slot.or_default()),
        _ => {
            let default = default_of(&field.ty);
            quote!(#slot.or_else(|| #default))
        }
    }
}

/// The type as which the field is read. In an `Option<Option<T>>`, `null` is a value like any other.
fn read_type(field: &Field) -> &Type {
    field.value_beside_null().unwrap_or(&field.ty)
}

/// A type as a `FieldValue`, with the author's span for errors.
fn field_value(ty: &Type, runtime: &RuntimePath) -> TokenStream {
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
