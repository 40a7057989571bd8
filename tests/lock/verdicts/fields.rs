//! Fields of requests and responses.

use super::Row;

pub(super) const REQUESTS: &[Row] = &[
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
    (
        "optional field becomes an alias of another one",
        "request body a optional text\nrequest body b optional text",
        "request body b optional text alias=a",
    ),
    (
        "alias removed, and other members are refused",
        "request body a optional text alias=b",
        "request refuses-unknown\nrequest body a optional text",
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
        "optional field becomes nullable, or the reverse",
        "request body a optional text",
        "request body a required text | null null-if-absent",
    ),
    ("nullable field added", "", "request body a required text | null null-if-absent"),
    (
        "`null` is distinguished from an absent member",
        "request body a optional text",
        "request body a optional text | null",
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

pub(super) const RESPONSES: &[Row] = &[
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
