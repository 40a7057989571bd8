//! Rules for examples: each is a message of the endpoint, as far as its tokens tell.
//!
//! The types of fields are not known here: the runtime reads every example and writes it again.

mod body;
mod first_names;
mod headers;
mod part;
mod path;
mod percent_encoding;
mod query;
mod subject;
mod target;

use proc_macro2::{Ident, Span};

pub(super) use self::subject::Subject;
use self::{body::BodyPlace, first_names::FirstNames};
use super::message::CheckedMessage;
use crate::{
    ast,
    diagnostics::Diagnostics,
    http_names::{METHODS, StatusClass, code_of_status},
    model::{Example, ExampleContent, ExampleRequest, ExampleResponse, FieldPlace},
    suggestion::any_of,
    text::Text,
};

/// Checks the examples; returns those that are complete.
pub(super) fn check(
    examples: Vec<ast::Example>,
    subject: &Subject<'_>,
    diagnostics: &Diagnostics,
) -> Vec<Example> {
    check_names(&examples, diagnostics);
    examples.into_iter().filter_map(|example| subject.check(example, diagnostics)).collect()
}

/// Each example has a name of its own.
fn check_names(examples: &[ast::Example], diagnostics: &Diagnostics) {
    let mut names = FirstNames::default();
    for name in examples.iter().filter_map(|example| example.name.as_ref()) {
        if name.value().trim().is_empty() {
            diagnostics.error(name.span(), "the name is empty; write what the example shows");
        } else {
            names.check(name, "example", "rename one", diagnostics);
        }
    }
}

impl Subject<'_> {
    fn check(&self, example: ast::Example, diagnostics: &Diagnostics) -> Option<Example> {
        let has_request = example.request.is_some();
        let has_response = example.response.is_some();
        let request = example.request.and_then(|request| self.check_request(request, diagnostics));
        let response =
            example.response.and_then(|response| self.check_response(response, diagnostics));
        // What is missing here was reported.
        let complete = request.is_some() == has_request && response.is_some() == has_response;
        let name = example.name.filter(|_| complete)?.literal;
        Some(Example { name, request, response })
    }

    fn check_request(
        &self,
        request: ast::ExampleRequest,
        diagnostics: &Diagnostics,
    ) -> Option<ExampleRequest> {
        let ast::ExampleRequest { method, target, content } = request;
        if let Some(method) = &method {
            self.check_method(method, diagnostics);
        }
        if let Some(target) = &target {
            target::check(target, self, diagnostics);
        }
        headers::check_request(&content, self, diagnostics);
        let span = target.as_ref().map_or(content.keyword.span(), Text::span);
        let place = BodyPlace::of_request(self);
        let content = finish(content, &place, span, diagnostics);
        Some(ExampleRequest { method: method?.to_string(), target: target?.value(), content })
    }

    /// The method is that of the endpoint.
    fn check_method(&self, written: &Ident, diagnostics: &Diagnostics) {
        let expected = match self.method {
            Some(method) if written == method => return,
            Some(method) => format!("write `{method}`, the method of the endpoint"),
            None if METHODS.iter().any(|method| written == method) => return,
            None => format!("write {}", any_of(METHODS)),
        };
        diagnostics.error(written.span(), format!("unexpected method `{written}`; {expected}"));
    }

    fn check_response(
        &self,
        response: ast::ExampleResponse,
        diagnostics: &Diagnostics,
    ) -> Option<ExampleResponse> {
        let ast::ExampleResponse { status, content } = response;
        let span = status.as_ref().map_or(content.keyword.span(), |status| status.span);
        let status = status.map(|status| status.code);
        let message = self.message_with(status);
        if let (Some(status), Some(responses), None) = (status, self.responses, message) {
            check_status(status, span, responses, diagnostics);
        }
        headers::check_response(&content, message, span, diagnostics);
        let place = BodyPlace::of_response(status, message, self);
        let content = finish(content, &place, span, diagnostics);
        Some(ExampleResponse { status: status?, content })
    }

    /// The response that is sent with a status; `None` for an error, or if it is not known.
    fn message_with(&self, status: Option<u16>) -> Option<&CheckedMessage> {
        let status = status?;
        let code = |response: &CheckedMessage| code_of_status(&response.message.status_name());
        let responses = self.responses?;
        let exact = responses.iter().find(|response| code(response) == Some(status));
        exact.or_else(|| {
            let class = StatusClass::of_code(status);
            responses.iter().find(|response| {
                let is_status_field = |place| place == FieldPlace::Status;
                class != StatusClass::Exact
                    && StatusClass::of(&response.message.status_name()) == class
                    && response.fields.iter().any(|it| is_status_field(it.field.place))
            })
        })
    }
}

/// A status that no response of the endpoint has is that of an error.
fn check_status(status: u16, span: Span, responses: &[CheckedMessage], diagnostics: &Diagnostics) {
    if (400..600).contains(&status) {
        return;
    }
    let codes: Vec<String> = responses
        .iter()
        .filter_map(|response| code_of_status(&response.message.status_name()))
        .map(|code| code.to_string())
        .collect();
    let known = any_of(&codes);
    let same_class = responses.iter().any(|response| {
        let class = StatusClass::of_code(status);
        class != StatusClass::Exact && StatusClass::of(&response.message.status_name()) == class
    });
    let field = match (same_class, responses) {
        (true, [_]) => {
            "; for several statuses, add a field with `#[ruma_api(status)]` to the response"
        }
        _ => "",
    };
    diagnostics.error(
        span,
        format!(
            "the endpoint has no response with the status {status}; write {known}, or the status of \
             an error{field}"
        ),
    );
}

/// Checks the body, and puts headers and body together. `span` is the token before them.
fn finish(
    content: ast::ExampleContent,
    place: &BodyPlace<'_>,
    span: Span,
    diagnostics: &Diagnostics,
) -> ExampleContent {
    let ast::ExampleContent { headers, body, unreadable, .. } = content;
    let body = place.check(body, (!unreadable).then_some(span), diagnostics);
    let headers = headers
        .into_iter()
        .map(|header| (header.name.value().to_ascii_lowercase(), header.value.value()))
        .collect();
    ExampleContent { headers, body }
}
