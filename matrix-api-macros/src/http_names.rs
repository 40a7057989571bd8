//! The names of methods, statuses and header fields in the `http` crate.

use syn::LitInt;

use crate::keyword::names;

/// The methods that an endpoint may have.
pub(crate) const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// The associated constants of `http::StatusCode` that a success or a redirect may have.
pub(crate) const STATUSES: &[(u16, &str)] = &[
    (200, "OK"),
    (201, "CREATED"),
    (202, "ACCEPTED"),
    (203, "NON_AUTHORITATIVE_INFORMATION"),
    (204, "NO_CONTENT"),
    (205, "RESET_CONTENT"),
    (206, "PARTIAL_CONTENT"),
    (207, "MULTI_STATUS"),
    (208, "ALREADY_REPORTED"),
    (226, "IM_USED"),
    (300, "MULTIPLE_CHOICES"),
    (301, "MOVED_PERMANENTLY"),
    (302, "FOUND"),
    (303, "SEE_OTHER"),
    (304, "NOT_MODIFIED"),
    (307, "TEMPORARY_REDIRECT"),
    (308, "PERMANENT_REDIRECT"),
];

/// The associated constants of `http::StatusCode` for errors.
pub(crate) const ERROR_STATUSES: &[(u16, &str)] = &[
    (400, "BAD_REQUEST"),
    (401, "UNAUTHORIZED"),
    (402, "PAYMENT_REQUIRED"),
    (403, "FORBIDDEN"),
    (404, "NOT_FOUND"),
    (405, "METHOD_NOT_ALLOWED"),
    (406, "NOT_ACCEPTABLE"),
    (407, "PROXY_AUTHENTICATION_REQUIRED"),
    (408, "REQUEST_TIMEOUT"),
    (409, "CONFLICT"),
    (410, "GONE"),
    (411, "LENGTH_REQUIRED"),
    (412, "PRECONDITION_FAILED"),
    (413, "PAYLOAD_TOO_LARGE"),
    (414, "URI_TOO_LONG"),
    (415, "UNSUPPORTED_MEDIA_TYPE"),
    (416, "RANGE_NOT_SATISFIABLE"),
    (417, "EXPECTATION_FAILED"),
    (418, "IM_A_TEAPOT"),
    (421, "MISDIRECTED_REQUEST"),
    (422, "UNPROCESSABLE_ENTITY"),
    (423, "LOCKED"),
    (424, "FAILED_DEPENDENCY"),
    (425, "TOO_EARLY"),
    (426, "UPGRADE_REQUIRED"),
    (428, "PRECONDITION_REQUIRED"),
    (429, "TOO_MANY_REQUESTS"),
    (431, "REQUEST_HEADER_FIELDS_TOO_LARGE"),
    (451, "UNAVAILABLE_FOR_LEGAL_REASONS"),
    (500, "INTERNAL_SERVER_ERROR"),
    (501, "NOT_IMPLEMENTED"),
    (502, "BAD_GATEWAY"),
    (503, "SERVICE_UNAVAILABLE"),
    (504, "GATEWAY_TIMEOUT"),
    (505, "HTTP_VERSION_NOT_SUPPORTED"),
    (506, "VARIANT_ALSO_NEGOTIATES"),
    (507, "INSUFFICIENT_STORAGE"),
    (508, "LOOP_DETECTED"),
    (510, "NOT_EXTENDED"),
    (511, "NETWORK_AUTHENTICATION_REQUIRED"),
];

