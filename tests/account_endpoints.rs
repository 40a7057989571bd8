//! Every endpoint of the account crate, its types hidden behind functions from messages to messages.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::{any::TypeId, marker::PhantomData};

use matrix_api::{
    DecodeError, EndpointError, FromHttpRequestError, FromHttpResponseError, IncomingRequest,
    IncomingResponse, InteractiveRequest, MatrixVersion, Metadata, OutgoingRequest,
    OutgoingResponse, SupportedVersions,
    authentication::{
        AccessToken, AccessTokenOptional, AppserviceCredentials, AppserviceTokenOptional,
        AuthenticationScheme, NoAccessToken, NoAuthentication,
    },
    bytes::Bytes,
    http,
};
use matrix_client_account as account;

/// An endpoint without its types.
pub struct AnyEndpoint {
    /// The module in the account crate, such as `session::login`.
    pub module: &'static str,
    /// The endpoint's metadata.
    pub metadata: &'static Metadata,
    /// Whether an answer 401 may ask for user-interactive authentication.
    pub is_interactive: bool,
    /// Whether the request is one that a client can answer such an answer with.
    pub is_interactive_request: bool,
    /// Reads a request as a server does, and writes it as a client does.
    pub recode_request:
        fn(&http::Request<Bytes>, &SupportedVersions) -> Result<http::Request<Bytes>, Refusal>,
    /// Reads an answer as a client does, and writes it as a server does.
    pub recode_response: fn(&http::Response<Bytes>) -> Answer,
}

/// Why a message was not read.
#[derive(Debug)]
pub enum Refusal {
    /// It is not the endpoint's: another method or path.
    NotTheEndpoints(String),
    /// A part of it is wrong.
    Malformed(DecodeError),
}

/// What an answer was read as.
#[derive(Debug)]
pub enum Answer {
    /// A success, which was written again.
    Success(http::Response<Bytes>),
    /// An error, which was written again.
    Error(http::Response<Bytes>),
    /// A success that is wrong.
    Refused(Refusal),
}

/// Authentication schemes with credentials to test with.
trait Credentials: AuthenticationScheme {
    fn example() -> Self::Input<'static>;
}

impl Credentials for NoAuthentication {
    fn example() {}
}

impl Credentials for NoAccessToken {
    fn example() {}
}

impl Credentials for AccessToken {
    fn example() -> &'static str {
        "access_token"
    }
}

impl Credentials for AccessTokenOptional {
    fn example() -> Option<&'static str> {
        Some("access_token")
    }
}

impl Credentials for AppserviceTokenOptional {
    fn example() -> Option<AppserviceCredentials<'static>> {
        Some(AppserviceCredentials::new("as_token"))
    }
}

impl AnyEndpoint {
    fn of<R>(module: &'static str, is_interactive_request: bool) -> Self
    where
        R: OutgoingRequest + IncomingRequest<Authentication: Credentials>,
    {
        Self {
            module,
            metadata: R::METADATA,
            is_interactive: TypeId::of::<R::Error>() == TypeId::of::<account::uiaa::UiaaResponse>(),
            is_interactive_request,
            recode_request: recode_request::<R>,
            recode_response: recode_response::<R>,
        }
    }

    /// What a server says that serves the endpoint at this path, and at no newer one.
    #[must_use]
    pub fn server_with(&self, template: &str) -> SupportedVersions {
        let history = &self.metadata.path;
        let stable = history.stable().iter().find(|(_, path)| path.as_str() == template);
        let unstable = history.unstable().iter().find(|(_, path)| path.as_str() == template);
        match (stable, unstable) {
            (Some((version, _)), _) => SupportedVersions::from([*version]),
            (None, Some((feature, _))) => {
                SupportedVersions::from([MatrixVersion::V1_0]).with_feature(*feature)
            }
            (None, None) => SupportedVersions::unknown(),
        }
    }
}

fn recode_request<R>(
    request: &http::Request<Bytes>,
    supported: &SupportedVersions,
) -> Result<http::Request<Bytes>, Refusal>
where
    R: OutgoingRequest + IncomingRequest<Authentication: Credentials>,
{
    let decoded = R::try_from_http_request(request).map_err(|error| match error {
        FromHttpRequestError::Decode(error) => Refusal::Malformed(error),
        other => Refusal::NotTheEndpoints(other.to_string()),
    })?;
    let encoded = decoded
        .try_into_http_request(
            "https://matrix.example.org",
            R::Authentication::example(),
            supported,
        )
        .expect("what was decoded can be encoded");
    R::Authentication::extract(&encoded).expect("credentials that were added can be read");
    Ok(encoded)
}

fn recode_response<R>(response: &http::Response<Bytes>) -> Answer
where
    R: OutgoingRequest + IncomingRequest,
{
    match R::Response::try_from_http_response(response) {
        Ok(decoded) => Answer::Success(
            decoded.try_into_http_response().expect("what was decoded can be encoded"),
        ),
        Err(FromHttpResponseError::Decode(error)) => Answer::Refused(Refusal::Malformed(error)),
        Err(FromHttpResponseError::Endpoint(error)) => Answer::Error(
            error.try_into_http_response().expect("an error that was decoded can be encoded"),
        ),
        Err(_) => unreachable!("there is no other kind of error"),
    }
}

/// Says whether a type is an [`InteractiveRequest`]: the method of the type itself goes ahead of that
/// of the trait, where it exists.
struct Probe<R>(PhantomData<R>);

trait NotInteractive {
    fn is_interactive_request(&self) -> bool {
        false
    }
}

impl<R> NotInteractive for Probe<R> {}

impl<R: InteractiveRequest> Probe<R> {
    fn is_interactive_request(&self) -> bool {
        true
    }
}

macro_rules! endpoints {
    ($($first:ident $(:: $second:ident)?,)*) => {
        vec![$(
            AnyEndpoint::of::<account::$first $(::$second)?::Request>(
                concat!(stringify!($first) $(, "::", stringify!($second))?),
                Probe::<account::$first $(::$second)?::Request>(PhantomData).is_interactive_request(),
            ),
        )*]
    };
}

/// All of them, each with its row.
#[must_use]
pub fn account_endpoints() -> Vec<AnyEndpoint> {
    endpoints![
        add_3pid,
        bind_3pid,
        change_password,
        check_registration_token_validity,
        deactivate,
        delete_3pid,
        discovery::auth_metadata,
        discovery::versions,
        discovery::well_known_client,
        get_3pids,
        get_capabilities,
        get_username_availability,
        post_3pid,
        register,
        request_3pid_token,
        request_3pid_token_via_msisdn,
        request_openid_token,
        request_password_change_token,
        request_password_change_token_via_msisdn,
        request_register_token,
        request_register_token_via_msisdn,
        session::get_login_flows,
        session::get_login_token,
        session::login,
        session::logout,
        session::logout_all,
        session::refresh_token,
        session::sso_redirect,
        session::sso_redirect_to_idp,
        session::token_refresh,
        unbind_3pid,
        whoami,
    ]
}
