//! The four directions, and the private types that serde derives are on.
//!
//! A message is written through structs with `#[serde(remote = "..")]`, one for each part of the HTTP
//! message, which borrow the fields from the public type; it is read through structs of its own,
//! whose fields are moved into the public type. Thus serde's attributes mean the same in every
//! part, and the public types implement no serde trait.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, Ident, Type, spanned::Spanned};

use crate::model::{Body, Field, Message, MessageKind, Place, Presence, Query};

/// The name under which a block knows the runtime's serde; serde takes it as a string only.
const SERDE: &str = "__matrix_api_serde";

pub(super) fn expand(request: &Message, response: &Message, runtime: &TokenStream) -> TokenStream {
    let serde = Ident::new(SERDE, Span::call_site());
    let (requests, responses) = (parts(request), parts(response));
    let uses_serde = requests.iter().chain(&responses).any(|part| part.kind != PartKind::Raw);
    let import = uses_serde.then(|| quote!(use #runtime::__private::serde as #serde;));
    let request_written = written(request, &requests);
    let request_read = read(request, &requests);
    let response_written = written(response, &responses);
    let response_read = read(response, &responses);
    let (request, response) = (request.type_ident(), response.type_ident());
    let Written { types: request_written_types, body: request_encode } = request_written;
    let Written { types: response_written_types, body: response_encode } = response_written;
    let encoder = |empty: bool| if empty { format_ident!("_encoder") } else { local("encoder") };
    let request_encoder = encoder(requests.is_empty());
    let response_encoder = encoder(responses.is_empty());
    let Read { types: request_read_types, parameter: request_decoder, body: request_decode } =
        request_read;
    let Read { types: response_read_types, parameter: response_decoder, body: response_decode } =
        response_read;
    quote! {
        #import

        #runtime::__if_client! {
            #request_written_types
            impl #runtime::OutgoingRequest for #request {
                fn encode(
                    &self,
                    #request_encoder: &mut #runtime::wire::RequestEncoder<'_>,
                ) -> ::core::result::Result<(), #runtime::IntoHttpError> {
                    #request_encode
                    ::core::result::Result::Ok(())
                }
            }
            #response_read_types
            impl #runtime::IncomingResponse for #response {
                type Endpoint = #request;
                fn decode(
                    #response_decoder: &#runtime::wire::ResponseDecoder<'_>,
                ) -> ::core::result::Result<Self, #runtime::DecodeError> {
                    #response_decode
                }
            }
        }

        #runtime::__if_server! {
            #request_read_types
            impl #runtime::IncomingRequest for #request {
                fn decode(
                    #request_decoder: &#runtime::wire::RequestDecoder<'_>,
                ) -> ::core::result::Result<Self, #runtime::DecodeError> {
                    #request_decode
                }
            }
            #response_written_types
            impl #runtime::OutgoingResponse for #response {
                type Endpoint = #request;
                fn encode(
                    &self,
                    #response_encoder: &mut #runtime::wire::ResponseEncoder,
                ) -> ::core::result::Result<(), #runtime::IntoHttpError> {
                    #response_encode
                    ::core::result::Result::Ok(())
                }
            }
        }
    }
}

/// A part of an HTTP message and the fields that travel in it.
struct Part<'a> {
    kind: PartKind,
    fields: Vec<&'a Field>,
    /// Whether the one field is the whole part.
    transparent: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PartKind {
    Path,
    Query,
    Headers,
    Json,
    Raw,
}

impl PartKind {
    /// The name of the part's methods of encoders and decoders.
    fn method(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Headers => "headers",
            Self::Json => "json",
            Self::Raw => "raw_body",
        }
    }

    fn type_suffix(self) -> &'static str {
        match self {
            Self::Path => "Path",
            Self::Query => "Query",
            Self::Headers => "Headers",
            Self::Json | Self::Raw => "Body",
        }
    }
}

impl Part<'_> {
    /// What makes a whole part conditional: the configuration of its one field.
    fn cfg(&self) -> &[Attribute] {
        match self.fields.as_slice() {
            [only] if self.transparent => &only.cfg,
            _ => &[],
        }
    }
}

/// The parts of a message that have fields, in the order in which they are written.
fn parts(message: &Message) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let several = |parts: &mut Vec<_>, kind, fields: Vec<_>| {
        if !fields.is_empty() {
            parts.push(Part { kind, fields, transparent: false });
        }
    };
    let whole = |kind, field| Part { kind, fields: vec![field], transparent: true };
    several(&mut parts, PartKind::Path, message.path_fields());
    match message.query() {
        Query::Keys(fields) => several(&mut parts, PartKind::Query, fields),
        Query::Whole(fields) => {
            parts.extend(fields.into_iter().map(|field| whole(PartKind::Query, field)));
        }
    }
    several(&mut parts, PartKind::Headers, message.header_fields());
    match message.body() {
        Body::Members(fields) => several(&mut parts, PartKind::Json, fields),
        Body::Whole(fields) => parts.extend(fields.into_iter().map(|field| {
            let raw = field.place == Place::RawBody;
            whole(if raw { PartKind::Raw } else { PartKind::Json }, field)
        })),
    }
    parts
}

