//! What `example` blocks accept, and what they report.

use std::fmt::Write;

use super::{EXAMPLES, errors, expand};

/// An endpoint with a field in every part, to which examples are added.
const DEFINITION: &str = r#"
    metadata {
        description: "Put a note.", method: PUT, name: "put_note", path: "/notes/{id}/{rest..}",
        rate_limited: false, requires_authentication: false,
    }
    request {
        #[ruma_api(path)] pub id: String,
        #[ruma_api(path)] pub rest: Option<Vec<String>>,
        #[ruma_api(query)] pub limit: u64,
        #[ruma_api(query)] pub tags: Vec<String>,
        #[ruma_api(query)] pub kinds: Kinds,
        #[ruma_api(header = IF_MATCH)] pub tag: String,
        #[ruma_api(header = "X-List")] pub list: Vec<String>,
        pub text: String,
        #[serde(alias = "color")] pub colour: Option<String>,
        #[serde(skip)] pub skipped: u8,
        #[cfg(feature = "size")] pub size: u64,
    }
    response { pub version: u64, #[serde(flatten)] pub rest: Rest }
    response NO_CONTENT {}
    response FOUND { #[ruma_api(status)] pub status: StatusCode, #[ruma_api(header = LOCATION)] pub location: String }
"#;

/// The errors of an example in the endpoint.
fn reported(example: &str) -> Vec<String> {
    let definition = format!("\n{DEFINITION}\nexample \"a\" {{ {example} }}");
    errors(&expand(definition.parse().expect("a definition is tokens")))
}

/// The errors of an example's request with this target.
fn of_target(target: &str) -> Vec<String> {
    reported(&format!(r#"request {{ PUT "{target}" "if-match": "7" {{ "text": "" }} }}"#))
}

/// The errors of an example's request with this body.
fn of_body(body: &str) -> Vec<String> {
    let head = r#"PUT "/notes/a?limit=1&kinds=b" "if-match": "7""#;
    reported(&format!("request {{ {head} {body} }}"))
}

#[test]
fn messages_of_the_endpoint_are_accepted() {
    let nothing = Vec::<String>::new();
    for target in [
        "/notes/a?limit=1&kinds=x",
        "/notes/a/?limit=1&kinds=x",
        "/notes/%2F/b/c?kinds=x&kinds=y&limit=1&tags=a&tags=b",
        "/notes/a?&li%6Dit=1&kinds",
    ] {
        assert_eq!(of_target(target), nothing, "{target}");
    }
    for body in [
        r#"{ "text": "", "color": null, "size": 7, "skipped": 1, }"#,
        r#""content-type": "application/json", "X-List": "a" "x-list": "b", { "text": concat!("a", 1) }"#,
        r#""authorization": "Bearer x" { "text": [1, -2, 0.5, 1e5, -1.5E-3, true, false, null, "", [], {},] }"#,
    ] {
        assert_eq!(of_body(body), nothing, "{body}");
    }
    for response in [
        r#"200 { "version": 1, "other": 2 }"#,
        r#"OK "content-type": "application/json" { "version": 1 }"#,
        "204",
        r#"302 "location": "/x" {}"#,
        r#"SEE_OTHER "location": "/x""#,
        r#"404 "x-any": "y" { "any": ["thing"] }"#,
        r#"599 "text""#,
        r#"BAD_GATEWAY b"\xff""#,
    ] {
        assert_eq!(reported(&format!("response {{ {response} }}")), nothing, "{response}");
    }
}

#[test]
fn many_mistakes_are_reported_in_one_run() {
    let errors = reported(
        r#"request {
            POST "/notes/a/../b?limt=1&tags=a" "if-mach": "1" "x y": "\n",
            { "txt": 01, "b": nil "c": 1_0, d: 1., "e" 7, "f": , "g": {"h": (1), "h": .5} "i": 'c' }
            extra
        }
        response { 201 }"#,
    );
    let expected = [
        "unexpected method `POST`; write `PUT`, the method of the endpoint",
        "HTTP libraries remove the segment `..`; write another argument for `{rest..}`",
        "unknown query key `limt`; did you mean `limit`?",
        "the query lacks `limit` and `kinds`; add `&limit=..&kinds=..`",
        "unknown header `if-mach`; did you mean `if-match`?",
        "invalid header name; write letters, digits and `-`, such as `X-Name`",
        "the value of a header cannot contain '\\n'; remove it",
        "unknown member `txt`; did you mean `text`?",
    ];
    let mut listing = String::new();
    for error in &errors {
        let _ = writeln!(listing, "{error}");
    }
    for expected in expected {
        assert!(errors.iter().any(|error| error == expected), "{expected} is not in\n{listing}");
    }
}

#[test]
fn a_section_with_errors_is_not_compared_with_examples() {
    let definition = DEFINITION.replace("pub text: String", "pub text");
    let example =
        r#"example "a" { request { PUT "/notes/a" { "txt": 1, "txt": 2 } } response { 201 } }"#;
    let definition = format!("\n{definition}\n{example}");
    let errors = errors(&expand(definition.parse().expect("a definition is tokens")));
    assert_eq!(errors.len(), 3, "{errors:#?}");
    assert!(errors[0].starts_with("`text` has no type"), "{errors:#?}");
    assert!(errors[1].starts_with("duplicate member `txt`"), "{errors:#?}");
    assert!(
        errors[2].starts_with("the endpoint has no response with the status 201"),
        "{errors:#?}"
    );
}

#[test]
fn examples_do_not_change_the_rest_of_the_expansion() {
    let start = EXAMPLES.find("example \"").expect("there is an example");
    let expansion = |text: &str| expand(text.parse().expect("a definition is tokens")).to_string();
    let (with, without) = (expansion(EXAMPLES), expansion(&EXAMPLES[..start]));
    let code = |text: &str| text.split_once("# [derive").map(|(_, code)| code.to_owned());
    assert_eq!(code(&with), code(&without));
}
/// One mistake in a member gets one message, and the other members are read.
#[test]
fn values_are_those_of_json() {
    for (value, message) in [
        ("01", "`01` is not a JSON number; write `1`"),
        ("1_000", "`1_000` is not a JSON number; write `1000`"),
        ("0x1f", "`0x1f` is not a JSON number; write `31`"),
        ("1u8", "`1u8` is not a JSON number; write `1`"),
        ("1.", "`1.` is not a JSON number; write `1.0`"),
        (".5", "a JSON number begins with a digit; write `0.5`"),
        ("+5", "a JSON number begins with a digit; write `5`"),
        ("--1", "expected a number after `-`, such as `-1`"),
        ("1e999", "the number is too large for JSON readers; write at most `1.7e308`"),
        ("NaN", "JSON has no number `NaN`; write `null` or a string"),
        ("None", "`None` is not JSON; write `null`"),
        ("True", "`True` is not JSON; write `true`"),
        ("ann", "`ann` is not JSON; write a string in quotes: `\"ann\"`"),
        ("'a'", "a JSON string has double quotes; write `\"a\"`"),
        ("b\"a\"", "JSON has no bytes; write a string: `\"..\"`"),
        ("(1, 2)", "JSON has no parentheses; write `[ .. ]` for a list"),
        ("[1 2]", "expected `,` between two values"),
        ("[1, , 2]", "expected a JSON value"),
        ("", "`text` has no value; write `\"text\": ..`"),
        ("{ a: 1 }", "the name of a member is in quotes; write `\"a\"`"),
        ("{ 7: 1 }", "the name of a member is in quotes; write `\"7\"`"),
        ("{ \"a\" => 1 }", "expected `:` after `\"a\"`"),
        ("{ \"a\" 1 }", "expected `:` and a value after `\"a\"`"),
        ("{ \"a\": 1 \"b\": 2 }", "expected `,` between two members"),
        (
            "{ \"a\": 1, \"b\": [{ \"c\": 1, \"c\": 2 }], }",
            "duplicate member `c`, first on line 24; remove one",
        ),
        (
            "vec![1]",
            "`vec!` cannot be expanded here; write a string literal, `concat!` or `stringify!`",
        ),
    ] {
        let body = format!("{{ \"text\": {value}, \"colour\": \"red\" }}");
        assert_eq!(of_body(&body), [message], "{value}");
    }
}

#[test]
fn nesting_is_limited_as_in_serde_json() {
    let nested = |depth: usize| {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        of_body(&format!("{{ \"text\": {open}{close} }}"))
    };
    assert_eq!(nested(126), Vec::<String>::new());
    assert_eq!(nested(127), ["JSON readers accept at most 127 nested lists and objects"]);
    assert_eq!(nested(1000), ["JSON readers accept at most 127 nested lists and objects"]);
}

#[test]
fn targets_are_those_of_requests() {
    const QUERY: &str = "limit=1&kinds=a";
    for (target, message) in [
        ("notes/a", "the path does not begin with `/`; write `/notes/a?limit=1&kinds=a`"),
        (
            "http://a.b/notes/a",
            "a path has no host: clients add it; write `/notes/a?limit=1&kinds=a`",
        ),
        ("/notes/a b", "a path cannot contain ' '; write `%20`"),
        ("/notes/ä", "a path cannot contain 'ä'; write `%C3%A4`"),
        ("/notes/a#b", "a request has no fragment: clients never send it; remove it"),
        ("/notes/%4", "two hexadecimal digits must follow `%`; for a literal `%` write `%25`"),
        ("/notes/%ff", "the percent-encoded bytes are not UTF-8; write those of a UTF-8 text"),
        ("/note/a", "the endpoint has no path `/note/a`; expected `/notes/{id}/{rest..}`"),
        ("/notes/", "the argument of `{id}` is empty; write one"),
        ("/notes/a/b//c", "the argument of `{rest..}` is empty; write one"),
        (
            "/notes/%2E",
            "HTTP libraries remove the segment `%2E`; write another argument for `{id}`",
        ),
    ] {
        assert_eq!(of_target(&format!("{target}?{QUERY}")), [message], "{target}");
    }
    for (query, message) in [
        ("", "the query lacks `limit` and `kinds`; add `?limit=..&kinds=..`"),
        ("?limit=1", "the query lacks `kinds`; add `&kinds=..`"),
        (
            "?limit=1&kinds=a&limit=2&limit=3",
            "duplicate query key `limit`, which takes one value; remove one",
        ),
        ("?limit=1&kinds=a&tag=b&tag=c", "unknown query key `tag`; did you mean `tags`?"),
    ] {
        assert_eq!(of_target(&format!("/notes/a{query}")), [message], "{query}");
    }
}

#[test]
fn the_media_type_of_an_error_of_another_type_is_not_shown() {
    let documented = |error: &str| {
        let example = r#"example "a" { response { 404 { "x": 1 } } }"#;
        let definition = format!("\n{DEFINITION}\n{error}\n{example}");
        expand(definition.parse().expect("a definition is tokens")).to_string()
    };
    assert!(documented("").contains(r"HTTP/1.1 404 Not Found\ncontent-type: application/json\n"));
    assert!(documented("error: Problem").contains(r"HTTP/1.1 404 Not Found\n\n{"));
}
