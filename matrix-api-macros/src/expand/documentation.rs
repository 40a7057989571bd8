//! The documentation of the two types: the paths, the authentication, and the place of each field.

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;

use crate::{
    model::{
        Authentication, Body, Endpoint, Field, FieldPlace, History, Message, MessageKind, Metadata,
        Paths, Query, Version,
    },
    path::PathTemplate,
    suggestion::any_of,
};

pub(super) fn request(endpoint: &Endpoint) -> TokenStream {
    let Endpoint { metadata, request, .. } = endpoint;
    let mut text = opening(request, &metadata.description.value());
    let _ = writeln!(text, "The request of the endpoint `{}`.\n", metadata.name.value());
    write_paths(&mut text, metadata);
    if let Some(last) = request.path_fields().last().filter(|_| request.has_optional_end()) {
        let _ = writeln!(text, "* The last segment may be absent: {}", name(last));
    }
    let _ = write!(
        text,
        "\n* Authentication: {}\n* Rate limited: {}\n* Response: [`Response`], status {}\n\n",
        authentication(&metadata.authentication),
        if metadata.rate_limited { "yes" } else { "no" },
        statuses(&endpoint.responses),
    );
    write_places(&mut text, request);
    quote!(#[doc = #text])
}

pub(super) fn response(endpoint: &Endpoint, response: &Message) -> TokenStream {
    let name = endpoint.metadata.name.value();
    let is_only = response.kind == MessageKind::Response;
    let article = if is_only { "The" } else { "A" };
    let line = format!("{article} response of the endpoint `{name}` to a [`Request`].");
    let mut text = opening(response, &line);
    if !is_only {
        let status = response.status_name();
        let _ = writeln!(text, "A variant of [`Response`], with the status `{status}`.\n");
    }
    write_places(&mut text, response);
    quote!(#[doc = #text])
}

/// The documentation of the enum of several responses.
pub(super) fn responses(endpoint: &Endpoint) -> TokenStream {
    let name = endpoint.metadata.name.value();
    let text = format!("The responses of the endpoint `{name}` to a [`Request`].");
    quote!(#[doc = #text])
}

/// The statuses of all responses, as text.
fn statuses(responses: &[Message]) -> String {
    let statuses: Vec<_> = responses.iter().map(Message::status_name).collect();
    any_of(statuses.iter().map(String::as_str))
}

/// The first line, unless the author wrote documentation, which this text then follows.
fn opening(message: &Message, otherwise: &str) -> String {
    let documented = message.attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
    if documented { "\n".to_owned() } else { format!("{otherwise}\n\n") }
}

fn authentication(authentication: &Authentication) -> String {
    match authentication {
        Authentication::Runtime(ident) => format!("`{ident}`"),
        Authentication::Custom(path) => {
            format!("`{}`", path.to_token_stream().to_string().replace(' ', ""))
        }
    }
}

fn write_paths(text: &mut String, metadata: &Metadata) {
    let method = &metadata.method;
    let mut line = |template: &PathTemplate, when: &str| {
        let _ = writeln!(text, "* `{method} {}`{when}", template.text.value());
    };
    match &metadata.paths {
        Paths::Fixed(template) => line(template, ""),
        Paths::History(History { unstable, stable, deprecated, removed }) => {
            for (feature, template) in unstable {
                line(template, &format!(", with the unstable feature `{}`", feature.value()));
            }
            for (version, template) in stable {
                line(template, &format!(", since Matrix {}", version_text(*version)));
            }
            for (what, version) in [("Deprecated", deprecated), ("Removed", removed)] {
                if let Some(version) = version {
                    let _ = writeln!(text, "* {what} in Matrix {}", version_text(*version));
                }
            }
        }
    }
}

fn version_text(Version { major, minor }: Version) -> String {
    format!("{major}.{minor}")
}

fn write_places(text: &mut String, message: &Message) {
    let mut lines = String::new();
    let mut line = |place: &str, fields: &[&Field]| {
        if !fields.is_empty() {
            let names: Vec<String> = fields.iter().map(|field| name(field)).collect();
            let _ = writeln!(lines, "* {place}: {}", names.join(", "));
        }
    };
    line("Path", &message.path_fields());
    match message.query() {
        Query::Keys(fields) => line("Query", &fields),
        Query::Whole(fields) => line("Whole query", &fields),
    }
    line("Headers", &message.header_fields());
    match message.body() {
        Body::Members(fields) => line("JSON body", &fields),
        Body::Whole(fields) => {
            let (raw, json): (Vec<_>, Vec<_>) =
                fields.into_iter().partition(|field| field.place == FieldPlace::RawBody);
            line("Whole JSON body", &json);
            line("Whole body, as bytes", &raw);
        }
    }
    line("Status", &message.status_fields());
    let secrets: Vec<_> = message.fields.iter().filter(|field| field.secret).collect();
    line("Hidden in `Debug` and errors", &secrets);
    if lines.is_empty() {
        let _ = writeln!(text, "The {} has no fields.", message.kind.name());
    } else {
        text.push_str("Where each field is sent:\n\n");
        text.push_str(&lines);
    }
}

/// The field, with its name on the wire if that differs.
fn name(field: &Field) -> String {
    let rust = field.ident.unraw().to_string();
    if !field.place.is_named() || rust == field.wire_name {
        format!("`{rust}`")
    } else {
        format!("`{rust}` (`{}`)", field.wire_name)
    }
}
