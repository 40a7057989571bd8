//! The documentation of the two types: the paths, the authentication, and the place of each field.
//!
//! Types are linked by the anchors of the associated types on the same page: the runtime may have any name.

mod examples;

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::{
    model::{
        Authentication, Body, Endpoint, Field, FieldPlace, History, Message, MessageKind, Metadata,
        Paths, Presence, Query, Version,
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
    write_places(&mut text, request);
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
    write_places(&mut text, response);
    quote!(#[doc = #text])
}

/// The documentation of the enum of several responses.
pub(super) fn responses(endpoint: &Endpoint) -> TokenStream {
    let name = code(&endpoint.metadata.name.value());
    let text = format!("The responses of the endpoint {name} to a [`Request`].");
    quote!(#[doc = #text])
}

/// The statuses of all responses, as text.
fn statuses(responses: &[Message]) -> String {
    let statuses: Vec<_> = responses.iter().map(Message::status_name).collect();
    any_of(statuses.iter().map(String::as_str))
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

/// A code span. Backticks in the text need a longer fence.
fn code(text: &str) -> String {
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let space = if text.contains('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
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
            line("Whole body, which is not JSON", &raw);
        }
    }
    line("Status", &message.status_fields());
    let secrets: Vec<_> = message.fields.iter().filter(|field| field.secret).collect();
    line("Hidden in `Debug` and errors", &secrets);
    write_presence(&mut lines, message);
    if lines.is_empty() {
        let _ = writeln!(text, "The {} has no fields.", message.kind.name());
    } else {
        text.push_str("The fields, and where each is sent:\n\n");
        text.push_str(&lines);
    }
}

/// Which fields may be absent, with what an absent one is, and which may be `null`.
fn write_presence(lines: &mut String, message: &Message) {
    let with_default = |field: &&Field| {
        let rust = field.ident.unraw();
        match &field.presence {
            Presence::Optional { default: Some(function), .. } => Some(format!(
                "`{rust}` (default {})",
                code(&format!("{}()", source_text(function)))
            )),
            Presence::Optional { default: None, .. } => Some(format!("`{rust}`")),
            Presence::Required => None,
        }
    };
    let fields: Vec<&Field> = message.fields.iter().collect();
    let optional: Vec<String> = fields.iter().filter_map(with_default).collect();
    let null = fields.iter().filter(|field| field.may_be_null());
    let null: Vec<String> = null.map(|field| format!("`{}`", field.ident.unraw())).collect();
    for (what, names) in [("Optional", optional), ("May be `null`", null)] {
        if !names.is_empty() {
            let _ = writeln!(lines, "* {what}: {}", names.join(", "));
        }
    }
}

/// The field, with its name on the wire if that differs.
fn name(field: &Field) -> String {
    let rust = field.ident.unraw().to_string();
    if !field.place.is_named() || rust == field.wire_name {
        format!("`{rust}`")
    } else {
        format!("`{rust}` ({})", code(&field.wire_name))
    }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn a_code_span_may_contain_backticks() {
        assert_eq!(code("m.tag"), "`m.tag`");
        assert_eq!(code("m`tag"), "`` m`tag ``");
        assert_eq!(code("``"), "``` `` ```");
    }
}
