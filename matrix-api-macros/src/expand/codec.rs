//! The four directions: what is written to and read from HTTP messages.
//!
//! A message is written and read part by part: path, query, headers, body. What the fields of a part
//! say of serde decides how: [`direct`] calls into the runtime where this macro understands all of
//! it, and [`derived`] leaves the part to serde's own derive where it does not.

mod derived;
mod direct;
mod part;
mod raw;
mod with;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::Ident;

use self::part::{Part, PartKind};
use crate::model::Message;

/// The methods are `#[inline]` so that a crate of endpoints compiles none of them: a program compiles
/// those of the endpoints that it uses.
pub(super) fn expand(request: &Message, response: &Message, runtime: &TokenStream) -> TokenStream {
    let (requests, responses) = (part::parts(request), part::parts(response));
    let import = requests
        .iter()
        .chain(&responses)
        .any(|part| part.needs_derive)
        .then(|| derived::import(runtime));
    let request_encode = write(request, &requests, runtime);
    let request_decode = read(request, &requests, runtime);
    let response_encode = write(response, &responses, runtime);
    let response_decode = read(response, &responses, runtime);
    let (request, response) = (request.type_ident(), response.type_ident());
    let Code { items: request_writers, parameter: request_encoder, body: request_encode } =
        request_encode;
    let Code { items: request_readers, parameter: request_decoder, body: request_decode } =
        request_decode;
    let Code { items: response_writers, parameter: response_encoder, body: response_encode } =
        response_encode;
    let Code { items: response_readers, parameter: response_decoder, body: response_decode } =
        response_decode;
    quote! {
        #import

        #request_writers
        impl #runtime::OutgoingRequest for #request {
            #[inline]
            fn encode(
                &self,
                #request_encoder: &mut #runtime::wire::RequestEncoder<'_>,
            ) -> ::core::result::Result<(), #runtime::IntoHttpError> {
                #request_encode
            }
        }
        #response_readers
        impl #runtime::IncomingResponse for #response {
            type Endpoint = #request;
            #[inline]
            fn decode(
                #response_decoder: &#runtime::wire::ResponseDecoder<'_>,
            ) -> ::core::result::Result<Self, #runtime::DecodeError> {
                #response_decode
            }
        }
        #request_readers
        impl #runtime::IncomingRequest for #request {
            #[inline]
            fn decode(
                #request_decoder: &#runtime::wire::RequestDecoder<'_>,
            ) -> ::core::result::Result<Self, #runtime::FromHttpRequestError> {
                #request_decode
            }
        }
        #response_writers
        impl #runtime::OutgoingResponse for #response {
            type Endpoint = #request;
            #[inline]
            fn encode(
                &self,
                #response_encoder: &mut #runtime::wire::ResponseEncoder<'_>,
            ) -> ::core::result::Result<(), #runtime::IntoHttpError> {
                #response_encode
            }
        }
    }
}

/// One direction of a message.
struct Code {
    /// Private items that the body needs.
    items: TokenStream,
    /// The name of the method's encoder or decoder.
    parameter: Ident,
    /// The body of the method.
    body: TokenStream,
}

/// How a message is written.
fn write(message: &Message, parts: &[Part<'_>], runtime: &TokenStream) -> Code {
    let encoder = local("encoder");
    let mut items = TokenStream::new();
    let mut statements = TokenStream::new();
    for part in parts {
        let write = if part.kind == PartKind::Raw {
            raw::write(part, &encoder, runtime)
        } else if part.needs_derive {
            items.extend(derived::writer(message, part));
            derived::write(message, part, &encoder)
        } else {
            items.extend(with::writers(message, &part.fields, runtime));
            direct::write(message, part, &encoder, runtime)
        };
        statements.extend(under_configuration(part, write));
    }
    let parameter = if parts.is_empty() { format_ident!("_encoder") } else { encoder };
    let body = quote! { #statements ::core::result::Result::Ok(()) };
    Code { items, parameter, body }
}

/// How a message is read.
fn read(message: &Message, parts: &[Part<'_>], runtime: &TokenStream) -> Code {
    let decoder = local("decoder");
    let mut items = TokenStream::new();
    let mut statements = TokenStream::new();
    let mut values = TokenStream::new();
    for part in parts {
        let Reading { statements: read, fields } = if part.kind == PartKind::Raw {
            raw::read(part, &decoder, runtime)
        } else if part.needs_derive {
            items.extend(derived::reader(message, part));
            derived::read(message, part, &decoder)
        } else {
            items.extend(with::readers(message, &part.fields, runtime));
            direct::read(message, part, &decoder, runtime)
        };
        statements.extend(under_configuration(part, read));
        values.extend(fields);
    }
    let parameter = if parts.is_empty() { format_ident!("_decoder") } else { decoder };
    let body = quote! { #statements ::core::result::Result::Ok(Self { #values }) };
    Code { items, parameter, body }
}

/// How a part is read.
struct Reading {
    /// Reads it into local variables.
    statements: TokenStream,
    /// Its fields of the public type, as in a struct expression, each with a comma.
    fields: TokenStream,
}

/// The statement of a whole part, under the configuration of its one field.
fn under_configuration(part: &Part<'_>, statement: TokenStream) -> TokenStream {
    let cfg = part.cfg();
    if cfg.is_empty() { statement } else { quote!(#(#cfg)* #statement) }
}

/// A local variable that no name of the author's can meet.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
