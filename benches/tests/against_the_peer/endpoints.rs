//! The endpoints of the peer as functions from messages to messages.

use std::borrow::Cow;

use bytes::Bytes;
use http::{Request, Response};
use ruma_client_api::{account, discovery, session, uiaa::UiaaResponse};
use ruma_common::api::{
    EndpointError, IncomingRequest, IncomingRequestExt, IncomingResponseExt, MatrixVersion,
    OutgoingRequest, OutgoingRequestExt, OutgoingResponse, OutgoingResponseExt, SupportedVersions,
    auth_scheme::{AuthScheme, SendAccessToken},
    error::{Error, FromHttpResponseError},
    path_builder::{PathBuilder, SinglePath, VersionHistory},
};

/// What the peer makes of a message: it decodes and encodes it, or refuses it for a reason.
pub type Recoded<T> = Result<T, String>;

/// An endpoint of the peer.
pub struct PeerEndpoint {
    /// The module of this project's account crate.
    pub module: &'static str,
    /// Decodes and encodes a request, for a server of this version.
    pub request: fn(&Request<Bytes>, &[String], MatrixVersion) -> Recoded<Request<Bytes>>,
    /// Decodes and encodes a response.
    pub response: fn(&Response<Bytes>) -> Recoded<Response<Bytes>>,
}

/// The input of a path builder.
trait PathInput: PathBuilder {
    fn input(version: MatrixVersion) -> Self::Input<'static>;
}

impl PathInput for VersionHistory {
    fn input(version: MatrixVersion) -> Cow<'static, SupportedVersions> {
        Cow::Owned(SupportedVersions { versions: [version].into(), features: [].into() })
    }
}

impl PathInput for SinglePath {
    fn input(_: MatrixVersion) {}
}

fn request<R>(
    request: &Request<Bytes>,
    arguments: &[String],
    version: MatrixVersion,
) -> Recoded<Request<Bytes>>
where
    R: IncomingRequest + OutgoingRequest,
    R::PathBuilder: PathInput,
    R::Authentication: for<'a> AuthScheme<Input<'a> = SendAccessToken<'a>>,
{
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let borrowed = request.clone().map(|body| body.to_vec());
    let (parts, body) = borrowed.into_parts();
    let received = Request::from_parts(parts, body.as_slice());
    let decoded =
        R::try_from_http_request(received, &arguments).map_err(|error| error.to_string())?;
    let encoded = decoded.try_into_http_request::<Vec<u8>>(
        "https://matrix.example.org",
        SendAccessToken::Always("access_token"),
        R::PathBuilder::input(version),
    );
    Ok(encoded.map_err(|error| error.to_string())?.map(Bytes::from))
}

fn response<R>(response: &Response<Bytes>) -> Recoded<Response<Bytes>>
where
    R: OutgoingRequest<IncomingResponse: OutgoingResponse>,
{
    let (parts, body) = response.clone().into_parts();
    match R::IncomingResponse::try_from_http_response(Response::from_parts(parts, &*body)) {
        Ok(decoded) => encode(decoded),
        Err(FromHttpResponseError::Server(_)) => Err("an error response".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn encode(response: impl OutgoingResponse) -> Recoded<Response<Bytes>> {
    let encoded = response.try_into_http_response::<Vec<u8>>();
    Ok(encoded.map_err(|error| error.to_string())?.map(Bytes::from))
}

fn error<E: EndpointError>(response: &Response<Bytes>) -> Recoded<Response<Bytes>> {
    let (parts, body) = response.clone().into_parts();
    encode(E::from_http_response(Response::from_parts(parts, &*body)))
}

/// Decodes and encodes an error response.
pub fn matrix_error(response: &Response<Bytes>) -> Recoded<Response<Bytes>> {
    error::<Error>(response)
}

/// Decodes and encodes an error response with user-interactive challenges.
pub fn challenge(response: &Response<Bytes>) -> Recoded<Response<Bytes>> {
    error::<UiaaResponse>(response)
}

macro_rules! endpoints {
    ($($module:literal: $($path:ident)::+,)*) => {
        /// The endpoints that the peer has.
        pub const ENDPOINTS: &[PeerEndpoint] = &[$(PeerEndpoint {
            module: $module,
            request: request::<$($path)::+::Request>,
            response: response::<$($path)::+::Request>,
        },)*];
    };
}

endpoints! {
    "add_3pid": account::add_3pid::v3,
    "bind_3pid": account::bind_3pid::v3,
    "change_password": account::change_password::v3,
    "check_registration_token_validity": account::check_registration_token_validity::v1,
    "deactivate": account::deactivate::v3,
    "delete_3pid": account::delete_3pid::v3,
    "discovery::auth_metadata": discovery::get_authorization_server_metadata::v1,
    "discovery::versions": discovery::get_supported_versions,
    "discovery::well_known_client": discovery::discover_homeserver,
    "get_3pids": account::get_3pids::v3,
    "get_capabilities": discovery::get_capabilities::v3,
    "get_username_availability": account::get_username_availability::v3,
    "register": account::register::v3,
    "request_3pid_token": account::request_3pid_management_token_via_email::v3,
    "request_3pid_token_via_msisdn": account::request_3pid_management_token_via_msisdn::v3,
    "request_openid_token": account::request_openid_token::v3,
    "request_password_change_token": account::request_password_change_token_via_email::v3,
    "request_password_change_token_via_msisdn": account::request_password_change_token_via_msisdn::v3,
    "request_register_token": account::request_registration_token_via_email::v3,
    "request_register_token_via_msisdn": account::request_registration_token_via_msisdn::v3,
    "session::get_login_flows": session::get_login_types::v3,
    "session::get_login_token": session::get_login_token::v1,
    "session::login": session::login::v3,
    "session::logout": session::logout::v3,
    "session::logout_all": session::logout_all::v3,
    "session::refresh_token": session::refresh_token::v3,
    "session::sso_redirect": session::sso_login::v3,
    "session::sso_redirect_to_idp": session::sso_login_with_provider::v3,
    "unbind_3pid": account::unbind_3pid::v3,
    "whoami": account::whoami::v3,
}
