//! Queries are encoded and decoded as by serde's derives on a struct with the same fields and attributes,
//! and `serde_html_form`.
//!
//! Intended differences:
//!
//! - text that is not UTF-8, or a `%` without two hexadecimal digits, is refused instead of replaced;
//! - an empty value is not an absent number;
//! - numbers have no leading `+` and are finite; floats are written without `.0` and without an exponent;
//! - an absent required list is empty;
//! - a repeated key can be an optional tuple;
//! - `skip_serializing_if` alone makes a field optional: if absent, it has its default.

pub mod blocks;

/// A block, and the plain type that it is compared with.
pub trait Compared {
    /// Possible names of fields, each with a valid value.
    const NAMES: &'static [(&'static str, &'static str)];

    /// Decodes and encodes a query by the plain type; returns `Debug` output and the encoded query.
    fn plain(query: &str) -> Result<(String, String), String>;
    /// The same by the block: decodes as a server, encodes as a client.
    fn request(query: &str) -> Result<(String, String), String>;
}

/// Both refuse the query, or both decode the same values and encode them alike. No value
/// [differs] on purpose.
///
/// # Errors
///
/// Returns the difference.
pub fn compare<C: Compared>(query: &str) -> Result<(), String> {
    let (plain, ours) = (C::plain(query), C::request(query));
    match (&plain, &ours) {
        (Ok(plain), Ok(ours)) if plain == ours => Ok(()),
        (Err(_), Err(_)) => Ok(()),
        _ => Err(format!("{query}\nserde_html_form: {plain:?}\nours:            {ours:?}")),
    }
}

/// Whether a decoded value is among the intended differences.
#[must_use]
pub fn differs(value: &str) -> bool {
    let number = value.trim_start_matches(['+', '-']).to_ascii_lowercase();
    value.is_empty()
        || value.starts_with('+')
        || ["inf", "infinity", "nan"].contains(&number.as_str())
        || value.parse::<f64>().is_ok_and(f64::is_infinite)
}

/// Passes the names of all blocks that are compared to a macro.
#[macro_export]
macro_rules! with_query_blocks {
    ($macro:ident) => {
        $macro! {
            scalars, attributes, lists, with_functions, camel, strict, whole_struct, whole_map,
            whole_pairs, whole_numbered_map,
        }
    };
}
