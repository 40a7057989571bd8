//! `Endpoint::EXAMPLES`: the examples as data.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::{
    http_names::constant_of_status,
    model::{Endpoint, Example, ExampleBody, ExampleContent, ExampleRequest, ExampleResponse},
    runtime_path::RuntimePath,
};

/// The constant, if the endpoint has examples.
pub(super) fn expand(endpoint: &Endpoint, runtime: &RuntimePath) -> TokenStream {
    if endpoint.examples.is_empty() {
        return TokenStream::new();
    }
    let examples = endpoint.examples.iter().map(|example| expand_example(example, runtime));
    quote! {
        const EXAMPLES: &'static [#runtime::examples::Example] = &[#(#examples,)*];
    }
}

fn expand_example(example: &Example, runtime: &RuntimePath) -> TokenStream {
    let Example { name, request, response } = example;
    let request = optional(request.as_ref().map(|request| {
        let ExampleRequest { method, target, content } = request;
        let method = Ident::new(method, Span::call_site());
        let content = expand_content(content, runtime);
        quote! {
            #runtime::examples::ExampleRequest::new(
                #runtime::http::Method::#method,
                #target,
                #content
            )
        }
    }));
    let response = optional(response.as_ref().map(|ExampleResponse { status, content }| {
        let status = expand_status(*status, runtime);
        let content = expand_content(content, runtime);
        quote!(#runtime::examples::ExampleResponse::new(#status, #content))
    }));
    quote!(#runtime::examples::Example::new(#name, #request, #response))
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// A constant of `http::StatusCode`, or the code of a status that has none.
fn expand_status(status: u16, runtime: &RuntimePath) -> TokenStream {
    match constant_of_status(status) {
        Some(constant) => {
            let constant = Ident::new(constant, Span::call_site());
            quote!(#runtime::http::StatusCode::#constant)
        }
        None => quote!(#runtime::__private::status_of_code(#status)),
    }
}

/// The headers and the body.
fn expand_content(content: &ExampleContent, runtime: &RuntimePath) -> TokenStream {
    let headers = content.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let body = match &content.body {
        ExampleBody::None => quote!(None),
        ExampleBody::Json(json) => {
            let json = json.compact();
            quote!(Json(#json))
        }
        ExampleBody::Text(text) => quote!(Text(#text)),
        ExampleBody::Bytes(bytes) => {
            let bytes = Literal::byte_string(bytes);
            quote!(Bytes(#bytes))
        }
    };
    quote!(&[#(#headers,)*], #runtime::examples::ExampleBody::#body)
}