/// The constants of [`STATUSES`] or [`ERROR_STATUSES`].
pub(crate) fn status_names(statuses: &[(u16, &'static str)]) -> Vec<&'static str> {
    statuses.iter().map(|(_, name)| *name).collect()
}

/// Whether this is the constant of an error.
pub(crate) fn is_error_status(constant: &str) -> bool {
    ERROR_STATUSES.iter().any(|(_, name)| *name == constant)
}

/// The code of a constant of `http::StatusCode` for a final response.
pub(crate) fn code_of_status(constant: &str) -> Option<u16> {
    let mut known = STATUSES.iter().chain(ERROR_STATUSES);
    known.find(|(_, name)| *name == constant).map(|(code, _)| *code)
}

/// The constant of `http::StatusCode` for the code of a final response.
pub(crate) fn constant_of_status(code: u16) -> Option<&'static str> {
    let mut known = STATUSES.iter().chain(ERROR_STATUSES);
    known.find(|(known, _)| *known == code).map(|(_, constant)| *constant)
}

/// The reason phrase of a status.
pub(crate) fn reason_phrase(code: u16) -> Option<String> {
    let constant = constant_of_status(code)?;
    let words = constant.split('_').map(|word| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        // `OK` and `URI_TOO_LONG` have no lower case.
        let is_short = matches!(word, "OK" | "IM" | "URI" | "HTTP");
        if is_short { word.to_owned() } else { first.to_owned() + &rest.to_lowercase() }
    });
    Some(words.collect::<Vec<_>>().join(" "))
}

/// The associated constants of `http::StatusCode` for interim responses.
pub(crate) const INTERIM_STATUSES: &[&str] =
    names! { CONTINUE SWITCHING_PROTOCOLS PROCESSING EARLY_HINTS };

/// The statuses that redirect to another URI.
const REDIRECTS: &[&str] =
    names! { MOVED_PERMANENTLY FOUND SEE_OTHER TEMPORARY_REDIRECT PERMANENT_REDIRECT };

/// Statuses of which a client accepts each where an endpoint has one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatusClass {
    /// 2xx.
    Success,
    /// A redirect to another URI.
    Redirect,
    /// No other status.
    Exact,
}

impl StatusClass {
    /// The class of a number.
    pub(crate) fn of_code(code: u16) -> Self {
        match STATUSES.iter().find(|(known, _)| *known == code) {
            Some((_, constant)) => Self::of(constant),
            None if (200..300).contains(&code) => Self::Success,
            None => Self::Exact,
        }
    }

    /// The class of a constant of [`STATUSES`].
    pub(crate) fn of(constant: &str) -> Self {
        match STATUSES.iter().find(|(_, name)| *name == constant) {
            Some((200..=299, _)) => Self::Success,
            _ if REDIRECTS.contains(&constant) => Self::Redirect,
            _ => Self::Exact,
        }
    }
}

/// The advice for a status that is written as a number.
pub(crate) fn status_of_number(number: &LitInt) -> String {
    let code = number.base10_parse::<u16>().unwrap_or_default();
    let known = STATUSES.iter().find(|(known, _)| *known == code);
    match known {
        Some((_, name)) => format!("a status is written by name; for {code} write `{name}`"),
        None if (400..600).contains(&code) => format!(
            "{number} is the status of an error; write that of a successful response, such as `OK`"
        ),
        None => {
            format!("{number} is not the status of a success or a redirect; for 200 write `OK`")
        }
    }
}

/// Header fields that only a response has (RFC 9110, sections 8 to 12; RFC 6265).
pub(crate) const RESPONSE_HEADERS: &[&str] = &[
    "accept-ranges",
    "age",
    "location",
    "proxy-authenticate",
    "retry-after",
    "server",
    "set-cookie",
    "vary",
    "www-authenticate",
];

/// Header fields that only a request has (RFC 9110, sections 10, 12 and 13; RFC 6265).
pub(crate) const REQUEST_HEADERS: &[&str] = &[
    "accept-charset",
    "accept-language",
    "cookie",
    "expect",
    "from",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "origin",
    "proxy-authorization",
    "range",
    "referer",
    "te",
    "user-agent",
];

