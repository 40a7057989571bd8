//! The macro that endpoints are written with.

/// Defines an endpoint: its metadata, its request and its response.
///
/// Write each block in a module of its own. It defines the types `Request` and `Response` there, and
/// implements [`Endpoint`](crate::Endpoint), the client's [`OutgoingRequest`](crate::OutgoingRequest) and
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
///             /// The user whose profile it is.
///             #[ruma_api(path)]
///             pub user_id: UserId,
///
///             /// The name of the field.
///             #[ruma_api(path)]
///             pub field: String,
///
///             /// The preferred language.
///             #[ruma_api(header = ACCEPT_LANGUAGE)]
///             pub language: Option<String>,
///         }
///
///         response {
///             /// The value of the field.
///             #[serde(rename = "m.value")]
///             pub value: Option<String>,
///         }
///     }
/// }
///
/// use matrix_api::{IncomingRequest, OutgoingRequest, SupportedVersions, identifiers::UserId};
///
/// let request =
///     get_profile_field::Request::new(UserId::try_from("@ann:example.org")?, "m.tz".to_owned())
///         .language("de");
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
/// | `description` | what the endpoint does, as a string |
/// | `method` | `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD` or `OPTIONS` |
/// | `name` | the endpoint's name in errors and traces, as a string |
/// | `operation_id` | optional: the `operationId` in OpenAPI documents, as a string; the name by default |
/// | `path` | the path template, as a string; a placeholder `{name}` takes a whole segment, and [`{name..}`](#the-last-segment-of-a-path) all that are left |
/// | `history` | instead of `path`: all paths that the endpoint ever had, see below |
/// | `rate_limited` | whether servers limit the rate of requests, `true` or `false` |
/// | `requires_authentication` | `true` for [`AccessToken`], `false` for [`NoAuthentication`] |
/// | `authentication` | instead of `requires_authentication`: a type of [`authentication`](crate::authentication), or the path of your own type that implements [`AuthenticationScheme`] |
/// | `status` | optional: the status of the section `response`, a constant of [`http::StatusCode`](crate::http::StatusCode); `OK` by default |
///
/// Strings may be written with `concat!` and `stringify!`, so that a macro of your own around `ruma_api!` can add
/// what the endpoints of an API share: `path: concat!("/shop/v", $version, $path)`.
///
/// A `history` lists, in this order:
///
/// 1. unstable paths, each with its feature;
/// 2. stable paths, each with the version of the specification that introduced it;
/// 3. the version that deprecated the endpoint, which may be the version of the newest path;
/// 4. the version that removed it.
///
/// All paths have the same placeholders in the same order.
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
/// Each section has named fields, as a struct does. Attributes before `request` or `response`, such as
/// documentation or `#[derive(Default)]`, are copied to the type. Of serde's container attributes, `rename_all`
/// and `deny_unknown_fields` are allowed; the latter applies to the body and the query, but never to headers.
///
/// The type of a field implements serde's traits. serde's field attributes `rename`, `alias`, `default`, `with`
/// and `skip_serializing_if` mean the same in the path, the query, a header and the body. An attribute says
/// where the field is sent:
///
/// | attribute | place |
/// |---|---|
/// | none | a member of the JSON body |
/// | `#[ruma_api(path)]` | the placeholder of the path with the field's name; that of the [last segment](#the-last-segment-of-a-path) may be absent |
/// | `#[ruma_api(query)]` | a key of the query; a list repeats the key |
/// | `#[ruma_api(query_all)]` | the whole query: a map, a struct or a list of pairs |
/// | `#[ruma_api(header = NAME)]` | a header: a constant of [`http::header`](crate::http::header) or a string; for a list [see below](#lists-in-headers) |
/// | `#[ruma_api(body)]` | the whole JSON body |
/// | `#[ruma_api(raw_body)]` | the whole body, not as JSON: `Bytes`, `Vec<u8>`, [`Text`](crate::wire::Text), [`Form<T>`](crate::wire::Form), a [stream](crate::Body), or another type that implements [`RawBody`](crate::wire::RawBody) |
/// | `#[ruma_api(status)]` | the status of a response, a [`StatusCode`](crate::http::StatusCode); [see below](#several-responses) |
///
/// `#[ruma_api(since = "1.3")]` says which version of Matrix added a field, in a block with a `history`. The
/// documentation of the type shows it, and the feature `describe` has it as data.
///
/// # Optional fields
///
/// A field of a type `Option<..>` is optional in every place: `None` is left out, and an absent field is read as
/// `None`. So is a field with `default` or `skip_serializing_if`, which gets its default if it is absent. An
/// optional field has a setter instead of a parameter of `new`. The setter of an `Option` takes the value, what
/// converts into it by reference, or an `Option`.
///
/// | field | `None` is written as | an absent one is read as | `null` is read as |
/// |---|---|---|---|
/// | `Option<T>` | nothing | `None` | `None` |
/// | `Option<T>` with `#[ruma_api(nullable)]`, a parameter of `new` | `null` | `None` | `None` |
/// | `Option<T>` with `#[serde(default = "function")]` | `null` | the function's value | `None` |
/// | `Option<Option<T>>` | nothing | `None` | `Some(None)`, and written for it |
///
/// A whole body or query is absent if it is empty. Queries, headers and raw bodies have no `null`. The type is
/// recognized by its last path segment: an alias or a newtype of an `Option` is what serde makes of it, and so
/// are the fields of your own types.
///
/// ```
/// pub mod set_topic {
///     matrix_api::ruma_api! {
///         metadata {
///             description: "Set the topic of a room.",
///             method: PUT,
///             name: "set_topic",
///             path: "/topic",
///             rate_limited: false,
///             requires_authentication: false,
///         }
///         request {
///             /// The topic, or `null` for none.
///             #[ruma_api(nullable)]
///             pub topic: Option<String>,
///             /// Why the topic changes.
///             pub reason: Option<String>,
///         }
///         response {}
///     }
/// }
///
/// use matrix_api::{OutgoingRequest, SupportedVersions};
///
/// let request = set_topic::Request::new(None).reason("off topic");
/// let http_request =
///     request.try_into_http_request("https://example.org", (), &SupportedVersions::unknown())?;
/// assert_eq!(http_request.body(), r#"{"topic":null,"reason":"off topic"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// ## The last segment of a path
///
/// The field of the last segment may be an `Option` or have `#[serde(default)]`. If it is absent, so is the `/`
/// before it, and a server takes `/x/` for `/x`. An empty text cannot be told from an absent one: it is left out if
/// it is the default, and refused otherwise.
///
/// `{name..}` stands for all segments that are left. Its field is a text, whose slashes separate segments, or a list
/// of segments. Each segment is percent-encoded, and one that is empty, `.` or `..` is refused on both sides.
///
/// ```
/// pub mod get_object {
///     # use matrix_api::ruma_api;
///     ruma_api! {
///         metadata {
///             description: "Get an object of a bucket, or the list of all.",
///             method: GET,
///             name: "get_object",
///             path: "/{bucket}/{key..}",
///             rate_limited: false,
///             requires_authentication: false,
///         }
///         request {
///             #[ruma_api(path)]
///             pub bucket: String,
///
///             /// The key of an object.
///             #[ruma_api(path)]
///             pub key: Option<String>,
///         }
///         response {
///             #[ruma_api(raw_body)]
///             pub content: Vec<u8>,
///         }
///     }
/// }
/// # use matrix_api::{OutgoingRequest, SupportedVersions};
/// # let path = |request: get_object::Request| {
/// #     let request = request.try_into_http_request("https://example.org", (), &SupportedVersions::unknown());
/// #     request.map(|request| request.uri().path().to_owned())
/// # };
///
/// let all = get_object::Request::new("photos".to_owned());
/// let one = all.clone().key("2024/a b.jpg".to_owned());
/// assert_eq!(path(all)?, "/photos");
/// assert_eq!(path(one)?, "/photos/2024/a%20b.jpg");
/// # Ok::<(), matrix_api::IntoHttpError>(())
/// ```
///
/// ## Lists in headers
///
/// A list has a line for each element, and repeated lines and elements with commas between them are read alike
/// ([RFC 9110, section 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3)): `Vec<String>` suits `Link`. A
/// comma within `".."` or `<..>` belongs to its element, and quoted strings keep their quotes. An element that is
/// empty or has another comma cannot be encoded. `Set-Cookie`, `WWW-Authenticate`, `Proxy-Authenticate` and
/// headers with a date have one element a line. Several lines of a text are joined by `, `, unless the header can
/// only have one, such as `ETag`.
///
/// # Several responses
///
/// An endpoint with several successful responses has a section for each. A section names its status, a
/// constant of [`http::StatusCode`](crate::http::StatusCode) for a success or a redirect. `Response` is then an
/// enum, with a variant and a struct for each status.
///
/// ```
/// pub mod store_object {
/// #   use matrix_api::ruma_api;
///     ruma_api! {
///         metadata {
///             // ..
/// #           description: "Store an object.", method: PUT, name: "store_object", path: "/objects/{key}",
/// #           rate_limited: false, requires_authentication: false,
///         }
///
///         request {
///             #[ruma_api(path)]
///             pub key: String,
///         }
///
///         /// The object replaced another one.
///         response OK {
///             pub version: u64,
///         }
///
///         /// The object is new.
///         response CREATED {
///             #[ruma_api(header = LOCATION)]
///             pub location: String,
///         }
///     }
/// }
///
/// use matrix_api::{IncomingResponse, OutgoingResponse};
/// use store_object::{CreatedResponse, OkResponse, Response};
///
/// let response = Response::from(CreatedResponse::new("/objects/tea".to_owned()));
/// let http_response = response.try_into_http_response()?;
/// assert_eq!(http_response.status(), 201);
///
/// match Response::try_from_http_response(&http_response)? {
///     Response::Ok(OkResponse { version, .. }) => println!("version {version}"),
///     Response::Created(CreatedResponse { location, .. }) => println!("created at {location}"),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A section without a status has that of `metadata`, or `OK`. Attributes before a section, such as
/// `#[ruma_api(exhaustive)]`, go onto its struct. The enum is `#[non_exhaustive]` unless all of its structs are
/// exhaustive.
///
/// A client decides by the status that arrived. Where one section is 2xx, it accepts any 2xx status for it; where one
/// section redirects to another URI, it accepts any of 301, 302, 303, 307 and 308. Where two sections have the same of
/// these classes, each has its own status only. All other statuses are those of errors.
///
/// A field with `#[ruma_api(status)]` is the status that arrived. `new` sets it to that of the section, and its setter
/// takes another of the class. A status outside of the class is refused when the response is encoded, and so is 204
/// or 205 for a response with a body.
///
/// # Secrets
///
/// `Debug` and errors never show a secret. A field is secret if it is marked with `#[ruma_api(secret)]`, or if
/// its name, in Rust or on the wire, is one of `access_token`, `as_token`, `client_secret`,
/// `guest_access_token`, `hs_token`, `id_access_token`, `login_token`, `new_password`, `password`,
/// `refresh_token`, `secret` and `token`. Mark a field of such a name with `#[ruma_api(public)]` if it is not
/// secret.
///
/// # Generated code
///
/// The structs have `Clone`, `Debug`, a constructor `new` with the required fields, and a setter for each
/// optional field. They are `#[non_exhaustive]`; write `#[ruma_api(exhaustive)]` before the section if they
/// should not be. Their documentation lists the paths, and has a table of the fields: type, place, whether a field
/// is optional, and its default.
/// A `#[deprecated]` field has a deprecated setter. Nothing else that the block generates can be named from
/// outside.
///
/// # Mistakes
///
/// One run of `cargo check` reports all mistakes in a block, each at the token that is wrong.
#[cfg_attr(
    doc,
    doc = "The page [`mistakes`](crate::mistakes) shows each of them, with what to write instead."
)]
/// Warnings: a secret in a query, an obsolete header, an `Option` of an `Option` where there is no `null`, a list or
/// a map in a place for a single value, and an optional field that has the name of a method, such as `clone`,
/// and therefore no setter. To silence a warning, write `#[allow(deprecated)]` before the field.
///
/// # `example`
///
/// An example is a request and its response as they are on the wire. It has a name, and each of the two may be left
/// out. The macro compares it with the definition: method, path, arguments, keys of the query, headers, members,
/// status. The documentation of `Request` shows the examples as messages of HTTP and as calls of `curl`.
///
/// ```
/// pub mod rename_device {
/// #   use matrix_api::ruma_api;
///     ruma_api! {
///         metadata {
///             // ..
/// #           description: "Rename a device.", method: PUT, name: "rename_device",
/// #           path: "/devices/{device_id}", rate_limited: false, requires_authentication: true,
///         }
///
///         request {
///             #[ruma_api(path)]
///             pub device_id: String,
///             #[ruma_api(header = ACCEPT_LANGUAGE)]
///             pub language: Option<String>,
///             pub display_name: Option<String>,
///         }
///
///         response {}
///
///         example "a new name" {
///             request {
///                 PUT "/devices/QBUAZIFURK"
///                 "accept-language": "de"
///                 { "display_name": "phone" }
///             }
///             response { 200 {} }
///         }
///
///         example "a device of another user" {
///             response { 404 { "errcode": "M_NOT_FOUND" } }
///         }
///     }
/// }
/// # #[cfg(feature = "examples")] {
///
/// // With the feature `examples`:
/// use matrix_api::{Endpoint, examples::ExampleBody};
///
/// let example = &rename_device::Request::EXAMPLES[0];
/// assert_eq!(example.name, "a new name");
/// let request = example.request.as_ref().unwrap();
/// assert_eq!(request.target, "/devices/QBUAZIFURK");
/// assert_eq!(request.headers, [("accept-language", "de")]);
/// assert_eq!(request.body, ExampleBody::Json(r#"{"display_name":"phone"}"#));
///
/// // In a test, for all endpoints of a list:
/// matrix_api::endpoints! {
///     /// Devices.
///     pub const DEVICES = [rename_device];
/// }
/// DEVICES.check_examples();
/// # }
/// ```
///
/// | part | how it is written |
/// |---|---|
/// | `request` | the method, then path and query as a string |
/// | `response` | the status, a number or a constant of [`http::StatusCode`](crate::http::StatusCode): that of a response of the endpoint, or of an error |
/// | headers | `"name": "value"`, before the body; commas are optional |
/// | JSON body | `{ .. }`, `[ .. ]`, a number, `true`, `false`, `null`, or a string where the body is JSON |
/// | other body | a string, or bytes: `b"\xff"` |
///
/// Strings are those of Rust, so `"\u{e9}"` is an escape and `"\u00e9"` is not; `concat!` and `stringify!` are
/// accepted. Numbers are those of JSON. An example needs no access token, which the caller adds; it may have one.
///
/// The macro does not know the types of fields. `Endpoints::check_examples` decodes and encodes each example in a test.
///
/// Without the feature `examples`, a program contains no examples.
///
/// # `error`
///
/// `error: Type` names the type of the endpoint's error responses, which implements
/// [`EndpointError`](crate::EndpointError). It is [`MatrixError`](crate::MatrixError) by default. For
/// `application/problem+json`, write `error: matrix_api::Problem`.
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
