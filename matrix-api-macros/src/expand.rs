//! Model to code.
//!
//! Everything but the types stands in `const _: () = { .. };`, so that it cannot be named from outside.
//! Generated code calls the runtime, which has the logic. Local variables have the span `mixed_site`, so that
//! they do not clash with the author's names.

mod codec;
pub(crate) mod completions;
mod documentation;
mod examples;
mod field_types;
mod local;
mod metadata;
mod responses;
mod streams;
mod stub;
mod types;
mod warnings;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::{stub::stub, warnings::warnings};
use crate::{model::Endpoint, runtime_path::RuntimePath};

/// What is generated beside the types and their codec.
#[derive(Clone, Copy)]
pub(crate) struct Features {
    /// The types of fields, for `Endpoint::FIELD_TYPES`.
    pub(crate) describe: bool,
    /// The examples, for `Endpoint::EXAMPLES`.
    pub(crate) examples: bool,
}

impl Features {
    /// Those that the runtime asks for.
    pub(crate) const ENABLED: Self =
        Self { describe: cfg!(feature = "describe"), examples: cfg!(feature = "examples") };
}

/// The types of an endpoint and all their impls.
pub(crate) fn endpoint(
    endpoint: &Endpoint,
    runtime: &RuntimePath,
    features: Features,
) -> TokenStream {
    let Endpoint { request, responses, .. } = endpoint;
    let request_type = types::expand(request, &documentation::request(endpoint), runtime);
    let response_types = responses.iter().map(|response| {
        types::expand(response, &documentation::response(endpoint, response), runtime)
    });
    let response_enum = responses::expand(responses, &documentation::responses(endpoint));
    let field_types = features.describe.then(|| field_types::expand(endpoint, runtime));
    let examples = features.examples.then(|| examples::expand(endpoint, runtime));
    let metadata = metadata::expand(endpoint, &quote!(#field_types #examples), runtime);
    let codec = codec::expand(request, responses, runtime);
    let scheme_check = streams::scheme_check(endpoint, runtime);
    quote! {
        #request_type
        #(#response_types)*
        #response_enum
        #[allow(deprecated, non_snake_case, unused_mut, unused_variables)]
        const _: () = {
            #metadata
            #codec
            #scheme_check
        };
    }
}
