//! JSON values, with the places of their tokens.

use proc_macro2::Span;

use crate::text::Text;

/// A JSON value that an author wrote.
pub(crate) struct Json {
    /// The first token; for a list or an object the opening bracket.
    pub(crate) span: Span,
    pub(crate) value: JsonValue,
}

pub(crate) enum JsonValue {
    Null,
    Bool(bool),
    /// As JSON writes it.
    Number(String),
    String(String),
    List(Vec<Json>),
    Object(JsonObject),
    /// An error was reported.
    Unreadable,
}

/// An object, with its members in the author's order.
pub(crate) struct JsonObject {
    pub(crate) members: Vec<JsonMember>,
    /// Whether all members could be read.
    pub(crate) complete: bool,
}

/// `"name": value`.
pub(crate) struct JsonMember {
    pub(crate) name: Text,
    pub(crate) value: Json,
}

impl Json {
    pub(crate) fn unreadable(span: Span) -> Self {
        Self { span, value: JsonValue::Unreadable }
    }

    pub(crate) fn is_unreadable(&self) -> bool {
        matches!(self.value, JsonValue::Unreadable)
    }
}

/// Whether JSON has a number that is written like this (RFC 8259, section 6).
pub(crate) fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (integer, fraction) = match mantissa.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (mantissa, None),
    };
    let has_leading_zero = integer.len() > 1 && integer.starts_with('0');
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    digits(integer)
        && !has_leading_zero
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn numbers_are_those_of_rfc_8259() {
        for number in ["0", "-0", "10", "1.5", "-1.50", "1e5", "1E+5", "1.5e-05", "0.1"] {
            assert!(is_number(number), "{number}");
        }
        for other in ["", "-", "+1", "01", "1.", ".5", "1_000", "0x1f", "1u8", "1e", "1e+", "--1"] {
            assert!(!is_number(other), "{other}");
        }
    }
}
