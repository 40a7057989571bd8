//! Every endpoint of `matrix-client-account`, so that a test can go through all of them.
//!
//! A new endpoint is one entry of [`endpoints!`]; a new type of a field is one impl of
//! [`Value`]. A test holds the list against the crate's sources, and each entry
//! against the endpoint's metadata.

mod filler;
mod value;

use std::{collections::BTreeSet, fmt::Debug};

use matrix_api::{
    Endpoint, IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse,
    authentication::{
        AccessToken, AccessTokenOptional, AuthenticationScheme, NoAccessToken, NoAuthentication,
    },
};
use matrix_client_account::{
    change_password, deactivate, register, request_password_change_token, request_register_token,
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
    change_password: (new_password; auth) -> (;),
    deactivate: (; auth) -> (;),
    register: (; bind_email, password, username, device_id, initial_device_display_name, auth, kind)
        -> (access_token, home_server, user_id, device_id;),
    request_password_change_token: (client_secret, email, send_attempt; id_server) -> (;),
    request_register_token: (client_secret, email, send_attempt; id_server) -> (;),
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
