//! The table of verdicts in the documentation: a pair of formats for each row.

use std::collections::BTreeSet;

use matrix_api::lock::{Lock, Verdict, compare};

/// The text of a lock with one endpoint. Facts that every endpoint has are added. Lines after an empty one are types.
fn lock(name: &str, facts: &str) -> Lock {
    let (facts, types) = facts.split_once("\n\n").unwrap_or((facts, ""));
    let mut text = format!("wire 1\nendpoint {name}\n");
    for default in [
        "method POST",
        "path always /x",
        "authentication NoAuthentication optional",
        "error application/json text",
        "response 200",
    ] {
        let keyword = default.split(' ').next().unwrap();
        if !facts.lines().any(|line| line.trim().starts_with(keyword)) {
            text.push_str(&format!("  {default}\n"));
        }
    }
    for line in facts.lines().map(str::trim).filter(|line| !line.is_empty()) {
        text.push_str(&format!("  {line}\n"));
    }
    for line in types.lines().map(str::trim).filter(|line| !line.is_empty()) {
        text.push_str(if line.starts_with("type ") { "" } else { "  " });
        text.push_str(line);
        text.push('\n');
    }
    text.parse().unwrap_or_else(|error| panic!("{error} in\n{text}"))
}

/// The worst verdicts of all changes, as the table has them.
fn verdicts(old: &Lock, new: &Lock) -> [&'static str; 2] {
    let changes = compare(old, new);
    let word = |verdict| match verdict {
        Verdict::Works => "works",
        Verdict::OtherMeaning => "other meaning",
        Verdict::Unknown => "cannot be known",
        Verdict::Breaks => "breaks",
        other => panic!("{other:?}"),
    };
    let clients = changes.iter().map(|change| change.clients).max();
    let servers = changes.iter().map(|change| change.servers).max();
    [clients, servers].map(|verdict| word(verdict.unwrap_or(Verdict::Works)))
}

