//! Types and impls for a definition with errors, so that code that uses them has no further errors. They
//! never run, because the crate does not compile.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{metadata, responses, types};
use crate::{check::Outline, model::Authentication};

use crate::runtime_path::RuntimePath;

pub(crate) fn stub(outline: &Outline, runtime: &RuntimePath) -> TokenStream {
    let Outline { request, responses, error, authentication } = outline;
    let undocumented = quote!(#[allow(missing_docs)]);
    let request_type = types::expand(request, &undocumented, runtime);
    let response_types =
        responses.iter().map(|response| types::expand(response, &undocumented, runtime));
    let response_enum = responses::expand(responses, &undocumented);
    let error = error.as_ref().map_or_else(|| quote!(#runtime::MatrixError), |ty| quote!(#ty));
    let scheme = authentication.as_ref().map_or_else(
        || quote!(#runtime::authentication::NoAuthentication),
        |scheme| metadata::authentication(scheme, runtime),
    );
    // The compiler reports an unknown import beside the errors of the block, but not an unknown type.
    let import_scheme = match authentication {
        Some(Authentication::Custom(path)) => path.get_ident().map(
            |scheme| quote_spanned!(scheme.span()=> #[allow(unused_imports)] use #scheme as _;),
        ),
        _ => None,
    };
    let (request, response) = (request.type_ident(), responses::type_ident(responses));
    quote! {
        #request_type
        #(#response_types)*
        #response_enum
        const _: () = {
            #import_scheme
            impl #runtime::Endpoint for #request {
                const METADATA: &'static #runtime::Metadata = &#runtime::Metadata::new(
                    "",
                    #runtime::http::Method::GET,
                    #runtime::PathHistory::fixed(#runtime::path_template!("/")),
                );
                type Authentication = #scheme;
                type Response = #response;
                type Error = #error;
            }
            impl #runtime::OutgoingRequest for #request {
                fn encode(
                    &self,
                    _: &mut #runtime::wire::RequestEncoder<'_>,
                ) -> ::core::result::Result<(), #runtime::IntoHttpError> {
                    ::core::unreachable!()
                }
            }
            impl #runtime::IncomingResponse for #response {
                type Endpoint = #request;
                fn decode(
                    _: &#runtime::wire::ResponseDecoder<'_>,
                ) -> ::core::result::Result<Self, #runtime::DecodeError> {
                    ::core::unreachable!()
                }
            }
            impl #runtime::IncomingRequest for #request {
                fn decode(
                    _: &#runtime::wire::RequestDecoder<'_>,
                ) -> ::core::result::Result<Self, #runtime::FromHttpRequestError> {
                    ::core::unreachable!()
                }
            }
            impl #runtime::OutgoingResponse for #response {
                type Endpoint = #request;
                fn encode(
                    &self,
                    _: &mut #runtime::wire::ResponseEncoder,
                ) -> ::core::result::Result<(), #runtime::IntoHttpError> {
                    ::core::unreachable!()
                }
            }
        };
    }
}
