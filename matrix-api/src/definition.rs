//! The macro that endpoints are written with.

/// Defines an endpoint: metadata, request, response.
///
/// A block in a module of its own makes the types `Request` and `Response` there, and implements for
/// them [`Endpoint`](crate::Endpoint), the client's [`OutgoingRequest`](crate::OutgoingRequest) and
/// [`IncomingResponse`](crate::IncomingResponse), and the server's
/// [`IncomingRequest`](crate::IncomingRequest) and [`OutgoingResponse`](crate::OutgoingResponse).
///
/// ```
/// pub mod get_profile_field {
///     use matrix_api::{identifiers::UserId, ruma_api};
///
///     ruma_api! {
///         metadata {
///             description: "Get one field of a user's profile.",
///             method: GET,
///             name: "get_profile_field",
///             path: "/_matrix/client/v3/profile/{user_id}/{field}",
///             rate_limited: false,
///             requires_authentication: false,
///         }
///
///         request {
///             /// Whose profile.
///             #[ruma_api(path)]
///             pub user_id: UserId,
///
///             /// Which field.
///             #[ruma_api(path)]
///             pub field: String,
///
///             /// The language that is wished for.
///             #[ruma_api(header = ACCEPT_LANGUAGE)]
///             #[serde(skip_serializing_if = "Option::is_none")]
///             pub language: Option<String>,
///         }
///
///         response {
///             /// The field's value.
///             #[serde(rename = "m.value", skip_serializing_if = "Option::is_none")]
///             pub value: Option<String>,
///         }
///     }
/// }
///
/// use matrix_api::{IncomingRequest, OutgoingRequest, SupportedVersions, identifiers::UserId};
///
/// let request =
///     get_profile_field::Request::new(UserId::try_from("@ann:example.org")?, "m.tz".to_owned())
///         .language("de".to_owned());
/// let http_request = request.try_into_http_request(
///     "https://matrix.example.org",
///     (),
///     &SupportedVersions::unknown(),
/// )?;
/// assert_eq!(http_request.uri().path(), "/_matrix/client/v3/profile/%40ann%3Aexample.org/m.tz");
/// assert_eq!(http_request.headers()["accept-language"], "de");
///
/// let received = get_profile_field::Request::try_from_http_request(&http_request)?;
/// assert_eq!(received.user_id, request.user_id);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # `metadata`
///
/// | key | value |
/// |---|---|
/// | `description` | what the endpoint does, a string |
/// | `method` | `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD` or `OPTIONS` |
/// | `name` | the endpoint's name, a string: errors and traces bear it |
/// | `path` | the path template, a string; `{name}` is a placeholder and a whole segment |
/// | `history` | instead of `path`: every path the endpoint ever had, see below |
/// | `rate_limited` | whether servers limit the rate of requests, `true` or `false` |
/// | `requires_authentication` | `true` for [`AccessToken`], `false` for [`NoAuthentication`] |
/// | `authentication` | instead of it: a type of [`authentication`](crate::authentication), or the path of a type of yours that implements [`AuthenticationScheme`] |
/// | `status` | optional: the status of a success, a constant of [`http::StatusCode`](crate::http::StatusCode); `OK` otherwise |
///
/// A history lists unstable paths with their features, then stable ones with the version of the
/// specification that brought them, then when the endpoint was deprecated, which may be in the version
/// of the newest path, and when it was removed. All its paths have the same placeholders in the same
/// order.
///
/// ```
/// # matrix_api::ruma_api! { metadata { description: "Ask which account a token belongs to.", method: GET, name: "whoami",
/// history: {
///     unstable("org.example.msc1234") => "/_matrix/client/unstable/org.example.msc1234/account/whoami",
///     1.0 => "/_matrix/client/r0/account/whoami",
///     1.1 => "/_matrix/client/v3/account/whoami",
///     1.18 => deprecated,
///     1.19 => removed,
/// },
/// # rate_limited: true, requires_authentication: true, } request {} response {} }
/// # fn main() {}
/// ```
///
/// # `request` and `response`
///
/// Named fields with their types, as in a struct. Attributes ahead of the word (documentation,
/// `#[derive(Default)]`) go onto the type; of serde's, `rename_all` and `deny_unknown_fields` may
/// stand there. The latter is about the body and the query, where any fields travel there; headers
/// always have others.
///
/// A field is a serde type with serde attributes, wherever it travels: `rename`, `alias`, `default`,
/// `with` and `skip_serializing_if` mean the same in the path, the query, a header and the body. Where
/// it travels is said by an attribute:
///
/// | attribute | place |
/// |---|---|
/// | none | a member of the JSON body |
/// | `#[ruma_api(path)]` | the placeholder of the path with the field's name |
/// | `#[ruma_api(query)]` | a key of the query; a list repeats the key |
/// | `#[ruma_api(query_all)]` | the whole query: a map, a struct, a list of pairs |
/// | `#[ruma_api(header = NAME)]` | a header: a constant of [`http::header`](crate::http::header) or a string; a list repeats the header |
/// | `#[ruma_api(body)]` | the whole JSON body |
/// | `#[ruma_api(raw_body)]` | the whole body, any bytes: a type that is [`RawBody`](crate::wire::RawBody) |
///
/// A field with `default` or `skip_serializing_if` is optional: it has a setter instead of a
/// parameter of `new`, and is read as its default when it is absent. The setter of an `Option` takes
/// the value in it as well. An `Option` with neither is asked for by `new`, and is `null` in a body.
///
/// # Secrets
///
/// `Debug` and errors never show a secret. A field is one when it is marked `#[ruma_api(secret)]`, or
/// when its name, in Rust or on the wire, is one of `access_token`, `as_token`, `client_secret`,
/// `guest_access_token`, `hs_token`, `id_access_token`, `login_token`, `new_password`, `password`,
/// `refresh_token`, `secret` and `token`. `#[ruma_api(public)]` says that such a field is none.
///
/// # What comes out of it
///
/// Both types have `Clone`, `Debug`, `new` with the required fields and a setter for each optional
/// one; they are `#[non_exhaustive]` unless `#[ruma_api(exhaustive)]` stands ahead of the word. Their
/// documentation says what is called and where each field travels. Nothing else can be named from
/// outside of the block.
///
/// # Mistakes
///
/// All mistakes of a block are reported in one run of `cargo check`, each at the token that is wrong.
#[cfg_attr(
    doc,
    doc = "The page [`mistakes`](crate::mistakes) shows every one, with what to write instead."
)]
/// Warned of are secrets that travel in a query, headers that HTTP has given up, an `Option` that is not
/// optional, and a list or a map where one value fits: `#[allow(deprecated)]` ahead of the field says that
/// it has to be so.
///
/// # `error`
///
/// `error: Type`, after the sections, names the type of the endpoint's errors, which implements
/// [`EndpointError`](crate::EndpointError). Without it that is [`MatrixError`](crate::MatrixError).
///
/// [`AccessToken`]: crate::authentication::AccessToken
/// [`AuthenticationScheme`]: crate::authentication::AuthenticationScheme
/// [`NoAuthentication`]: crate::authentication::NoAuthentication
#[macro_export]
macro_rules! ruma_api {
    ($($definition:tt)*) => {
        #[allow(unexpected_cfgs)]
        const _: () = {
            #[cfg(rust_analyzer)]
            $crate::__private::ruma_api_completions! { ($crate) $($definition)* }
        };
        $crate::__private::ruma_api_with_runtime! { ($crate) $($definition)* }
    };
}
