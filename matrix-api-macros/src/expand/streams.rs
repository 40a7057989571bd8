//! Checks that only the compiler can make: the type of a raw body says whether it is a stream.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    model::{Authentication, Endpoint, Field, FieldPlace},
    runtime_path::RuntimePath,
};

/// An authentication scheme of the author must not read the body of a request that is a stream. Those of the
/// runtime do not read bodies.
pub(super) fn scheme_check(
    Endpoint { metadata, request, .. }: &Endpoint,
    runtime: &RuntimePath,
) -> TokenStream {
    let Authentication::Custom(scheme) = &metadata.authentication else {
        return TokenStream::new();
    };
    let raw = request.fields.iter().filter(|field| field.place == FieldPlace::RawBody);
    let checks = raw.map(|Field { cfg, ty, .. }| {
        let is_streamed = quote!(<#ty as #runtime::wire::RawBody>::PLACE.is_streamed());
        let reads_body =
            quote!(<#scheme as #runtime::authentication::AuthenticationScheme>::READS_BODY);
        quote! {
            #(#cfg)*
            const _: () = #runtime::wire::check_scheme::<#ty, #scheme, { #is_streamed && #reads_body }>();
        }
    });
    quote!(#(#checks)*)
}
