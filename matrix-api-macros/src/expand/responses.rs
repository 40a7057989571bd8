//! The enum of several responses, and how it is written and read: by its status.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::local::local;
use crate::{
    model::{Message, MessageKind},
    runtime_path::RuntimePath,
};

/// The name of the response's type, with the span of the first section's keyword.
pub(super) fn type_ident(responses: &[Message]) -> Ident {
    let first = responses.first().map_or_else(proc_macro2::Span::call_site, |first| first.span);
    Ident::new("Response", first)
}

/// The enum, unless there is one response only.
pub(super) fn expand(responses: &[Message], documentation: &TokenStream) -> Option<TokenStream> {
    is_enum(responses).then(|| {
        let name = type_ident(responses);
        let non_exhaustive =
            responses.iter().any(|it| !it.exhaustive).then(|| quote!(#[non_exhaustive]));
        let variants = responses.iter().map(|response| {
            let (variant, ty) = (variant(response), response.type_ident());
            let text = format!("A response with the status `{}`.", response.status_name());
            quote!(#[doc = #text] #variant(#ty))
        });
        let conversions = responses.iter().map(|response| {
            let (variant, ty) = (variant(response), response.type_ident());
            let value = local("response");
            quote! {
                #[automatically_derived]
                impl ::core::convert::From<#ty> for #name {
                    #[inline]
                    fn from(#value: #ty) -> Self {
                        Self::#variant(#value)
                    }
                }
            }
        });
        quote! {
            #documentation
            #[derive(::core::clone::Clone, ::core::fmt::Debug)]
            #[allow(clippy::large_enum_variant)]
            #non_exhaustive
            pub enum #name { #(#variants,)* }
            #(#conversions)*
        }
    })
}

/// Whether the response is an enum.
fn is_enum(responses: &[Message]) -> bool {
    responses.iter().any(|response| response.kind == MessageKind::OneResponse)
}

/// The impls that write and read the enum, for the request `endpoint`.
pub(super) fn codec(
    responses: &[Message],
    endpoint: &Ident,
    runtime: &RuntimePath,
) -> Option<TokenStream> {
    let (_, init) = responses.split_last().filter(|_| is_enum(responses))?;
    let name = type_ident(responses);
    let (encoder, decoder, value) = (local("encoder"), local("decoder"), local("response"));
    let written = responses.iter().map(|response| {
        let (variant, status) = (variant(response), status(response, runtime));
        quote! {
            Self::#variant(#value) => {
                #encoder.select(#status)?;
                #runtime::__private::EncodeResponse::encode(#value, #encoder)
            }
        }
    });
    let read = |response: &Message, pattern: &TokenStream| {
        let (variant, ty) = (variant(response), response.type_ident());
        quote! {
            #pattern => <#ty as #runtime::__private::DecodeResponse>::decode(#decoder)
                .map(Self::#variant),
        }
    };
    let read_init = init.iter().map(|response| read(response, &status(response, runtime)));
    let read_last = responses.last().map(|response| read(response, &quote!(_)));
    Some(quote! {
        impl #runtime::IncomingResponse for #name {
            type Endpoint = #endpoint;
            #[inline]
            fn decode(
                #decoder: &#runtime::wire::ResponseDecoder<'_>,
            ) -> ::core::result::Result<Self, #runtime::DecodeError> {
                match #decoder.success_response()?.status {
                    #(#read_init)*
                    #read_last
                }
            }
        }
        impl #runtime::OutgoingResponse for #name {
            type Endpoint = #endpoint;
            #[inline]
            fn encode(
                &self,
                #encoder: &mut #runtime::wire::ResponseEncoder<'_>,
            ) -> ::core::result::Result<(), #runtime::IntoHttpError> {
                match self {
                    #(#written)*
                }
            }
        }
    })
}

fn variant(response: &Message) -> Ident {
    format_ident!("{}", response.variant_name())
}

/// The constant of `http::StatusCode`, as the author wrote it.
pub(super) fn status(response: &Message, runtime: &RuntimePath) -> TokenStream {
    let ok = format_ident!("OK");
    let status = response.status.as_ref().unwrap_or(&ok);
    quote!(#runtime::http::StatusCode::#status)
}
