//! Fuzz targets of the encoders and decoders.
//!
//! A target is a function of bytes that panics if a rule does not hold. `fuzz/libfuzzer` runs each with
//! libFuzzer, and this package's program runs them for some seconds on a stable compiler. See `fuzz/README.md`.

pub mod dictionary;
mod endpoints;
mod errors;
mod http_text;
mod identifiers;
mod json;
mod messages;
mod mutation;
mod places;
mod queries;
pub mod runner;
mod written;

/// A fuzz target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is that of its binary in `fuzz/libfuzzer` as well.
    pub name: &'static str,
    /// Runs it for an input. Returns whether the input was decoded, and panics if a rule does not hold.
    pub run: fn(&[u8]) -> bool,
    /// Inputs to start from, which are all decoded.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "requests", run: messages::request, seeds: messages::request_seeds },
    Target { name: "responses", run: messages::response, seeds: messages::response_seeds },
    Target { name: "values", run: messages::values, seeds: messages::value_seeds },
    Target { name: "places", run: places::run, seeds: places::seeds },
    Target { name: "errors", run: errors::run, seeds: errors::seeds },
    Target { name: "json", run: json::run, seeds: json::seeds },
    Target { name: "written", run: written::run, seeds: written::seeds },
    Target { name: "queries", run: queries::run, seeds: queries::seeds },
    Target { name: "identifiers", run: identifiers::run, seeds: identifiers::seeds },
];

/// The target with this name.
#[must_use]
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// The first byte of an input, which chooses among `count` kinds, and the rest.
fn choose(input: &[u8], count: usize) -> Option<(usize, &[u8])> {
    let (first, rest) = input.split_first()?;
    Some((usize::from(*first) % count, rest))
}

/// A seed with its first byte.
fn seed(choice: usize, rest: impl AsRef<[u8]>) -> Vec<u8> {
    let first = u8::try_from(choice).expect("fewer kinds than a byte can choose");
    [&[first], rest.as_ref()].concat()
}

/// Whether the numbers of a JSON text stay the same if they are written and read again. serde_json may read
/// another last digit of a float with many digits than it wrote.
fn keeps_numbers(json: &[u8]) -> bool {
    let value = |json: &[u8]| serde_json::from_slice::<serde_json::Value>(json).ok();
    value(json).is_none_or(|read| value(read.to_string().as_bytes()) == Some(read))
}

/// An error and its causes can be shown.
fn show(error: &dyn std::error::Error) {
    let mut error = Some(error);
    while let Some(shown) = error {
        assert!(!shown.to_string().is_empty(), "{shown:?} has no text");
        error = shown.source();
    }
}
