//! The words of the language of `ruma_api!`, for editors: what is completed in a block, and shown of a
//! word that the pointer is on. No program uses them.

/// The sections of a definition.
pub mod sections {
    /// What the endpoint is: `metadata { key: value, .. }`.
    pub mod metadata {}
    /// What a client sends: `request { pub field: Type, .. }`.
    pub mod request {}
    /// What a server answers: `response { pub field: Type, .. }`.
    pub mod response {}
    /// The type of the endpoint's errors, which is `MatrixError` otherwise: `error: Type`.
    pub mod error {}
}

/// The keys of `metadata`.
pub mod keys {
    /// What the endpoint does: `description: ".."`. It begins the documentation of the types.
    pub mod description {}
    /// The method of HTTP: `method: POST`.
    pub mod method {}
    /// The name that errors and traces call the endpoint by: `name: "register"`.
    pub mod name {}
    /// The one path of the endpoint, with its placeholders: `path: "/rooms/{room_id}/tag"`.
    pub mod path {}
    /// Every path that the endpoint ever had, with its version:
    /// `history: { 1.0 => "/..", 1.1 => "/..", 1.9 => deprecated, 1.12 => removed }`.
    pub mod history {}
    /// Whether servers limit the rate of requests: `rate_limited: true`.
    pub mod rate_limited {}
    /// `true` is short for `authentication: AccessToken`, `false` for `NoAuthentication`.
    pub mod requires_authentication {}
    /// How a request says on whose behalf it is sent: `authentication: AccessTokenOptional`, or the path
    /// of a type of your own that implements `AuthenticationScheme`.
    pub mod authentication {}
    /// The status of a success, which is `OK` otherwise: `status: CREATED`.
    pub mod status {}
}

/// The words of a path history.
pub mod history {
    /// A path of a feature that is in no version: `unstable("org.matrix.msc1234") => "/.."`.
    pub mod unstable {}
    /// The version that deprecated the endpoint: `1.9 => deprecated`.
    pub mod deprecated {}
    /// The version that removed the endpoint: `1.12 => removed`.
    pub mod removed {}
}

/// What `#[ruma_api(..)]` says of a field.
pub mod fields {
    /// The field fills the placeholder of the path with its name.
    pub mod path {}
    /// The field is a key of the query; a list repeats the key.
    pub mod query {}
    /// The field is the whole query: a map, a struct, a list of pairs.
    pub mod query_all {}
    /// The field is a header: `header = ETAG`, a constant of `http::header`, or `header = "x-name"`.
    pub mod header {}
    /// The field is the whole JSON body.
    pub mod body {}
    /// The field is the whole body, any bytes.
    pub mod raw_body {}
    /// `Debug` and errors hide the field's value.
    pub mod secret {}
    /// The field has the name of a secret and is none.
    pub mod public {}
}

/// What `#[ruma_api(..)]` says ahead of `request` and `response`.
pub mod messages {
    /// The type is not `#[non_exhaustive]`: a new field is a breaking change.
    pub mod exhaustive {}
}

/// The authentication schemes that this crate defines.
pub mod schemes {
    pub use crate::authentication::{
        AccessToken, AccessTokenOptional, AppserviceToken, AppserviceTokenOptional, NoAccessToken,
        NoAuthentication,
    };
}

/// The headers of `http` that a field may be.
pub mod headers {
    pub use http::header::{
        ACCEPT, ACCEPT_CHARSET, ACCEPT_ENCODING, ACCEPT_LANGUAGE, ACCEPT_RANGES,
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
        ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
        ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, AGE,
        ALLOW, ALT_SVC, CACHE_CONTROL, CACHE_STATUS, CDN_CACHE_CONTROL, CONTENT_DISPOSITION,
        CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LOCATION, CONTENT_RANGE,
        CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_REPORT_ONLY, CONTENT_TYPE, COOKIE, DATE,
        DNT, ETAG, EXPECT, EXPIRES, FORWARDED, FROM, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH,
        IF_RANGE, IF_UNMODIFIED_SINCE, LAST_MODIFIED, LINK, LOCATION, MAX_FORWARDS, ORIGIN, PRAGMA,
        PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, PUBLIC_KEY_PINS, PUBLIC_KEY_PINS_REPORT_ONLY,
        RANGE, REFERER, REFERRER_POLICY, REFRESH, RETRY_AFTER, SEC_WEBSOCKET_ACCEPT,
        SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION,
        SERVER, SET_COOKIE, STRICT_TRANSPORT_SECURITY, TE, TRAILER, UPGRADE,
        UPGRADE_INSECURE_REQUESTS, USER_AGENT, VARY, VIA, WARNING, WWW_AUTHENTICATE,
        X_CONTENT_TYPE_OPTIONS, X_DNS_PREFETCH_CONTROL, X_FRAME_OPTIONS, X_XSS_PROTECTION,
    };
}

/// Declares the constants of a type of `http` as items, which a module can list.
macro_rules! constants {
    ($ty:ty: $($name:ident)*) => {
        $(#[allow(missing_docs)] pub const $name: $ty = <$ty>::$name;)*
    };
}

/// The methods that an endpoint may have.
pub mod methods {
    constants!(http::Method: GET POST PUT PATCH DELETE HEAD OPTIONS);
}

/// The statuses that a success or a redirect may have.
pub mod statuses {
    constants!(http::StatusCode:
        OK CREATED ACCEPTED NON_AUTHORITATIVE_INFORMATION NO_CONTENT RESET_CONTENT PARTIAL_CONTENT
        MULTI_STATUS ALREADY_REPORTED IM_USED MULTIPLE_CHOICES MOVED_PERMANENTLY FOUND SEE_OTHER
        NOT_MODIFIED TEMPORARY_REDIRECT PERMANENT_REDIRECT
    );
}
