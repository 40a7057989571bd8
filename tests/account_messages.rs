//! Every endpoint of `matrix-client-account`, so that a test can go through all of them.
//!
//! A new endpoint is one entry of `endpoints!`; a new type of a field is one impl of
//! [`Value`]. A test holds the list against the crate's sources, and each entry
//! against the endpoint's metadata.

mod filler;
mod value;

use std::{collections::BTreeSet, fmt::Debug};

use matrix_api::{
    Endpoint, IncomingRequest, IncomingResponse, MatrixVersion, OutgoingRequest, OutgoingResponse,
    SupportedVersions,
    authentication::{
        AccessToken, AccessTokenOptional, AppserviceCredentials, AppserviceTokenOptional,
        AuthenticationScheme, NoAccessToken, NoAuthentication,
    },
    bytes::Bytes,
    http,
};
use matrix_client_account::{
    add_3pid, bind_3pid, change_password, check_registration_token_validity, deactivate,
    delete_3pid,
    discovery::{auth_metadata, versions, well_known_client},
    get_3pids, get_capabilities, get_username_availability, post_3pid, register,
    request_3pid_token, request_3pid_token_via_msisdn, request_openid_token,
    request_password_change_token, request_password_change_token_via_msisdn,
    request_register_token, request_register_token_via_msisdn,
    session::{
        get_login_flows, get_login_token, login, logout, logout_all, refresh_token, sso_redirect,
        sso_redirect_to_idp, token_refresh,
    },
    unbind_3pid, whoami,
};

pub use self::{
    filler::{Filler, MARKER, is_marked},
    value::Value,
};

/// A message whose fields can be filled and compared one by one.
pub trait Filled: Sized {
    /// The names of its fields in Rust.
    const FIELDS: &'static [&'static str];

    /// Every field, with values of the filler.
    fn filled(filler: &mut Filler) -> Self;

    /// Fails if any field differs.
    fn assert_same(&self, other: &Self);
}

/// An endpoint whose messages can be filled, and travel in all four directions.
pub trait AccountEndpoint:
    OutgoingRequest
    + IncomingRequest
    + Endpoint<Response: Both<Self>, Authentication: WithToken, Error: Debug>
    + Filled
    + Debug
{
}

impl<T> AccountEndpoint for T where
    T: OutgoingRequest
        + IncomingRequest
        + Endpoint<Response: Both<T>, Authentication: WithToken, Error: Debug>
        + Filled
        + Debug
{
}

/// A response that both sides handle.
pub trait Both<R>:
    OutgoingResponse<Endpoint = R> + IncomingResponse<Endpoint = R> + Filled + Debug
{
}

impl<R, T> Both<R> for T where
    T: OutgoingResponse<Endpoint = R> + IncomingResponse<Endpoint = R> + Filled + Debug
{
}

/// A scheme that an access token is enough for.
pub trait WithToken: AuthenticationScheme {
    /// What a client supplies.
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

/// What a client with that access token sends to a server that has the endpoint.
///
/// # Panics
///
/// When the request cannot be encoded.
pub fn send<R: AccountEndpoint>(request: &R, token: &str) -> http::Request<Bytes> {
    let unknown = SupportedVersions::unknown();
    let supported = match R::METADATA.path.select(&unknown) {
        Ok(_) => unknown,
        // It has been removed since.
        Err(_) => SupportedVersions::from([MatrixVersion::V1_0]),
    };
    let token = <R::Authentication as WithToken>::with_token(token);
    request
        .try_into_http_request("https://matrix.example.org", token, &supported)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Something that is done with every endpoint.
pub trait Visitor {
    /// Does it with one.
    fn visit<R: AccountEndpoint>(&mut self);
}

/// Lists endpoints: the module, then the fields of the request and of the response, each as
/// `(what new takes; what has a setter)`.
macro_rules! endpoints {
    ($($module:ident: ($($request:ident),*; $($optional:ident),*) -> ($($response:ident),*; $($left:ident),*),)*) => {
        /// Goes through every endpoint.
        pub fn for_each(visitor: &mut impl Visitor) {
            $(visitor.visit::<$module::Request>();)*
        }

        $(
            filled!($module::Request: $($request),*; $($optional),*);
            filled!($module::Response: $($response),*; $($left),*);
        )*
    };
}

macro_rules! filled {
    ($module:ident::$message:ident: $($required:ident),*; $($optional:ident),*) => {
        impl Filled for $module::$message {
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
    auth_metadata:
        (;)
        -> (issuer, authorization_endpoint, token_endpoint, revocation_endpoint, registration_endpoint, response_types_supported, grant_types_supported, response_modes_supported, code_challenge_methods_supported, other; prompt_values_supported, account_management_uri, account_management_actions_supported, device_authorization_endpoint),
    versions: (;) -> (versions; unstable_features),
    well_known_client: (;) -> (homeserver, other; identity_server),
    get_3pids: (;) -> (; threepids),
    get_capabilities: (;) -> (capabilities;),
    get_username_availability: (username;) -> (; available),
    post_3pid: (three_pid_creds; bind) -> (; submit_url),
    register:
        (; kind, auth, username, password, device_id, initial_device_display_name, inhibit_login, refresh_token, login_type, bind_email)
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
    get_login_flows: (;) -> (; flows),
    get_login_token: (; auth) -> (login_token, expires_in_ms;),
    login:
        (login_info; device_id, initial_device_display_name, refresh_token)
        -> (user_id, access_token; refresh_token, expires_in_ms, home_server, device_id, well_known),
    logout: (;) -> (;),
    logout_all: (;) -> (;),
    refresh_token: (refresh_token;) -> (access_token; refresh_token, expires_in_ms),
    sso_redirect: (redirect_url; action) -> (location; cookies),
    sso_redirect_to_idp: (idp_id, redirect_url; action) -> (location; cookies),
    token_refresh: (refresh_token;) -> (access_token; refresh_token),
    unbind_3pid: (medium, address; id_server) -> (id_server_unbind_result;),
    whoami: (;) -> (user_id; device_id, is_guest),
}

/// The names of all endpoints in the list, each of which has as many fields as its metadata says.
///
/// # Panics
///
/// When an endpoint has more or fewer fields than are listed.
pub fn names() -> BTreeSet<&'static str> {
    struct Names(BTreeSet<&'static str>);
    impl Visitor for Names {
        fn visit<R: AccountEndpoint>(&mut self) {
            let metadata = R::METADATA;
            assert_eq!(R::FIELDS.len(), metadata.request_fields.len(), "{}", metadata.name);
            let response = <R::Response as Filled>::FIELDS;
            assert_eq!(response.len(), metadata.response_fields.len(), "{}", metadata.name);
            self.0.insert(metadata.name);
        }
    }
    let mut names = Names(BTreeSet::new());
    for_each(&mut names);
    names.0
}
