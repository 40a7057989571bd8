//! The secrets of a recording, and texts without them.

use std::collections::BTreeMap;

use super::{
    base64,
    placeholder::{Placeholder, has_placeholder},
};
use crate::text::{
    buffer::TextBuffer,
    percent_decode::decode_form,
    percent_encode::{encode_form, encode_segment},
};

/// The length in bytes from which on a secret is found within a word. A shorter one would be found in words that
/// have nothing to do with it.
const FOUND_ANYWHERE: usize = 8;
/// The length from which on a secret is found as a word. A shorter one is found as a whole value.
const FOUND_AS_A_WORD: usize = 4;

/// The names of secrets in Matrix and OAuth 2.0, without underscores.
///
/// The names in Matrix are those that `ruma_api!` knows.
const SECRET_NAMES: &[&str] = &[
    "accesstoken",
    "apikey",
    "astoken",
    "authorization",
    "clientassertion",
    "clientsecret",
    "codeverifier",
    "cookie",
    "devicecode",
    "guestaccesstoken",
    "hstoken",
    "idaccesstoken",
    "idtoken",
    "logintoken",
    "newpassword",
    "oldpassword",
    "password",
    "refreshtoken",
    "secret",
    "setcookie",
    "token",
];

/// Whether a value is secret because of its name alone, in any notation: `login_token`, `loginToken`.
pub(super) fn is_secret_name(name: &str) -> bool {
    let plain = name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase());
    let plain: String = plain.collect();
    SECRET_NAMES.contains(&plain.as_str())
}

/// The secrets that a recording must not show.
#[derive(Default)]
pub(super) struct Secrets {
    known: Vec<Secret>,
    /// How many secrets of a name there are.
    counts: BTreeMap<String, u32>,
}

struct Secret {
    value: String,
    placeholder: Placeholder,
    /// The value in all notations, if it is long enough to be found within a text.
    notations: Vec<String>,
}

impl Secrets {
    /// Notes a secret, and returns its placeholder. An empty text is not a secret.
    pub(super) fn add(&mut self, name: &str, value: &str, is_number: bool) -> Option<Placeholder> {
        if value.is_empty() {
            return None;
        }
        if let Some(placeholder) = self.find(value) {
            return Some(Placeholder { is_number, ..placeholder.clone() });
        }
        let name = Placeholder::name_of(name);
        let count = self.counts.entry(name.clone()).or_default();
        *count += 1;
        let placeholder = Placeholder { name, number: *count, is_number };
        let notations = if value.len() < FOUND_AS_A_WORD { Vec::new() } else { notations(value) };
        self.known.push(Secret {
            value: value.to_owned(),
            placeholder: placeholder.clone(),
            notations,
        });
        Some(placeholder)
    }

    /// Notes the secrets in a text that is not one itself: parameters of URLs, and what looks like a placeholder.
    pub(super) fn add_from_text(&mut self, text: &str) {
        for (name, value) in parameters(text).filter(|(name, _)| is_secret_name(name)) {
            let value = decode_form(value).unwrap_or(value.into());
            self.add(name, &value, false);
        }
        if has_placeholder(text) {
            self.add("text", text, false);
        }
    }

    pub(super) fn find(&self, value: &str) -> Option<&Placeholder> {
        let known = self.known.iter().find(|secret| secret.value == value)?;
        Some(&known.placeholder)
    }

    /// The text with placeholders in place of secrets.
    pub(super) fn hide(&self, text: &str) -> String {
        let shown = |placeholder: &Placeholder| {
            Placeholder { is_number: false, ..placeholder.clone() }.to_string()
        };
        if let Some(placeholder) = self.find(text) {
            return shown(placeholder);
        }
        let (mut hidden, mut rest, mut before) = (String::new(), text, None);
        while let Some(next) = rest.chars().next() {
            if let Some((placeholder, length)) = self.at_start(rest, before) {
                hidden += &shown(placeholder);
                let (found, after) = rest.split_at(length);
                (rest, before) = (after, found.chars().next_back());
            } else {
                hidden.push(next);
                (rest, before) = (rest.get(next.len_utf8()..).unwrap_or_default(), Some(next));
            }
        }
        hidden
    }

    /// The longest secret at the start of a text, and its length there.
    fn at_start(&self, text: &str, before: Option<char>) -> Option<(&Placeholder, usize)> {
        let is_word_at = |length: usize| {
            let after = text.get(length..).and_then(|it| it.chars().next());
            ![before, after].into_iter().flatten().any(char::is_alphanumeric)
        };
        let found = self.known.iter().flat_map(|secret| {
            let found = secret.notations.iter().filter(move |notation| {
                text.starts_with(notation.as_str())
                    && (secret.value.len() >= FOUND_ANYWHERE || is_word_at(notation.len()))
            });
            found.map(|notation| (&secret.placeholder, notation.len()))
        });
        found.max_by_key(|(_, length)| *length)
    }
}

