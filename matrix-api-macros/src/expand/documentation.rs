//! The documentation of the two types: the paths, the authentication, the fields and the examples.
//!
//! Types are linked by the anchors of the associated types on the same page: the runtime may have any name.

mod examples;
mod fields;
mod markdown;

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use self::markdown::code;
use crate::{
    model::{
        Authentication, Endpoint, Field, FieldPlace, History, Message, MessageKind, Metadata, Paths,
    },
    path::PathTemplate,
    suggestion::{any_of, source_text},
};

pub(super) fn request(endpoint: &Endpoint) -> TokenStream {
    let Endpoint { metadata, request, error, .. } = endpoint;
    let mut text = opening(request);
    let _ = writeln!(text, "{}\n", metadata.description.value());
    let _ = writeln!(text, "The request of the endpoint {}.\n", code(&metadata.name.value()));
    write_paths(&mut text, metadata);
    if let Some(last) = request.path_fields().last().filter(|_| request.has_optional_end()) {
        let _ = writeln!(text, "* The last segment may be absent: {}", name(last));
    }
    let error = error.as_ref().map_or_else(|| "MatrixError".to_owned(), source_text);
    let _ = write!(
        text,
        "\n* Authentication: [{}](#associatedtype.Authentication)\n* Rate limited: {}\n* Response: \
         [`Response`], status {}\n* Error: [{}](#associatedtype.Error)\n\n",
        code(&authentication(&metadata.authentication)),
        if metadata.rate_limited { "yes" } else { "no" },
        statuses(&endpoint.responses),
        code(&error),
    );
    fields::write(&mut text, request);
    text.push_str(&methods(MessageKind::Request, &request.fields));
    text.push_str(&examples::section(endpoint));
    quote!(#[doc = #text])
}

pub(super) fn response(endpoint: &Endpoint, response: &Message) -> TokenStream {
    let name = code(&endpoint.metadata.name.value());
    let is_only = response.kind == MessageKind::Response;
    let article = if is_only { "The" } else { "A" };
    let mut text = opening(response);
    let _ = writeln!(text, "{article} response of the endpoint {name} to a [`Request`].\n");
    if !is_only {
        let status = response.status_name();
        let _ = writeln!(text, "A variant of [`Response`], with the status `{status}`.\n");
    }
    fields::write(&mut text, response);
    if is_only {
        text.push_str(&methods(MessageKind::Response, &response.fields));
    }
    quote!(#[doc = #text])
}

/// The documentation of the enum of several responses.
pub(super) fn responses(endpoint: &Endpoint) -> TokenStream {
    let name = code(&endpoint.metadata.name.value());
    let mut text = format!("The responses of the endpoint {name} to a [`Request`].\n");
    let fields = endpoint.responses.iter().flat_map(|response| &response.fields);
    text.push_str(&methods(MessageKind::Response, fields));
    quote!(#[doc = #text])
}

/// The statuses of all responses, as text.
fn statuses(responses: &[Message]) -> String {
    let statuses: Vec<_> = responses.iter().map(Message::status_name).collect();
    any_of(&statuses)
}

/// This text follows the documentation that the author wrote, if any.
fn opening(message: &Message) -> String {
    let documented = message.attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
    if documented { "\n".to_owned() } else { String::new() }
}

fn authentication(authentication: &Authentication) -> String {
    match authentication {
        Authentication::Runtime(ident) => ident.to_string(),
        Authentication::Custom(path) => source_text(path),
    }
}

fn write_paths(text: &mut String, metadata: &Metadata) {
    let method = &metadata.method;
    let mut line = |template: &PathTemplate, when: &str| {
        let _ = writeln!(text, "* {}{when}", code(&format!("{method} {}", template.text.value())));
    };
    match &metadata.paths {
        Paths::Fixed(template) => line(template, ""),
        Paths::History(History { unstable, stable, deprecated, removed }) => {
            for (feature, template) in unstable {
                line(template, &format!(", with the unstable feature {}", code(&feature.value())));
            }
            for (version, template) in stable {
                line(template, &format!(", since Matrix {}", version.text()));
            }
            for (what, version) in [("Deprecated", deprecated), ("Removed", removed)] {
                if let Some(version) = version {
                    let _ = writeln!(text, "* {what} in Matrix {}", version.text());
                }
            }
        }
    }
}

/// The field, with its name on the wire if that differs.
fn name(field: &Field) -> String {
    let rust = field.ident.unraw().to_string();
    if rust == field.wire_name {
        format!("`{rust}`")
    } else {
        format!("`{rust}` ({})", code(&field.wire_name))
    }
}

/// The methods of the codec for a message of which these are the fields.
fn methods<'a>(kind: MessageKind, fields: impl IntoIterator<Item = &'a Field>) -> String {
    let name = kind.name();
    let has_raw_body = fields.into_iter().any(|field| field.place == FieldPlace::RawBody);
    let link = |method: String| format!("[`{method}`](#method.{method})");
    let line = |side: &str, method: &str| {
        let whole = link(format!("{method}_http_{name}"));
        if has_raw_body {
            let stream = link(format!("{method}_streaming_{name}"));
            format!("* {side}: {whole}, or {stream} for a stream\n")
        } else {
            format!("* {side}: {whole}\n")
        }
    };
    let (encoder, decoder) = match kind {
        MessageKind::Request => ("Client", "Server"),
        MessageKind::Response | MessageKind::OneResponse => ("Server", "Client"),
    };
    format!("\n{}{}", line(encoder, "try_into"), line(decoder, "try_from"))
}
