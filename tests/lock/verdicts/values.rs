//! Types and bodies.

use super::Row;

pub(super) const TYPES: &[Row] = &[
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
        "other members refused beside a flattened type that is not a struct",
        "request flattened a required A\n\ntype A\ntagged t\nvariant x X\ntype X\nobject",
        "request refuses-unknown\nrequest flattened a required A\n\ntype A\ntagged t\nvariant x X\ntype X\nobject",
    ),
    (
        "members of a flattened field become members of the body",
        "request flattened a required A\n\ntype A\nobject\nmember b optional text\nmember c required text",
        "request body b optional text\nrequest body c required text",
    ),
];

pub(super) const BODIES: &[Row] = &[
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
