//! `impl Endpoint for Request`: the metadata and the associated types.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::responses;
use crate::{
    model::{
        Authentication, Endpoint, Field, FieldPlace, History, Message, MessageKind, Paths,
        Presence, Version,
    },
    path::PathTemplate,
    runtime_path::RuntimePath,
};

/// `constants` are the optional ones of the trait.
pub(super) fn expand(
    endpoint: &Endpoint,
    constants: &TokenStream,
    runtime: &RuntimePath,
) -> TokenStream {
    let Endpoint { metadata, request, responses, error, .. } = endpoint;
    let (name, description, method) = (&metadata.name, &metadata.description, &metadata.method);
    let operation_id = metadata.operation_id.as_ref().map(|id| quote!(.operation_id(#id)));
    let rate_limited = metadata.rate_limited;
    let paths = paths(&metadata.paths, request.has_optional_end(), runtime);
    let scheme = authentication(&metadata.authentication, runtime);
    // At the type, since its privacy is checked for the whole item.
    let error = match error {
        Some(ty) => quote_spanned!(ty.span()=> type Error = #ty;),
        None => quote!(type Error = #runtime::MatrixError;),
    };
    let request_fields = fields(request, runtime);
    let (status, described) = described(responses, runtime);
    let at_keyword = request.at_keyword();
    let (request, response) = (request.type_ident(), responses::type_ident(responses));
    let header = quote_spanned!(at_keyword=> impl #runtime::Endpoint for #request);
    quote! {
        #header {
            const METADATA: &'static #runtime::Metadata =
                &#runtime::Metadata::new(#name, #runtime::http::Method::#method, #paths)
                    #operation_id
                    .description(#description)
                    .rate_limited(#rate_limited)
                    .authentication(#runtime::__private::SchemeOf::<Self>::NAME)
                    #status
                    .request_fields(&[#request_fields])
                    #described;
            type Authentication = #scheme;
            type Response = #response;
            #error
            #constants
        }
    }
}

/// The responses: the status of the only one if it is not `OK`, and its fields; or a list of several.
fn described(responses: &[Message], runtime: &RuntimePath) -> (Option<TokenStream>, TokenStream) {
    if let [response] = responses
        && response.kind == MessageKind::Response
    {
        let status = response.status.as_ref().map(|_| {
            let status = responses::status(response, runtime);
            quote!(.status(#status))
        });
        let fields = fields(response, runtime);
        return (status, quote!(.response_fields(&[#fields])));
    }
    let responses = responses.iter().map(|response| {
        let (status, fields) = (responses::status(response, runtime), fields(response, runtime));
        quote!(#runtime::metadata::SuccessResponse::new(#status, &[#fields]))
    });
    (None, quote!(.responses(&[#(#responses,)*])))
}

pub(super) fn authentication(scheme: &Authentication, runtime: &RuntimePath) -> TokenStream {
    match scheme {
        Authentication::Runtime(ident) => quote!(#runtime::authentication::#ident),
        Authentication::Custom(path) => quote!(#path),
    }
}

/// The paths of an endpoint; the last segment of each may be absent if it `has_optional_end`.
fn paths(paths: &Paths, has_optional_end: bool, runtime: &RuntimePath) -> TokenStream {
    let optional = has_optional_end.then(|| quote!(, optional));
    let template = |PathTemplate { text, placeholders }: &PathTemplate| {
        let literal = &text.literal;
        match placeholders.is_empty() {
            true => quote!(#runtime::PathTemplate::literal(#literal)),
            false => quote!(#runtime::path_template!(#literal #optional)),
        }
    };
    match paths {
        Paths::Fixed(fixed) => {
            let template = template(fixed);
            quote!(#runtime::PathHistory::fixed(#template))
        }
        Paths::History(History { unstable, stable, deprecated, removed }) => {
            let unstable = unstable.iter().map(|(feature, path)| {
                let template = template(path);
                quote!((#feature, #template))
            });
            let stable = stable.iter().map(|(version, path)| {
                let template = template(path);
                let version = matrix_version(*version, runtime);
                quote!((#version, #template))
            });
            let optional = |version: &Option<Version>| match version {
                Some(version) => {
                    let version = matrix_version(*version, runtime);
                    quote!(::core::option::Option::Some(#version))
                }
                None => quote!(::core::option::Option::None),
            };
            let (deprecated, removed) = (optional(deprecated), optional(removed));
            quote! {
                #runtime::PathHistory::versioned(
                    &[#(#unstable,)*],
                    &[#(#stable,)*],
                    #deprecated,
                    #removed,
                )
            }
        }
    }
}

pub(super) fn matrix_version(
    Version { major, minor }: Version,
    runtime: &RuntimePath,
) -> TokenStream {
    quote!(#runtime::MatrixVersion::new(#major, #minor))
}

fn fields(message: &Message, runtime: &RuntimePath) -> TokenStream {
    let fields = message.fields.iter().map(|field| {
        let Field { cfg, wire_name, ty, .. } = field;
        let known = |place: TokenStream| quote!(#runtime::metadata::FieldPlace::#place);
        let place = match field.place {
            FieldPlace::Path => known(quote!(Path)),
            FieldPlace::Query => known(quote!(Query)),
            FieldPlace::QueryAll => known(quote!(QueryAll)),
            FieldPlace::Header => known(quote!(Header)),
            FieldPlace::Member | FieldPlace::Flattened => known(quote!(Body)),
            FieldPlace::WholeBody => known(quote!(WholeBody)),
            // Its type says whether it is a stream.
            FieldPlace::RawBody => quote!(<#ty as #runtime::wire::RawBody>::PLACE),
            FieldPlace::Status => known(quote!(Status)),
        };
        let optional =
            matches!(field.presence, Presence::Optional { .. }).then(|| quote!(.optional()));
        let secret = field.secret.then(|| quote!(.secret()));
        quote! {
            #(#cfg)*
            #runtime::metadata::Field::new(#wire_name, #place)
                #optional
                #secret,
        }
    });
    quote!(#(#fields)*)
}