/// Header fields that are obsolete in HTTP (RFC 9111, sections 5.4 and 5.5) or in browsers.
pub(crate) const OBSOLETE_HEADERS: &[&str] = &[
    "dnt",
    "pragma",
    "public-key-pins",
    "public-key-pins-report-only",
    "warning",
    "x-xss-protection",
];

/// Header fields that the transport or the authentication scheme sets, and why they are reserved.
pub(crate) const RESERVED_HEADERS: &[(&str, &str)] = &[
    ("authorization", "the authentication scheme sets it; write `authentication: ..`"),
    ("content-length", "the HTTP library sets it from the body"),
    ("transfer-encoding", "the HTTP library sets it"),
    ("connection", "it belongs to the connection, not to the endpoint"),
    ("host", "the HTTP library sets it from the URI"),
];

/// The name on the wire of the constant of `http::header` with this identifier.
///
/// A constant is the name in upper case with `_` for `-`.
pub(crate) fn header_of_constant(constant: &str) -> Option<String> {
    HEADER_CONSTANTS.contains(&constant).then(|| constant.to_ascii_lowercase().replace('_', "-"))
}

/// Whether a constant of `http::header` is one of [`RESERVED_HEADERS`].
pub(crate) fn is_reserved_constant(constant: &str) -> bool {
    let name = header_of_constant(constant);
    RESERVED_HEADERS.iter().any(|(reserved, _)| Some(*reserved) == name.as_deref())
}

/// Whether HTTP allows this name for a header field (RFC 9110, section 5.1: a token).
pub(crate) fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The constants of the module `http::header`.
pub(crate) const HEADER_CONSTANTS: &[&str] = names! {
    ACCEPT ACCEPT_CHARSET ACCEPT_ENCODING ACCEPT_LANGUAGE ACCEPT_RANGES
    ACCESS_CONTROL_ALLOW_CREDENTIALS ACCESS_CONTROL_ALLOW_HEADERS ACCESS_CONTROL_ALLOW_METHODS
    ACCESS_CONTROL_ALLOW_ORIGIN ACCESS_CONTROL_EXPOSE_HEADERS ACCESS_CONTROL_MAX_AGE
    ACCESS_CONTROL_REQUEST_HEADERS ACCESS_CONTROL_REQUEST_METHOD AGE ALLOW ALT_SVC AUTHORIZATION
    CACHE_CONTROL CACHE_STATUS CDN_CACHE_CONTROL CONNECTION CONTENT_DISPOSITION CONTENT_ENCODING
    CONTENT_LANGUAGE CONTENT_LENGTH CONTENT_LOCATION CONTENT_RANGE CONTENT_SECURITY_POLICY
    CONTENT_SECURITY_POLICY_REPORT_ONLY CONTENT_TYPE COOKIE DNT DATE ETAG EXPECT EXPIRES FORWARDED
    FROM HOST IF_MATCH IF_MODIFIED_SINCE IF_NONE_MATCH IF_RANGE IF_UNMODIFIED_SINCE LAST_MODIFIED
    LINK LOCATION MAX_FORWARDS ORIGIN PRAGMA PROXY_AUTHENTICATE PROXY_AUTHORIZATION PUBLIC_KEY_PINS
    PUBLIC_KEY_PINS_REPORT_ONLY RANGE REFERER REFERRER_POLICY REFRESH RETRY_AFTER
    SEC_WEBSOCKET_ACCEPT SEC_WEBSOCKET_EXTENSIONS SEC_WEBSOCKET_KEY SEC_WEBSOCKET_PROTOCOL
    SEC_WEBSOCKET_VERSION SERVER SET_COOKIE STRICT_TRANSPORT_SECURITY TE TRAILER TRANSFER_ENCODING
    USER_AGENT UPGRADE UPGRADE_INSECURE_REQUESTS VARY VIA WARNING WWW_AUTHENTICATE
    X_CONTENT_TYPE_OPTIONS X_DNS_PREFETCH_CONTROL X_FRAME_OPTIONS X_XSS_PROTECTION
};
