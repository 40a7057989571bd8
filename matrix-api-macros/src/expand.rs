//! Model to code.
//!
//! Only the two types can be named from outside of a block: everything else stands in a
//! `const _: () = { .. };`. What is generated are calls; the logic is in the runtime. Local variables
//! have the span `mixed_site`, so that no name of the author's meets them.

mod codec;
mod documentation;
mod metadata;
mod stub;
mod types;
mod warnings;
mod words;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::{stub::stub, warnings::warnings, words::words};
use crate::model::Endpoint;

/// The types of an endpoint and every impl.
pub(crate) fn endpoint(endpoint: &Endpoint, runtime: &TokenStream) -> TokenStream {
    let Endpoint { request, response, .. } = endpoint;
    let request_type = types::expand(request, &documentation::request(endpoint), runtime);
    let response_type = types::expand(response, &documentation::response(endpoint), runtime);
    let metadata = metadata::expand(endpoint, runtime);
    let codec = codec::expand(request, response, runtime);
    quote! {
        #request_type
        #response_type
        #[allow(deprecated, unused_mut, unused_variables)]
        const _: () = {
            #metadata
            #codec
        };
    }
}
