//! From what was sent to what is recorded: secrets become placeholders.

use serde_json::Value;

use super::{
    base64,
    definitions::Definitions,
    exchange::{Exchange, Outcome},
    path::map_segments,
    placeholder::{Placeholder, UNKNOWN},
    secrets::Secrets,
    visit::{self, Visitor},
};

/// Hides the secrets of all exchanges, also where one is a secret only later.
pub(super) fn redact(mut exchanges: Vec<Exchange>, definitions: &Definitions) -> Vec<Exchange> {
    let mut secrets = Secrets::default();
    for exchange in &exchanges {
        visit(&mut exchange.clone(), definitions, &mut Learn(&mut secrets));
    }
    for exchange in &mut exchanges {
        visit(exchange, definitions, &mut Hide(&secrets));
    }
    exchanges
}

fn visit(exchange: &mut Exchange, definitions: &Definitions, visitor: &mut dyn Visitor) {
    let Some(definition) = exchange.definition(definitions) else {
        // It has a path alone. Any segment of it may be a secret that is known.
        exchange.request.path = map_segments(&exchange.request.path, |segment| {
            visitor.plain(segment);
        });
        return;
    };
    let message = definitions.request(definition);
    visit::request(&mut exchange.request, definition, message, visitor);
    if let Outcome::Response(response) = &mut exchange.outcome {
        let status = http::StatusCode::from_u16(response.status).unwrap_or_default();
        visit::response(response, definitions.response(definition, status), visitor);
    }
}

/// Notes the secrets.
pub(super) struct Learn<'a>(pub(super) &'a mut Secrets);

impl Visitor for Learn<'_> {
    fn secret(&mut self, name: &str, value: &mut Value) {
        let Self(secrets) = self;
        match value {
            Value::String(text) => {
                secrets.add(name, text, false);
                // `Authorization: Basic` has a password.
                if name == "authorization"
                    && let Some(decoded) = base64::decode(text)
                    && let Ok(decoded) = String::from_utf8(decoded)
                    && let Some((_, password)) = decoded.split_once(':')
                {
                    secrets.add("password", password, false);
                }
            }
            value => _ = secrets.add(name, &value.to_string(), true),
        }
    }

    fn plain(&mut self, text: &mut String) {
        self.0.add_from_text(text);
    }

    fn unknown(&mut self, _: &mut Value) {}
}

/// Replaces the secrets by placeholders.
pub(super) struct Hide<'a>(pub(super) &'a Secrets);

impl Visitor for Hide<'_> {
    fn secret(&mut self, _: &str, value: &mut Value) {
        let Self(secrets) = self;
        *value = match &*value {
            Value::String(text) => secrets.hide(text).into(),
            value => {
                let placeholder = secrets.find(&value.to_string()).cloned();
                let placeholder = placeholder.map(|it| Placeholder { is_number: true, ..it });
                placeholder.map_or(Value::Null, |it| it.to_string().into())
            }
        };
    }

    fn plain(&mut self, text: &mut String) {
        *text = self.0.hide(text);
    }

    fn unknown(&mut self, value: &mut Value) {
        *value = UNKNOWN.into();
    }
}
