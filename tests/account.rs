//! Every endpoint of `matrix-client-account` with its types, for tests that go through all of them.
//!
//! A new endpoint is one entry of `endpoints!`, and a new field type one impl of [`Value`].
//! `tests/wire_messages` compares the list with the crate's own, and each entry with the endpoint's metadata.

mod filler;
mod interactive;
mod value;

use std::{fmt::Debug, marker::PhantomData};

use matrix_api::{
    Endpoint, IncomingRequest, IncomingResponse, MatrixVersion, OutgoingRequest, OutgoingResponse,
    SupportedVersions,
    authentication::{
        AccessToken, AccessTokenOptional, AppserviceCredentials, AppserviceTokenOptional,
        AuthenticationScheme, NoAccessToken, NoAuthentication,
    },
    bytes::Bytes,
    endpoints::EndpointEntry,
    http,
};

use self::interactive::{NotInteractive as _, Probe};
pub use self::{
    filler::{Filler, MARKER, is_marked},
    interactive::{Interactivity, has_challenges},
    value::Value,
};

/// A message whose fields can be filled and compared one by one.
pub trait Filled: Sized {
    /// The names of its fields in Rust.
    const FIELDS: &'static [&'static str];

    /// Fills every field.
    fn filled(filler: &mut Filler) -> Self;

    /// Fails if a field differs.
    fn assert_same(&self, other: &Self);
}

/// An endpoint whose messages can be filled and sent in both directions.
pub trait AccountEndpoint:
    OutgoingRequest
    + IncomingRequest
    + Endpoint<Response: AccountResponse<Self>, Authentication: WithToken, Error: Debug>
    + Filled
    + Debug
{
}

impl<T> AccountEndpoint for T where
    T: OutgoingRequest
        + IncomingRequest
        + Endpoint<Response: AccountResponse<T>, Authentication: WithToken, Error: Debug>
        + Filled
        + Debug
{
}

/// The response of an [`AccountEndpoint`].
pub trait AccountResponse<R>:
    OutgoingResponse<Endpoint = R> + IncomingResponse<Endpoint = R> + Filled + Debug
{
}

impl<R, T> AccountResponse<R> for T where
    T: OutgoingResponse<Endpoint = R> + IncomingResponse<Endpoint = R> + Filled + Debug
{
}

/// An authentication scheme whose credentials can be made from an access token.
pub trait WithToken: AuthenticationScheme {
    /// The credentials.
    fn with_token(token: &str) -> Self::Input<'_>;
}

impl WithToken for NoAuthentication {
    fn with_token(_: &str) {}
}

impl WithToken for NoAccessToken {
    fn with_token(_: &str) {}
}

impl WithToken for AccessToken {
    fn with_token(token: &str) -> &str {
        token
    }
}

impl WithToken for AccessTokenOptional {
    fn with_token(token: &str) -> Option<&str> {
        Some(token)
    }
}

impl WithToken for AppserviceTokenOptional {
    fn with_token(token: &str) -> Option<AppserviceCredentials<'_>> {
        Some(AppserviceCredentials::new(token))
    }
}

/// Encodes a request for a server that has the endpoint.
///
/// # Panics
///
/// When the request cannot be encoded.
pub fn send<R: AccountEndpoint>(request: &R, token: &str) -> http::Request<Bytes> {
    let unknown = SupportedVersions::unknown();
    let supported = match R::METADATA.path.select(&unknown) {
        Ok(_) => unknown,
        // The endpoint was removed.
        Err(_) => SupportedVersions::from([MatrixVersion::V1_0]),
    };
    let token = <R::Authentication as WithToken>::with_token(token);
    request
        .try_into_http_request("https://matrix.example.org", token, &supported)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The module of an endpoint in the account crate, such as `session::login`.
#[must_use]
pub fn module(endpoint: &EndpointEntry) -> &'static str {
    let module = endpoint.module();
    module.strip_prefix("matrix_client_account::").unwrap_or(module)
}

/// Code that runs for every endpoint.
pub trait Visitor {
    /// Runs for one endpoint.
    fn visit<R: AccountEndpoint>(&mut self);
}

