//! Endpoints and the statuses of their responses.

use super::Row;

pub(super) const ENDPOINTS: &[Row] = &[
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
        "last placeholder added, which may be absent",
        "path always /x",
        "path always /x/{a}\nrequest path a optional text",
    ),
    (
        "`deprecated` or `removed` added, for a newer version",
        "path 1.1 /v3/x",
        "path 1.1 /v3/x\ndeprecated 1.5\nremoved 1.9",
    ),
    ("path of all versions is removed in one", "path always /x", "path 1.0 /x\nremoved 1.9"),
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

pub(super) const STATUSES: &[Row] = &[
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
    ("2xx response becomes two others", "response 201", "response 200\nresponse 202"),
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