/// Rows: the change, the old facts, the new facts.
type Row = (&'static str, &'static str, &'static str);

const REQUESTS: &[Row] = &[
    ("required field added", "", "request body a required text"),
    ("optional field added", "", "request body a optional text"),
    ("required field removed", "request body a required text", ""),
    ("optional field removed", "request query a optional text", ""),
    (
        "optional field becomes required",
        "request body a optional text",
        "request body a required text",
    ),
    (
        "required field becomes optional",
        "request header a required text",
        "request header a optional text",
    ),
    ("required field renamed", "request body a required text", "request body b required text"),
    ("optional field renamed", "request body a optional text", "request body b optional text"),
    (
        "required field renamed, the old name is an alias",
        "request body a required text",
        "request body b required text alias=a",
    ),
    (
        "optional field renamed, the old name is an alias",
        "request body a optional text",
        "request body b optional text alias=a",
    ),
    (
        "required field renamed, the new name was an alias",
        "request body a required text alias=b",
        "request body b required text",
    ),
    (
        "alias of an optional field becomes a field of another type",
        "request body a optional text alias=b",
        "request body b optional boolean",
    ),
    ("alias added", "request body a required text", "request body a required text alias=b"),
    (
        "alias of a required field removed",
        "request body a required text alias=b",
        "request body a required text",
    ),
    (
        "alias of an optional field removed",
        "request body a optional text alias=b",
        "request body a optional text",
    ),
    (
        "default of an absent field changed",
        "request body a optional boolean default=true",
        "request body a optional boolean default=false",
    ),
    (
        "required field moved between body, query and headers",
        "request body a required text",
        "request query a required text",
    ),
    (
        "optional field moved between body, query and headers",
        "request query a optional text",
        "request header a optional text",
    ),
    (
        "argument of the last segment of the path becomes optional",
        "path always /{a}\nrequest path a required text",
        "path always /{a}\nrequest path a optional text",
    ),
    (
        "argument of the last segment of the path becomes required",
        "path always /{a}\nrequest path a optional text",
        "path always /{a}\nrequest path a required text",
    ),
    (
        "type becomes wider",
        "request body a required integer(0..255)",
        "request body a required integer(0..65535)",
    ),
    (
        "type becomes narrower",
        "request body a required text",
        "request body a required text(mx-user-id)",
    ),
    (
        "one value becomes a list, in a query or header",
        "request query a required text",
        "request query a required list(text)",
    ),
    (
        "list becomes one value, in a query or header",
        "request header a optional list(text)",
        "request header a optional text",
    ),
    (
        "integer becomes a text, in a query or header",
        "request query a required integer",
        "request query a required text",
    ),
    (
        "integer becomes a text, in a body",
        "request body a required integer",
        "request body a required text",
    ),
    (
        "type of which nothing is known becomes a known one",
        "request body a required any",
        "request body a required text",
    ),
    (
        "public field becomes secret",
        "request body a required text",
        "request body a required text secret",
    ),
    (
        "secret field becomes public: logs show it",
        "request body a required text secret",
        "request body a required text",
    ),
    ("`since` changed", "request body a optional text", "request body a optional text since=1.3"),
];

const RESPONSES: &[Row] = &[
    ("required field added", "", "response 200\nresponse 200 body a required text"),
    ("optional field added", "", "response 200\nresponse 200 body a optional text"),
    ("required field removed", "response 200\nresponse 200 body a required text", ""),
    ("optional field removed", "response 200\nresponse 200 header a optional text", ""),
    (
        "optional field becomes required",
        "response 200\nresponse 200 body a optional text",
        "response 200\nresponse 200 body a required text",
    ),
    (
        "required field becomes optional",
        "response 200\nresponse 200 body a required text",
        "response 200\nresponse 200 body a optional text",
    ),
    (
        "required field renamed",
        "response 200\nresponse 200 body a required text",
        "response 200\nresponse 200 body b required text",
    ),
    (
        "required field renamed, the old name is an alias",
        "response 200\nresponse 200 body a required text",
        "response 200\nresponse 200 body b required text alias=a",
    ),
    (
        "optional field renamed, the old name is an alias",
        "response 200\nresponse 200 body a optional text",
        "response 200\nresponse 200 body b optional text alias=a",
    ),
    (
        "optional field renamed",
        "response 200\nresponse 200 body a optional text",
        "response 200\nresponse 200 body b optional text",
    ),
    (
        "alias of a required field removed",
        "response 200\nresponse 200 body a required text alias=b",
        "response 200\nresponse 200 body a required text",
    ),
    (
        "alias of an optional field removed",
        "response 200\nresponse 200 body a optional text alias=b",
        "response 200\nresponse 200 body a optional text",
    ),
    (
        "default of an absent field changed",
        "response 200\nresponse 200 body a optional integer default=1",
        "response 200\nresponse 200 body a optional integer default=2",
    ),
    (
        "field moved between body and headers",
        "response 200\nresponse 200 body a required text",
        "response 200\nresponse 200 header a required text",
    ),
    (
        "type becomes wider",
        "response 200\nresponse 200 body a required integer(0..255)",
        "response 200\nresponse 200 body a required integer(0..65535)",
    ),
    (
        "type becomes narrower",
        "response 200\nresponse 200 body a required text{a,b}",
        "response 200\nresponse 200 body a required text{a}",
    ),
    (
        "field is read leniently",
        "response 200\nresponse 200 body a required A\n\ntype A\nobject\nmember b optional text",
        "response 200\nresponse 200 body a required A\n\ntype A\nobject\nmember b optional text lenient",
    ),
    (
        "wider type of a field that old clients read leniently",
        "response 200\nresponse 200 body a required A\n\ntype A\nobject\nmember b optional integer(0..9) lenient",
        "response 200\nresponse 200 body a required A\n\ntype A\nobject\nmember b optional integer(0..99) lenient",
    ),
    (
        "wider type of a field that old clients read by a function",
        "response 200\nresponse 200 body a required integer(0..9) read-by-function",
        "response 200\nresponse 200 body a required integer(0..99) read-by-function",
    ),
];

const TYPES: &[Row] = &[
    (
        "larger limits of an integer",
        "request body a required list(integer(-5..5))",
        "request body a required list(integer(..5))",
    ),
    (
        "integer becomes a number",
        "request body a required integer(0..255)",
        "request body a required number",
    ),
    (
        "integer without safe limits becomes a number: it is rounded",
        "request body a required integer(0..18446744073709551615)",
        "request body a required number",
    ),
    (
        "format of a text removed",
        "request body a required text(mx-user-id)",
        "request body a required text",
    ),
    (
        "value added to a closed list",
        "request body a required text{a}",
        "request body a required text{a,b}",
    ),
    (
        "closed list becomes an open one",
        "request body a required text{a}",
        "request body a required text{a,..}",
    ),
    (
        "value added to an open list",
        "request body a required text{a,..}",
        "request body a required text{a,b,..}",
    ),
    (
        "value removed from an open list",
        "request body a required text{a,b,..}",
        "request body a required text{a,..}",
    ),
    ("may be `null`", "request body a required text", "request body a required text | null"),
    (
        "alternative added",
        "request body a required text",
        "request body a required text | list(text)",
    ),
    (
        "variant added, of a closed tag",
        "request body a required A\n\ntype A\ntagged t\nvariant x X\ntype X\nobject",
        "request body a required A\n\ntype A\ntagged t\nvariant x X\nvariant y X\ntype X\nobject",
    ),
    (
        "variant added, of an open tag",
        "request body a required A\n\ntype A\ntagged t\nvariant x X\nother map(any)\ntype X\nobject",
        "request body a required A\n\ntype A\ntagged t\nvariant x X\nvariant y Y\nother map(any)\n\
         type X\nobject\ntype Y\nobject\nmember b required text",
    ),
    (
        "other tag",
        "request body a required A\n\ntype A\ntagged t\nvariant x X\ntype X\nobject",
        "request body a required A\n\ntype A\ntagged u\nvariant x X\ntype X\nobject",
    ),
    (
        "object becomes a map",
        "request body a required A\n\ntype A\nobject\nmember b required text\nunknown refused",
        "request body a required map(text)",
    ),
    (
        "other value of a map",
        "request body a required map(text)",
        "request body a required map(boolean)",
    ),
    (
        "other item of a list",
        "request body a required list(text)",
        "request body a required list(boolean)",
    ),
    (
        "length of a tuple",
        "request body a required tuple(text, text)",
        "request body a required tuple(text, text, text)",
    ),
    (
        "member of a recursive type added",
        "request body a required A\n\ntype A\nobject\nmember children required list(A)",
        "request body a required A\n\ntype A\nobject\nmember b optional text\n\
         member children required list(A)",
    ),
    (
        "other members refused instead of ignored",
        "request body a optional text",
        "request refuses-unknown\nrequest body a optional text",
    ),
    (
        "other members ignored instead of refused",
        "request body a required A\n\ntype A\nobject\nunknown refused",
        "request body a required A\n\ntype A\nobject",
    ),
    ("other members kept instead of ignored", "", "request flattened a required map(any)"),
    ("other members ignored instead of kept", "request flattened a required map(any)", ""),
    (
        "optional member added, others are refused",
        "request refuses-unknown",
        "request refuses-unknown\nrequest body a optional text",
    ),
    (
        "optional member removed, others are refused",
        "request body a required A\n\ntype A\nobject\nmember b optional text\nunknown refused",
        "request body a required A\n\ntype A\nobject\nunknown refused",
    ),
    (
        "members of a flattened field become members of the body",
        "request flattened a required A\n\ntype A\nobject\nmember b optional text\nmember c required text",
        "request body b optional text\nrequest body c required text",
    ),
];

const BODIES: &[Row] = &[
    (
        "whole body of a request becomes optional",
        "request whole-body a required A\n\ntype A\nobject\nmember b required text",
        "request whole-body a optional A\n\ntype A\nobject\nmember b required text",
    ),
    (
        "whole body of a request becomes required",
        "request whole-body a optional list(text)",
        "request whole-body a required list(text)",
    ),
    (
        "JSON becomes a raw body",
        "request body a required text",
        "request raw-body a required any media=application/octet-stream",
    ),
    (
        "raw body becomes JSON",
        "response 200\nresponse 200 raw-body a required text media=text/plain",
        "response 200\nresponse 200 whole-body a required text",
    ),
    (
        "other media type of a raw body",
        "request raw-body a required any media=multipart/form-data",
        "request raw-body a required any media=multipart/mixed",
    ),
    (
        "text becomes bytes, in a request",
        "request raw-body a required text media=text/plain",
        "request raw-body a required any media=application/octet-stream",
    ),
    (
        "bytes become a stream",
        "request raw-body a required any media=application/octet-stream",
        "request raw-body content required any media=application/octet-stream",
    ),
    (
        "JSON lines become events",
        "response 200\nresponse 200 raw-body a required list(text) media=application/x-ndjson",
        "response 200\nresponse 200 raw-body a required list(text) media=text/event-stream",
    ),
    (
        "type of a stream's values becomes wider, in a response",
        "response 200\nresponse 200 raw-body a required list(integer(0..9)) media=text/event-stream",
        "response 200\nresponse 200 raw-body a required list(integer) media=text/event-stream",
    ),
    (
        "field added to a form",
        "request raw-body a required A media=application/x-www-form-urlencoded\n\ntype A\nobject",
        "request raw-body a required A media=application/x-www-form-urlencoded\n\n\
         type A\nobject\nmember b optional text",
    ),
    (
        "integer becomes a text, in a form",
        "request raw-body a required A media=application/x-www-form-urlencoded\n\n\
         type A\nobject\nmember b required integer",
        "request raw-body a required A media=application/x-www-form-urlencoded\n\n\
         type A\nobject\nmember b required text",
    ),
];

const ENDPOINTS: &[Row] = &[
    ("method changed", "method POST", "method PUT"),
    ("newer path added to the history", "path 1.1 /v3/x", "path 1.1 /v3/x\npath 1.7 /v4/x"),
    (
        "path added for a version that old servers have",
        "path 1.1 /v3/x\npath 1.7 /v5/x",
        "path 1.1 /v4/x\npath 1.7 /v5/x\npath feature:old /v3/x",
    ),
    ("newest path removed from the history", "path 1.0 /r0/x\npath 1.1 /v3/x", "path 1.0 /r0/x"),
    ("oldest path removed from the history", "path 1.0 /r0/x\npath 1.1 /v3/x", "path 1.1 /v3/x"),
    ("path of a version replaced", "path 1.1 /v3/x", "path 1.1 /v4/x"),
    ("unstable path added", "path 1.1 /v3/x", "path feature:org.x /x\npath 1.1 /v3/x"),
    (
        "placeholder renamed",
        "path always /x/{a}\nrequest path a required text",
        "path always /x/{b}\nrequest path b required text",
    ),
    (
        "placeholders in another order",
        "path always /x/{a}/{b}\nrequest path a required text\nrequest path b required text",
        "path always /x/{b}/{a}\nrequest path b required text\nrequest path a required text",
    ),
    (
        "last placeholder becomes the rest of the path",
        "path always /x/{a}\nrequest path a required text",
        "path always /x/{a..}\nrequest path a required text",
    ),
    (
        "`deprecated` or `removed` added, for a newer version",
        "path 1.1 /v3/x",
        "path 1.1 /v3/x\ndeprecated 1.5\nremoved 1.9",
    ),
    (
        "authentication required instead of none",
        "authentication NoAuthentication optional",
        "authentication AccessToken required authorization:Bearer query:access_token",
    ),
    (
        "authentication none instead of required",
        "authentication AccessToken required authorization:Bearer query:access_token",
        "authentication NoAuthentication optional",
    ),
    (
        "authentication required instead of optional",
        "authentication AccessTokenOptional optional authorization:Bearer",
        "authentication AccessToken required authorization:Bearer",
    ),
    (
        "authentication optional instead of required",
        "authentication AccessToken required authorization:Bearer",
        "authentication AccessTokenOptional optional authorization:Bearer",
    ),
    (
        "authentication optional instead of none",
        "authentication NoAuthentication optional",
        "authentication AccessTokenOptional optional authorization:Bearer",
    ),
    (
        "authentication none instead of optional",
        "authentication AccessTokenOptional optional authorization:Bearer",
        "authentication NoAuthentication optional",
    ),
    (
        "other credentials are required",
        "authentication AccessToken required authorization:Bearer",
        "authentication Key required header:x-api-key",
    ),
    (
        "other scheme of which nothing is known",
        "authentication AccessToken required authorization:Bearer",
        "authentication Signature required",
    ),
    ("other type of errors", "error application/json text", "error application/problem+json text"),
];

const STATUSES: &[Row] = &[
    ("2xx becomes another 2xx", "response 200", "response 201"),
    ("2xx becomes 3xx, or the reverse", "response 200", "response 302"),
    ("redirect becomes another redirect", "response 302", "response 307"),
    (
        "second 2xx response added, with the same fields",
        "response 200\nresponse 200 body a required text",
        "response 200\nresponse 200 body a required text\nresponse 201\nresponse 201 body a required text",
    ),
    (
        "second 2xx response added, without a required field",
        "response 200\nresponse 200 body a required text",
        "response 200\nresponse 200 body a required text\nresponse 201",
    ),
    ("second 2xx response removed", "response 200\nresponse 202", "response 200"),
    ("304 or a redirect added beside 2xx", "response 200", "response 200\nresponse 304"),
    ("304 or a redirect removed", "response 200\nresponse 302", "response 200"),
    (
        "field for the status added",
        "response 200",
        "response 200\nresponse 200 status status required integer(100..999)",
    ),
    (
        "second 2xx response instead of a field for the status",
        "response 200\nresponse 200 status status required integer(100..999)",
        "response 200\nresponse 201",
    ),
];

/// The rows of the documentation: the section, the change, the verdicts.
fn documented() -> Vec<(String, String, [String; 2])> {
    let text = include_str!("../../matrix-api/src/lock/verdicts.md");
    let mut section = "";
    let mut rows = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("### ") {
            section = title;
        }
        let Some(cells) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) else {
            continue;
        };
        let cells: Vec<_> = cells.split(" | ").map(str::to_owned).collect();
        let [change, clients, servers] = &*cells else { panic!("three cells: {line}") };
        if clients != "old clients, new server" {
            rows.push((section.to_owned(), change.clone(), [clients.clone(), servers.clone()]));
        }
    }
    rows
}