/// How a message is written.
struct Written {
    types: TokenStream,
    body: TokenStream,
}

fn written(message: &Message, parts: &[Part<'_>]) -> Written {
    let mut written = Written { types: TokenStream::new(), body: TokenStream::new() };
    let (encoder, serializer) = (local("encoder"), local("serializer"));
    for part in parts {
        let cfg = part.cfg();
        let method = format_ident!("{}", part.kind.method());
        if part.kind == PartKind::Raw {
            written.body.extend(part.fields.iter().map(|Field { ident, ty, .. }| {
                let call = quote_spanned!(located_at(ty)=> #encoder.#method(&self.#ident));
                quote! { #(#cfg)* #call; }
            }));
            continue;
        }
        let name = part_type(message, part, "Ref");
        written.types.extend(part_struct(message, part, &name, Direction::Written));
        written.body.extend(quote! {
            #(#cfg)*
            #encoder.#method(|#serializer| #name::serialize(self, #serializer))?;
        });
    }
    written
}

/// How a message is read.
struct Read {
    types: TokenStream,
    parameter: Ident,
    body: TokenStream,
}

fn read(message: &Message, parts: &[Part<'_>]) -> Read {
    let decoder = local("decoder");
    let mut types = TokenStream::new();
    let mut bindings = TokenStream::new();
    let mut values = TokenStream::new();
    for part in parts {
        let cfg = part.cfg();
        let binding = local(part.kind.method());
        let method = format_ident!("{}", part.kind.method());
        if part.kind == PartKind::Raw {
            values.extend(part.fields.iter().map(|Field { cfg, ident, ty, .. }| {
                let raw_body = quote_spanned!(located_at(ty)=> #decoder.#method());
                quote! { #(#cfg)* #ident: #raw_body, }
            }));
            continue;
        }
        let name = part_type(message, part, "");
        types.extend(part_struct(message, part, &name, Direction::Read));
        bindings.extend(quote! {
            #(#cfg)*
            let #binding: #name = #decoder.#method()?;
        });
        values.extend(part.fields.iter().map(|Field { cfg, ident, .. }| {
            quote! { #(#cfg)* #ident: #binding.#ident, }
        }));
    }
    let parameter = if parts.is_empty() { format_ident!("_decoder") } else { decoder };
    let body = quote! { #bindings ::core::result::Result::Ok(Self { #values }) };
    Read { types, parameter, body }
}

fn part_type(message: &Message, part: &Part<'_>, suffix: &str) -> Ident {
    let kind = match message.kind {
        MessageKind::Request => "Request",
        MessageKind::Response => "Response",
    };
    format_ident!("__{kind}{}{suffix}", part.kind.type_suffix())
}

/// Whether a private struct borrows from the public type or gives its fields to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Written,
    Read,
}

/// One private struct with a derived serde impl.
fn part_struct(
    message: &Message,
    part: &Part<'_>,
    name: &Ident,
    direction: Direction,
) -> TokenStream {
    let serde = Ident::new(SERDE, Span::call_site());
    let cfg = part.cfg();
    let remote = message.kind.type_name();
    let (derive, remote) = match direction {
        Direction::Written => (quote!(Serialize), Some(quote!(, remote = #remote))),
        Direction::Read => (quote!(Deserialize), None),
    };
    let transparent = part.transparent.then(|| quote!(, transparent));
    let message_serde = (!part.transparent).then_some(&message.serde).into_iter().flatten();
    let fields = part.fields.iter().map(|field| {
        let Field { cfg, serde, ident, ty, .. } = field;
        let name = &field.wire_name;
        let header = (field.place == Place::Header).then(|| quote!(#[serde(rename = #name)]));
        // Where a field may be left out, an absent one can be read.
        let absent = matches!(field.presence, Presence::Optional { declared_default: false, .. });
        let default = (absent && direction == Direction::Read).then(|| quote!(#[serde(default)]));
        quote! { #(#cfg)* #header #default #(#serde)* #ident: #ty }
    });
    quote! {
        #(#cfg)*
        #[derive(#serde::#derive)]
        #[serde(crate = #SERDE #remote #transparent)]
        #(#message_serde)*
        struct #name { #(#fields,)* }
    }
}

/// A local variable that no name of the author's can meet.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The place of a type, where an error about it belongs, for tokens that are not the author's.
fn located_at(ty: &Type) -> Span {
    ty.span().resolved_at(Span::call_site())
}
