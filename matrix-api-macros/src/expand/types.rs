//! The public type of a message: the struct, `Debug`, `new`, and setters of optional fields.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, Type, Visibility, ext::IdentExt, spanned::Spanned};

use super::responses;
use crate::{
    keyword::is_method,
    model::{Field, FieldPlace, Message, OptionType, Presence},
    runtime_path::RuntimePath,
};

impl Message {
    /// The name of the type, with the span of the section's keyword.
    pub(super) fn type_ident(&self) -> Ident {
        Ident::new(&self.type_name(), self.span)
    }

    /// The location of the section's keyword, for the items that the compiler reports if another type has
    /// the name.
    pub(super) fn at_keyword(&self) -> Span {
        Span::call_site().located_at(self.span)
    }
}

pub(super) fn expand(
    message: &Message,
    documentation: &TokenStream,
    runtime: &RuntimePath,
) -> TokenStream {
    let Message { attributes, fields, .. } = message;
    let name = message.type_ident();
    let non_exhaustive = (!message.exhaustive).then(|| quote!(#[non_exhaustive]));
    let declarations = fields.iter().map(|field| {
        let Field { documentation, cfg, attributes, visibility, ident, ty, since, .. } = field;
        let since = since.map(|version| {
            let since = format!("\n\nSince Matrix {}.", version.text());
            quote!(#[doc = #since])
        });
        quote! { #(#documentation)* #since #(#cfg)* #(#attributes)* #visibility #ident: #ty }
    });
    let debug = debug(message, runtime);
    let new = new(message, runtime);
    let setters = fields.iter().filter_map(|field| setter(field, message.span, runtime));
    let inherent = quote!(#new #(#setters)*);
    quote_spanned! {message.at_keyword()=>
        #(#attributes)*
        #documentation
        #[derive(::core::clone::Clone)]
        #non_exhaustive
        pub struct #name { #(#declarations,)* }

        #debug

        #[allow(deprecated, clippy::new_without_default, clippy::too_many_arguments)]
        impl #name {
            #inherent
        }
    }
}

/// `Debug` that hides secrets.
fn debug(message: &Message, runtime: &RuntimePath) -> TokenStream {
    let name = message.type_ident();
    let type_name = message.type_name();
    let entries = message.fields.iter().map(|Field { cfg, ident, ty, secret, .. }| {
        let label = ident.unraw().to_string();
        if *secret {
            quote! { #(#cfg)* (#label, &#runtime::__private::HIDDEN) }
        } else {
            // The compiler reports a type without `Debug` at the type.
            let at_type = ty.span().resolved_at(Span::call_site());
            let value = quote!(self.#ident);
            let reference = quote_spanned!(at_type=> &(#value));
            quote! { #(#cfg)* (#label, #reference) }
        }
    });
    let header = quote_spanned!(message.at_keyword()=> impl ::core::fmt::Debug for #name);
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        #header {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #runtime::__private::debug_struct(formatter, #type_name, &[#(#entries,)*])
            }
        }
    }
}

/// `new` takes the required fields; optional fields get the default that serde gives absent ones.
fn new(message: &Message, runtime: &RuntimePath) -> TokenStream {
    let mut parameters = Vec::new();
    let mut values = Vec::new();
    for Field { cfg, ident, ty, presence, place, .. } in &message.fields {
        match presence {
            _ if *place == FieldPlace::Status => {
                let status = responses::status(message, runtime);
                values.push(quote! { #(#cfg)* #ident: #status });
            }
            Presence::Required => {
                parameters.push(quote! { #(#cfg)* #ident: #ty });
                values.push(quote! { #(#cfg)* #ident });
            }
            Presence::Optional { default: Some(function), .. } => {
                values.push(quote! { #(#cfg)* #ident: #function() });
            }
            Presence::Optional { default: None, .. } => {
                let default = default_of(ty);
                values.push(quote! { #(#cfg)* #ident: #default });
            }
        }
    }
    let name = message.kind.name();
    let documentation = match (parameters.len(), message.fields.len()) {
        (_, 0) => format!("Creates a {name}."),
        (0, _) => {
            format!("Creates a {name}; its fields are optional and have setters.")
        }
        (required, all) if required < all => {
            format!("Creates a {name} from its required fields; optional fields have setters.")
        }
        _ => format!("Creates a {name} from its fields."),
    };
    // The compiler explains wrong arguments at the section.
    let new = Ident::new("new", message.span);
    quote_spanned! {message.at_keyword()=>
        #[doc = #documentation]
        #[inline]
        pub fn #new(#(#parameters),*) -> Self {
            Self { #(#values,)* }
        }
    }
}

/// The default of a type.
pub(super) fn default_of(ty: &Type) -> TokenStream {
    quote!(<#ty as ::core::default::Default>::default())
}

/// The chaining setter of an optional field.
fn setter(field: &Field, section: Span, runtime: &RuntimePath) -> Option<TokenStream> {
    let Field { documentation, cfg, attributes, visibility, ident, ty, option, place, .. } = field;
    let is_status = *place == FieldPlace::Status;
    if !(field.is_optional() || is_status) || is_method(ident) {
        return None;
    }
    let deprecated = attributes.iter().filter(|attribute| attribute.path().is_ident("deprecated"));
    let text = match is_status {
        true => "Sets another status of the same class.".to_owned(),
        false => format!("Sets `{}`.", ident.unraw()),
    };
    let documentation =
        if documentation.is_empty() { quote!(#[doc = #text]) } else { quote!(#(#documentation)*) };
    let unused = matches!(visibility, Visibility::Inherited).then(|| quote!(#[allow(dead_code)]));
    let (parameters, argument, value) = match option {
        Some(OptionType { value, .. }) => {
            // The compiler explains a wrong argument at the section: at the type, an editor would show the bound
            // among the definitions of the type.
            let at_section = Span::call_site().located_at(section);
            let runtime_there = runtime.located_at(section);
            let bound =
                quote_spanned!(at_section=> #runtime_there::setter::IntoOption<#value, __Via>);
            (
                quote!(<__Value: #bound, __Via>),
                quote!(__Value),
                quote!(#runtime::setter::IntoOption::into_option(#ident)),
            )
        }
        None if is_status || is_number(ty) => (quote!(), quote!(#ty), quote!(#ident)),
        None => (
            quote!(<__Value: ::core::convert::Into<#ty>>),
            quote!(__Value),
            quote!(::core::convert::Into::into(#ident)),
        ),
    };
    Some(quote! {
        #documentation
        #(#cfg)*
        #(#deprecated)*
        #unused
        #[must_use]
        #visibility fn #ident #parameters(mut self, #ident: #argument) -> Self {
            self.#ident = #value;
            self
        }
    })
}

/// Whether the type is a number. A setter with `impl Into<u64>` would not accept the literal `5`, which the
/// compiler takes for an `i32`.
fn is_number(ty: &Type) -> bool {
    const NUMBERS: &[&str] = &[
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        "f32", "f64",
    ];
    matches!(ty, Type::Path(path) if NUMBERS.iter().any(|number| path.path.is_ident(number)))
}