/// A value as it is, in a path, in a query, in JSON, in HTML and in Base64.
fn notations(value: &str) -> Vec<String> {
    let percent_encoded = |encode: fn(&mut TextBuffer, &str)| {
        let mut buffer = TextBuffer::new();
        encode(&mut buffer, value);
        String::from_utf8_lossy(&buffer.take()).into_owned()
    };
    let json = serde_json::Value::from(value).to_string();
    let mut notations = vec![
        value.to_owned(),
        percent_encoded(encode_segment),
        percent_encoded(encode_form),
        // Without the quotes.
        json.get(1..json.len() - 1).unwrap_or_default().to_owned(),
        value
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;"),
    ];
    let lowercase: Vec<_> = notations.iter().skip(1).take(2).map(|it| lowercase_hex(it)).collect();
    notations.extend(lowercase);
    if value.len() >= FOUND_ANYWHERE {
        for digits in base64::within(value.as_bytes()) {
            notations.push(digits.replace('+', "-").replace('/', "_"));
            notations.push(digits);
        }
    }
    notations.sort_unstable();
    notations.dedup();
    notations
}

/// The same percent-encoding with lowercase digits.
fn lowercase_hex(encoded: &str) -> String {
    let mut digits = 0;
    let lowercase = encoded.chars().map(|c| match c {
        '%' => {
            digits = 2;
            c
        }
        c if digits > 0 => {
            digits -= 1;
            c.to_ascii_lowercase()
        }
        c => c,
    });
    lowercase.collect()
}

/// The parameters of URLs within a text.
fn parameters(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let parameters = text.split(['?', '&', '#', ';']).skip(1);
    parameters.filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>');
        Some((name, value.split(is_end).next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::{Secrets, is_secret_name};
    use crate::mock::recording::base64;

    fn secrets(values: &[(&str, &str)]) -> Secrets {
        let mut secrets = Secrets::default();
        for (name, value) in values {
            secrets.add(name, value, false);
        }
        secrets
    }

    #[test]
    fn the_same_value_has_the_same_placeholder() {
        let mut secrets = secrets(&[("access_token", "syt_1"), ("token", "syt_1"), ("token", "x")]);
        assert_eq!(secrets.hide("syt_1"), "<access_token 1>");
        assert_eq!(secrets.hide("x"), "<token 1>");
        assert_eq!(secrets.add("token", "y", false).unwrap().to_string(), "<token 2>");
        assert_eq!(secrets.add("pin", "1234", true).unwrap().to_string(), "<pin 1: number>");
        assert_eq!(secrets.add("token", "", false), None);
        assert_eq!(secrets.hide(""), "");
    }

    #[test]
    fn a_secret_is_found_in_every_notation() {
        let secret = "p\"&+ä/ß word";
        let secrets = secrets(&[("password", secret)]);
        for text in [
            secret,
            "p%22%26%2B%C3%A4%2F%C3%9F%20word",
            "p%22%26%2b%c3%a4%2f%c3%9f%20word",
            "p%22%26%2B%C3%A4%2F%C3%9F+word",
            "p\\\"&+ä/ß word",
            "p&quot;&amp;+ä/ß word",
        ] {
            assert_eq!(secrets.hide(&format!("a{text}b")), "a<password 1>b", "{text}");
        }
        for user in ["", "a", "al", "ann"] {
            let text = base64::encode(format!("{user}:{secret}").as_bytes());
            assert!(secrets.hide(&text).contains("<password 1>"), "{text}");
        }
    }

    #[test]
    fn a_short_secret_is_found_as_a_word_or_as_a_whole_value() {
        let secrets = secrets(&[("password", "pass"), ("token", "abc")]);
        assert_eq!(secrets.hide("m.login.password: pass!"), "m.login.password: <password 1>!");
        assert_eq!(secrets.hide("abc, abc"), "abc, abc");
        assert_eq!(secrets.hide("abc"), "<token 1>");
    }

    /// Placeholders of one secret are not searched for another one.
    #[test]
    fn the_longest_secret_counts() {
        let secrets = secrets(&[("a", "wonderland"), ("b", "wonderland-2"), ("c", "wonder")]);
        assert_eq!(secrets.hide("wonderland-2 wonderland wonder a"), "<b 1> <a 1> <c 1> a");
    }

    #[test]
    fn parameters_of_urls_are_secret_by_their_names() {
        let mut secrets = Secrets::default();
        secrets
            .add_from_text("see https://a.b/c?loginToken=one%2Btwo&x=three#access_token=four\" y");
        assert_eq!(secrets.hide("one+two"), "<loginToken 1>");
        assert_eq!(secrets.hide("four"), "<access_token 1>");
        assert_eq!(secrets.hide("three"), "three");
    }

    #[test]
    fn a_text_that_looks_like_a_placeholder_becomes_one() {
        let mut secrets = Secrets::default();
        secrets.add_from_text("<token 1>");
        assert_eq!(secrets.hide("<token 1>"), "<text 1>");
    }

    #[test]
    fn names_of_secrets_are_known_in_any_notation() {
        for name in ["login_token", "loginToken", "LOGIN-TOKEN", "Set-Cookie", "password"] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["user", "tokens", "password_hint", ""] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
