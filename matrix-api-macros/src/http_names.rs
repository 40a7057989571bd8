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
pub(crate) const ERROR_STATUSES: &[&str] = names! {
    BAD_REQUEST UNAUTHORIZED PAYMENT_REQUIRED FORBIDDEN NOT_FOUND METHOD_NOT_ALLOWED NOT_ACCEPTABLE
    PROXY_AUTHENTICATION_REQUIRED REQUEST_TIMEOUT CONFLICT GONE LENGTH_REQUIRED PRECONDITION_FAILED
    PAYLOAD_TOO_LARGE URI_TOO_LONG UNSUPPORTED_MEDIA_TYPE RANGE_NOT_SATISFIABLE EXPECTATION_FAILED
    IM_A_TEAPOT MISDIRECTED_REQUEST UNPROCESSABLE_ENTITY LOCKED FAILED_DEPENDENCY TOO_EARLY
    UPGRADE_REQUIRED PRECONDITION_REQUIRED TOO_MANY_REQUESTS REQUEST_HEADER_FIELDS_TOO_LARGE
    UNAVAILABLE_FOR_LEGAL_REASONS INTERNAL_SERVER_ERROR NOT_IMPLEMENTED BAD_GATEWAY
    SERVICE_UNAVAILABLE GATEWAY_TIMEOUT HTTP_VERSION_NOT_SUPPORTED VARIANT_ALSO_NEGOTIATES
    INSUFFICIENT_STORAGE LOOP_DETECTED NOT_EXTENDED NETWORK_AUTHENTICATION_REQUIRED
};

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