/// Lists endpoints: the module, then the fields of the request and of the response, each as
/// `(parameters of new; fields with a setter)`.
macro_rules! endpoints {
    ($($module:ident $(:: $inner:ident)?: ($($request:ident),*; $($optional:ident),*) -> ($($response:ident),*; $($left:ident),*),)*) => {
        /// Visits every endpoint.
        pub fn for_each(visitor: &mut impl Visitor) {
            $(visitor.visit::<matrix_client_account::$module$(::$inner)?::Request>();)*
        }

        /// How each endpoint takes part in user-interactive authentication.
        #[must_use]
        pub fn interactivity() -> Vec<Interactivity> {
            vec![$({
                use matrix_client_account::$module$(::$inner)?::Request;

                Interactivity::of::<Request>(Probe::<Request>(PhantomData).is_interactive_request())
            },)*]
        }

        $(
            filled!(matrix_client_account::$module$(::$inner)?::Request: $($request),*; $($optional),*);
            filled!(matrix_client_account::$module$(::$inner)?::Response: $($response),*; $($left),*);
        )*
    };
}

macro_rules! filled {
    ($message:ty: $($required:ident),*; $($optional:ident),*) => {
        impl Filled for $message {
            const FIELDS: &'static [&'static str] =
                &[$(stringify!($required),)* $(stringify!($optional),)*];

            #[allow(unused_mut, unused_variables, reason = "some messages have no fields")]
            fn filled(filler: &mut Filler) -> Self {
                let mut filled = Self::new($(filler.fill(stringify!($required))),*);
                $(filled.$optional = filler.fill(stringify!($optional));)*
                filled
            }

            #[allow(unused_variables, reason = "some messages have no fields")]
            fn assert_same(&self, other: &Self) {
                $(assert_eq!(self.$required, other.$required);)*
                $(assert_eq!(self.$optional, other.$optional);)*
            }
        }
    };
}

endpoints! {
    add_3pid: (sid, client_secret; auth) -> (;),
    bind_3pid: (sid, client_secret, id_server, id_access_token;) -> (;),
    change_password: (new_password; logout_devices, auth) -> (;),
    check_registration_token_validity: (token;) -> (valid;),
    deactivate: (; auth, id_server, erase) -> (; id_server_unbind_result),
    delete_3pid: (medium, address; id_server) -> (; id_server_unbind_result),
    discovery::auth_metadata:
        (;)
        -> (issuer, authorization_endpoint, token_endpoint, revocation_endpoint, registration_endpoint, response_types_supported, grant_types_supported, response_modes_supported, code_challenge_methods_supported, other; prompt_values_supported, account_management_uri, account_management_actions_supported, device_authorization_endpoint),
    discovery::versions: (;) -> (versions; unstable_features),
    discovery::well_known_client: (;) -> (homeserver, other; identity_server),
    get_3pids: (;) -> (; threepids),
    get_capabilities: (;) -> (capabilities;),
    get_username_availability: (username;) -> (; available),
    post_3pid: (three_pid_creds; bind) -> (; submit_url),
    register:
        (; kind, auth, username, password, device_id, initial_device_display_name, inhibit_login, refresh_token, login_type, guest_access_token, bind_email)
        -> (user_id; access_token, refresh_token, expires_in_ms, home_server, device_id),
    request_3pid_token:
        (client_secret, email, send_attempt; next_link, id_server, id_access_token)
        -> (sid; submit_url),
    request_3pid_token_via_msisdn:
        (client_secret, country, phone_number, send_attempt; next_link, id_server, id_access_token)
        -> (sid; submit_url),
    request_openid_token:
        (user_id;)
        -> (access_token, token_type, matrix_server_name, expires_in;),
    request_password_change_token:
        (client_secret, email, send_attempt; next_link, id_server, id_access_token)
        -> (sid; submit_url),
    request_password_change_token_via_msisdn:
        (client_secret, country, phone_number, send_attempt; next_link, id_server, id_access_token)
        -> (sid; submit_url),
    request_register_token:
        (client_secret, email, send_attempt; next_link, id_server, id_access_token)
        -> (sid; submit_url),
    request_register_token_via_msisdn:
        (client_secret, country, phone_number, send_attempt; next_link, id_server, id_access_token)
        -> (sid; submit_url),
    session::get_login_flows: (;) -> (; flows),
    session::get_login_token: (; auth) -> (login_token, expires_in_ms;),
    session::login:
        (login_info; device_id, initial_device_display_name, refresh_token)
        -> (user_id, access_token; refresh_token, expires_in_ms, home_server, device_id, well_known),
    session::logout: (;) -> (;),
    session::logout_all: (;) -> (;),
    session::refresh_token: (refresh_token;) -> (access_token; refresh_token, expires_in_ms),
    session::sso_redirect: (redirect_url; action) -> (location; cookies),
    session::sso_redirect_to_idp: (idp_id, redirect_url; action) -> (location; cookies),
    session::token_refresh: (refresh_token;) -> (access_token; refresh_token),
    unbind_3pid: (medium, address; id_server) -> (id_server_unbind_result;),
    whoami: (;) -> (user_id; device_id, is_guest),
}