#[test]
fn every_row_of_the_table_is_what_the_comparison_says() {
    let sections = [
        ("Fields of requests", REQUESTS),
        ("Fields of responses", RESPONSES),
        ("Types", TYPES),
        ("Bodies", BODIES),
        ("Endpoints", ENDPOINTS),
        ("Statuses", STATUSES),
    ];
    let mut wrong = Vec::new();
    let mut tested = BTreeSet::new();
    for (section, change, expected) in documented() {
        let (_, rows) = sections.iter().find(|(title, _)| *title == section).expect("a section");
        // These concern more than one endpoint: see below.
        if section == "Endpoints" && change.starts_with("endpoint ") {
            continue;
        }
        let Some((_, old, new)) = rows.iter().find(|(name, ..)| *name == change) else {
            wrong.push(format!("{section}: {change}: not tested"));
            continue;
        };
        tested.insert((section.clone(), change.clone()));
        let (old, new) = (lock("e", old), lock("e", new));
        let found = verdicts(&old, &new);
        if found != expected {
            let changes: Vec<_> = compare(&old, &new).iter().map(ToString::to_string).collect();
            wrong.push(format!("{section}: {change}: {found:?}\n{}", changes.join("\n")));
        }
        assert_eq!(verdicts(&new, &new), ["works"; 2]);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert_eq!(tested.len(), sections.iter().map(|(_, rows)| rows.len()).sum::<usize>());
}

#[test]
fn endpoints_are_added_removed_and_renamed() {
    let (empty, one) = ("wire 1".parse::<Lock>().unwrap(), lock("e", ""));
    assert_eq!(verdicts(&empty, &one), ["works", "breaks"]);
    assert!(!compare(&empty, &one)[0].may_break());
    assert_eq!(verdicts(&one, &empty), ["breaks", "works"]);
    assert!(compare(&one, &empty)[0].may_break());
    assert_eq!(compare(&one, &lock("f", "")), []);
}

/// The reverse of a change has the verdicts of the other side, for types: who reads and who writes are exchanged.
#[test]
fn a_type_of_a_response_has_the_verdicts_of_the_reverse_of_a_request() {
    for (change, old, new) in TYPES {
        let (old_request, new_request) = (lock("e", old), lock("e", new));
        let response = |facts: &str| {
            let facts = facts.replace("request ", "response 200 ");
            lock("e", &format!("response 200\n{facts}"))
        };
        let [clients, servers] = verdicts(&old_request, &new_request);
        let [response_clients, response_servers] = verdicts(&response(old), &response(new));
        // What is ignored counts in requests only.
        let ignored = |verdict, other| if verdict == "other meaning" { other } else { verdict };
        assert_eq!(ignored(clients, response_servers), response_servers, "{change}");
        assert_eq!(ignored(servers, response_clients), response_clients, "{change}");
    }
}
