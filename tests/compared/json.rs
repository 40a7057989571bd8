//! JSON bodies are encoded and decoded as by serde's derives on a struct with the same fields and
//! attributes.
//!
//! Intended differences:
//!
//! - a JSON list is not a message, although serde accepts it for a struct;
//! - an empty body is `{}`;
//! - a byte order mark before a body is skipped;
//! - `skip_serializing_if` alone makes a field optional: if absent, it has its default;
//! - an `Option` has `skip_serializing_if` and `default` unless it says otherwise, and `Option<Option<..>>`
//!   distinguishes `null`: the plain struct has the attributes for that;
//! - a number that is too large for an `f32` becomes infinite in both, and only serde_json writes that, as `null`.

pub mod blocks;
mod types;

pub(crate) use self::types::{is_zero, one_less, one_more, seven};

/// A block, and the plain struct that it is compared with.
pub trait Compared {
    /// Possible names of fields, each with a valid JSON text.
    const NAMES: &'static [(&'static str, &'static str)];

    /// Decodes and encodes a body by the plain struct; returns `Debug` output and the encoded body.
    fn plain(body: &[u8]) -> Result<(String, String), String>;
    /// The same by the block's request: decodes as a server, encodes as a client.
    fn request(body: &[u8]) -> Result<(String, String), String>;
    /// The same by the block's response: decodes as a client, encodes as a server.
    fn response(body: &[u8]) -> Result<(String, String), String>;
}

/// The values of `Name { .. }`.
fn values(debug: &str) -> String {
    debug.split_once(' ').map_or("", |(_, values)| values).to_owned()
}

fn utf8(body: &[u8]) -> String {
    String::from_utf8_lossy(body).into_owned()
}

/// Both refuse the body, or both decode the same values and encode them alike.
///
/// # Errors
///
/// Returns the difference.
pub fn compare<C: Compared>(body: &[u8]) -> Result<(), String> {
    let shown = String::from_utf8_lossy(body);
    let plain = plain::<C>(body);
    for (kind, ours) in [("request", C::request(body)), ("response", C::response(body))] {
        match (&plain, &ours) {
            (Ok(plain), Ok(ours)) if plain == ours => {}
            (Err(_), Err(_)) => {}
            (Ok((values, _)), Err(error))
                if values.contains("inf") && error.ends_with("the number must be finite") => {}
            _ => return Err(format!("{kind} {shown}\nserde: {plain:?}\nours:  {ours:?}")),
        }
    }
    Ok(())
}

/// By the plain struct, with the intended differences.
fn plain<C: Compared>(body: &[u8]) -> Result<(String, String), String> {
    // serde_json does not validate the UTF-8 of ignored values.
    let text = str::from_utf8(body).map_err(|error| error.to_string())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_matches([' ', '\n', '\r', '\t']) {
        "" => C::plain(b"{}"),
        text if text.starts_with('[') => Err("a list is not a message".to_owned()),
        _ => C::plain(text.as_bytes()),
    }
}

/// Passes the names of all blocks that are compared to a macro.
#[macro_export]
macro_rules! with_json_blocks {
    ($macro:ident) => {
        $macro! {
            attributes, without_attributes, kinds, options, options_beside_flattened, with_functions,
            flattened, map_flattened, skipped, strict, lowercase, uppercase, pascal, camel, snake,
            screaming_snake, kebab, screaming_kebab,
        }
    };
}
