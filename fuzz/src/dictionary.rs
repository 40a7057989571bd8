//! Words of the messages, which mutations insert.

use std::collections::BTreeSet;

use matrix_api_tests::messages::exchanges;
use matrix_client_account::ENDPOINTS;
use serde_json::Value;

/// Words of JSON, HTTP and Matrix that no message has by itself.
const WORDS: &[&str] = &[
    "null",
    "true",
    "false",
    "-0",
    "0.0",
    "1e9",
    "1e999",
    "18446744073709551616",
    "-1",
    "{}",
    "[]",
    "{\"",
    "\":\"",
    "\":",
    "\",\"",
    "\\u0000",
    "\\ud83d",
    "\\ud83d\\ude00",
    "\u{feff}",
    "\u{202e}",
    "%00",
    "%2F",
    "%2f..",
    "%ff",
    "%C3%A9",
    "+",
    "&",
    "=",
    "?",
    "#",
    "/../",
    "//",
    "../",
    "@",
    ":",
    "[::1]",
    ":8448",
    "https://",
    "http://",
    "mxc://",
    "\r",
    "\n",
    "\t",
    "\0",
    "\u{7f}",
    "é",
    "\x0c",
    "Retry-After: ",
    "Content-Type: ",
    "Location: ",
    "Set-Cookie: ",
    "Authorization: Bearer ",
    "errcode",
    "error",
    "retry_after_ms",
    "soft_logout",
    "flows",
    "stages",
    "completed",
    "params",
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
    "200",
    "302",
    "401",
    "403",
    "429",
    "500",
    "inf",
    "NaN",
];

/// All words, each once.
#[must_use]
pub fn words() -> Vec<String> {
    let mut words: BTreeSet<String> = WORDS.iter().map(|word| (*word).to_owned()).collect();
    for endpoint in &ENDPOINTS {
        let metadata = endpoint.metadata();
        let responses = metadata.responses.iter().flat_map(|response| response.fields);
        let fields = metadata.request_fields.iter().chain(responses);
        words.extend(fields.map(|field| field.name.to_owned()));
    }
    for exchange in exchanges() {
        words.insert(exchange.target.to_owned());
        for body in [&exchange.request_body, &exchange.response_body].into_iter().flatten() {
            collect(body, &mut words);
        }
    }
    words.into_iter().collect()
}

/// The names and the texts of a JSON value.
fn collect(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            words.insert(text.clone());
        }
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, words)),
        Value::Object(members) => {
            for (name, value) in members {
                words.insert(name.clone());
                collect(value, words);
            }
        }
        _ => {}
    }
}

/// The words as a dictionary of libFuzzer.
#[must_use]
pub fn file() -> String {
    let escape = |byte: u8| match byte {
        b' '..=b'~' if !b"\"\\".contains(&byte) => char::from(byte).to_string(),
        _ => format!("\\x{byte:02x}"),
    };
    let line = |word: String| {
        let escaped: String = word.bytes().map(escape).collect();
        format!("\"{escaped}\"\n")
    };
    words().into_iter().filter(|word| !word.is_empty()).map(line).collect()
}
