//! The four directions: how messages are written and read.
//!
//! A message is handled part by part: path, query, headers, body. The serde attributes of a part's fields
//! decide how. If this macro understands all of them, [`direct`] generates calls into the runtime; otherwise
//! [`derived`] leaves the part to serde's own derives.

mod argument;
mod derived;
mod direct;
mod part;
mod raw;
mod status;
pub(super) mod with;

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use self::part::{Part, PartFields, local};
use super::responses;
use crate::{
    model::{Message, MessageKind},
    runtime_path::RuntimePath,
};

/// The impls of the four directions.
///
/// Their methods are `#[inline]`: an endpoint crate compiles none of them, and a program those of the
/// endpoints that it uses.
pub(super) fn expand(
    request: &Message,
    messages: &[Message],
    runtime: &RuntimePath,
) -> TokenStream {
    let request_parts = part::parts(request);
    let responses: Vec<_> =
        messages.iter().map(|response| (response, part::parts(response))).collect();
    let import = responses
        .iter()
        .flat_map(|(_, parts)| parts)
        .chain(&request_parts)
        .any(|part| part.needs_derive)
        .then(|| derived::import(runtime));
    let endpoint = request.type_ident();
    let outgoing_request = outgoing(request, &request_parts, &endpoint, runtime);
    let incoming_request = incoming(request, &request_parts, &endpoint, runtime);
    let incoming_responses =
        responses.iter().map(|(response, parts)| incoming(response, parts, &endpoint, runtime));
    let outgoing_responses =
        responses.iter().map(|(response, parts)| outgoing(response, parts, &endpoint, runtime));
    let of_several = responses::codec(messages, &endpoint, runtime);
    quote! {
        #import
        #outgoing_request
        #(#incoming_responses)*
        #incoming_request
        #(#outgoing_responses)*
        #of_several
    }
}

/// The private types for functions of the author, of those parts whose codec needs none.
pub(super) fn functions_of_derived_parts(message: &Message, runtime: &RuntimePath) -> TokenStream {
    let parts = part::parts(message);
    let derived = parts.iter().filter(|part| part.needs_derive);
    let items = derived.flat_map(|part| {
        [
            with::readers(message, &part.fields, runtime),
            with::writers(message, &part.fields, runtime),
        ]
    });
    items.collect()
}

/// The impl that writes a message.
fn outgoing(
    message: &Message,
    parts: &[PartFields<'_>],
    endpoint: &Ident,
    runtime: &RuntimePath,
) -> TokenStream {
    let encoder = local("encoder");
    let mut items = TokenStream::new();
    let mut statements = TokenStream::new();
    // The result of the last part is that of the function: each `?` costs the compiler much.
    let mut last = None;
    for part in parts {
        let write = if part.part == Part::RawBody {
            raw::write(part, &encoder, runtime)
        } else if part.part == Part::Status {
            status::write(part, &encoder)
        } else if part.needs_derive {
            items.extend(derived::writer(message, part));
            derived::write(message, part, &encoder)
        } else {
            items.extend(with::writers(message, &part.fields, runtime));
            direct::write(message, part, &encoder, runtime)
        };
        statements.extend(last.take().map(|write| quote!(#write?;)));
        if part.is_always_written() {
            last = Some(write);
        } else {
            let write = part.unless_left_out(&encoder, &write, runtime);
            statements.extend(under_configuration(part, write));
        }
    }
    let last = last.unwrap_or_else(|| quote!(::core::result::Result::Ok(())));
    let parameter = if parts.is_empty() { format_ident!("_encoder") } else { encoder };
    let name = message.type_ident();
    let (direction, endpoint, encoder_type) = match message.kind {
        MessageKind::Request => (quote!(OutgoingRequest), None, quote!(RequestEncoder)),
        MessageKind::Response => (
            quote!(OutgoingResponse),
            Some(quote!(type Endpoint = #endpoint;)),
            quote!(ResponseEncoder),
        ),
        MessageKind::OneResponse => {
            (quote!(__private::EncodeResponse), None, quote!(ResponseEncoder))
        }
    };
    let header = quote_spanned!(message.at_keyword()=> impl #runtime::#direction for #name);
    quote! {
        #items
        #header {
            #endpoint
            #[inline]
            fn encode(
                &self,
                #parameter: &mut #runtime::wire::#encoder_type<'_>,
            ) -> ::core::result::Result<(), #runtime::IntoHttpError> {
                #statements
                #last
            }
        }
    }
}

/// The impl that reads a message.
fn incoming(
    message: &Message,
    parts: &[PartFields<'_>],
    endpoint: &Ident,
    runtime: &RuntimePath,
) -> TokenStream {
    let decoder = local("decoder");
    let mut items = TokenStream::new();
    let mut statements = TokenStream::new();
    let mut checks = TokenStream::new();
    let mut fields = TokenStream::new();
    for part in parts {
        let read = if part.part == Part::RawBody {
            raw::read(part, &decoder, runtime)
        } else if part.part == Part::Status {
            status::read(part, &decoder)
        } else if part.needs_derive {
            items.extend(derived::reader(message, part, runtime));
            derived::read(message, part, &decoder, runtime)
        } else {
            items.extend(with::readers(message, &part.fields, runtime));
            direct::read(message, part, &decoder, runtime)
        };
        statements.extend(under_configuration(part, read.statements));
        checks.extend(read.checks);
        fields.extend(read.fields);
    }
    let parameter = if parts.is_empty() { format_ident!("_decoder") } else { decoder };
    let name = message.type_ident();
    let (direction, endpoint, decoder_type, error) = match message.kind {
        MessageKind::Request => {
            (quote!(IncomingRequest), None, quote!(RequestDecoder), quote!(FromHttpRequestError))
        }
        MessageKind::Response => (
            quote!(IncomingResponse),
            Some(quote!(type Endpoint = #endpoint;)),
            quote!(ResponseDecoder),
            quote!(DecodeError),
        ),
        MessageKind::OneResponse => {
            (quote!(__private::DecodeResponse), None, quote!(ResponseDecoder), quote!(DecodeError))
        }
    };
    let header = quote_spanned!(message.at_keyword()=> impl #runtime::#direction for #name);
    quote! {
        #items
        #header {
            #endpoint
            #[inline]
            fn decode(
                #parameter: &#runtime::wire::#decoder_type<'_>,
            ) -> ::core::result::Result<Self, #runtime::#error> {
                #statements
                #checks
                ::core::result::Result::Ok(Self { #fields })
            }
        }
    }
}

/// The statement of a whole part, under the configuration of its one field.
fn under_configuration(part: &PartFields<'_>, statement: TokenStream) -> TokenStream {
    let cfg = part.cfg();
    // An attribute without a statement would be one of what follows.
    if cfg.is_empty() || statement.is_empty() { statement } else { quote!(#(#cfg)* #statement) }
}
