//! `Endpoint::FIELD_TYPES`: the shape of each field's type, and what the author says about the field.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

use crate::model::{Endpoint, Field, FieldPlace, Message};

pub(super) fn expand(endpoint: &Endpoint, runtime: &TokenStream) -> TokenStream {
    let request = fields(&endpoint.request, runtime);
    let responses = endpoint.responses.iter().map(|response| {
        let (documentation, fields) =
            (documentation(&response.attributes), fields(response, runtime));
        quote!((#documentation, &[#fields]))
    });
    quote! {
        const FIELD_TYPES: &'static #runtime::description::FieldTypes = {
            use #runtime::__private::sources::*;
            &#runtime::description::FieldTypes::new(&[#request], &[#(#responses,)*])
        };
    }
}

fn fields(message: &Message, runtime: &TokenStream) -> TokenStream {
    let fields = message.fields.iter().map(|field| {
        let Field { cfg, ty, .. } = field;
        let documentation = documentation(&field.documentation);
        let flattened = (field.place == FieldPlace::Flattened).then(|| quote!(.flattened()));
        let nullable = field.is_nullable().then(|| quote!(.nullable()));
        quote! {
            #(#cfg)*
            #runtime::description::FieldType::new(#documentation, |shapes| {
                (&&&&&#runtime::__private::ShapeOf::<#ty>::NEW).shape(shapes)
            })
            #flattened
            #nullable,
        }
    });
    quote!(#(#fields)*)
}

/// The text of documentation comments.
fn documentation(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(value) if value.path.is_ident("doc") => match &value.value {
            Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) => Some(line.value()),
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<String> = lines.collect();
    lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}
