//! The paths that no case requests. They make routing as hard as in a whole server.

use std::marker::PhantomData;

use http::Method;
use matrix_api::{
    Endpoint, FromHttpRequestError, IncomingRequest, IntoHttpError, MatrixError, Metadata,
    OutgoingResponse, PathHistory, PathTemplate,
    authentication::NoAuthentication,
    path_template,
    wire::{RequestDecoder, ResponseEncoder},
};

/// Paths of a method.
pub trait Table: Send + Sync + 'static {
    const METADATA: &'static Metadata;

    fn paths() -> impl Iterator<Item = (Method, &'static str)> {
        let templates = Self::METADATA.path.templates();
        templates.map(|template| (Self::METADATA.method.clone(), template.as_str()))
    }
}

/// An endpoint with all paths of a table. One type for each path would take a minute to compile.
pub struct Unrequested<T>(PhantomData<T>);

impl<T: Table> Endpoint for Unrequested<T> {
    const METADATA: &'static Metadata = T::METADATA;
    type Authentication = NoAuthentication;
    type Response = Never<T>;
    type Error = MatrixError;
}

impl<T: Table> IncomingRequest for Unrequested<T> {
    fn decode(_: &RequestDecoder<'_>) -> Result<Self, FromHttpRequestError> {
        Ok(Self(PhantomData))
    }
}

/// The response that such an endpoint never sends.
pub struct Never<T>(PhantomData<T>);

impl<T: Table> OutgoingResponse for Never<T> {
    type Endpoint = Unrequested<T>;

    fn encode(&self, _: &mut ResponseEncoder<'_>) -> Result<(), IntoHttpError> {
        Ok(())
    }
}

type Paths = &'static [(&'static str, PathTemplate)];

macro_rules! templates {
    ($($path:expr),* $(,)?) => { &[$(("", path_template!($path))),*] };
}

const fn metadata(method: Method, paths: Paths) -> Metadata {
    Metadata::new("unrequested", method, PathHistory::versioned(paths, &[], None, None))
}

/// The GET endpoints of `matrix-client-account`, except those of cases.
pub enum AccountGet {}

impl Table for AccountGet {
    const METADATA: &'static Metadata = {
        static METADATA: Metadata = metadata(
            Method::GET,
            templates![
                "/.well-known/matrix/client",
                "/_matrix/client/versions",
                "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
                "/_matrix/client/v1/auth_metadata",
                "/_matrix/client/r0/capabilities",
                "/_matrix/client/v3/capabilities",
                "/_matrix/client/r0/register/available",
                "/_matrix/client/v3/register/available",
                "/_matrix/client/unstable/org.matrix.msc3231/register/org.matrix.msc3231.login.registration_token/validity",
                "/_matrix/client/v1/register/m.login.registration_token/validity",
                "/_matrix/client/r0/login",
                "/_matrix/client/v3/login",
                "/_matrix/client/r0/login/sso/redirect",
                "/_matrix/client/v3/login/sso/redirect",
                "/_matrix/client/unstable/org.matrix.msc2858/login/sso/redirect/{idpId}",
                "/_matrix/client/v3/login/sso/redirect/{idpId}",
                "/_matrix/client/r0/account/3pid",
                "/_matrix/client/v3/account/3pid",
            ],
        );
        &METADATA
    };
}

/// The POST endpoints of `matrix-client-account`, except those of cases.
pub enum AccountPost {}

impl Table for AccountPost {
    const METADATA: &'static Metadata = {
        static METADATA: Metadata = metadata(
            Method::POST,
            templates![
                "/_matrix/client/r0/register/email/requestToken",
                "/_matrix/client/v3/register/email/requestToken",
                "/_matrix/client/r0/register/msisdn/requestToken",
                "/_matrix/client/v3/register/msisdn/requestToken",
                "/_matrix/client/r0/login",
                "/_matrix/client/v3/login",
                "/_matrix/client/unstable/org.matrix.msc3882/login/get_token",
                "/_matrix/client/v1/login/get_token",
                "/_matrix/client/unstable/org.matrix.msc2918/refresh",
                "/_matrix/client/v3/refresh",
                "/_matrix/client/r0/tokenrefresh",
                "/_matrix/client/r0/logout",
                "/_matrix/client/v3/logout",
                "/_matrix/client/r0/logout/all",
                "/_matrix/client/v3/logout/all",
                "/_matrix/client/r0/account/password",
                "/_matrix/client/v3/account/password",
                "/_matrix/client/r0/account/password/email/requestToken",
                "/_matrix/client/v3/account/password/email/requestToken",
                "/_matrix/client/r0/account/password/msisdn/requestToken",
                "/_matrix/client/v3/account/password/msisdn/requestToken",
                "/_matrix/client/r0/account/3pid/email/requestToken",
                "/_matrix/client/v3/account/3pid/email/requestToken",
                "/_matrix/client/r0/account/3pid/msisdn/requestToken",
                "/_matrix/client/v3/account/3pid/msisdn/requestToken",
                "/_matrix/client/r0/account/3pid/add",
                "/_matrix/client/v3/account/3pid/add",
                "/_matrix/client/r0/account/3pid",
                "/_matrix/client/v3/account/3pid",
                "/_matrix/client/r0/account/3pid/bind",
                "/_matrix/client/v3/account/3pid/bind",
                "/_matrix/client/r0/account/3pid/unbind",
                "/_matrix/client/v3/account/3pid/unbind",
                "/_matrix/client/r0/account/3pid/delete",
                "/_matrix/client/v3/account/3pid/delete",
                "/_matrix/client/r0/user/{userId}/openid/request_token",
                "/_matrix/client/v3/user/{userId}/openid/request_token",
                "/_matrix/client/r0/account/deactivate",
                "/_matrix/client/v3/account/deactivate",
            ],
        );
        &METADATA
    };
}

/// `N` paths like those of the Client-Server API.
pub enum Generated<const N: usize> {}

impl<const N: usize> Table for Generated<N> {
    const METADATA: &'static Metadata = &const { metadata(Method::GET, GENERATED.split_at(N).0) };
}

macro_rules! generated {
    ($($action:literal)*) => { generated!(@kinds [$($action)*]) };
    (@kinds [$($action:literal)*]) => {
        generated!(@product [$(
            ("events", $action) ("state", $action) ("members", $action) ("receipts", $action)
            ("tags", $action) ("filters", $action) ("keys", $action) ("relations", $action)
            ("threads", $action) ("aliases", $action)
        )*])
    };
    (@product [$(($kind:literal, $action:literal))*]) => {
        templates![$(
            concat!("/_matrix/client/v3/rooms/{room_id}/", $kind, "/", $action),
            concat!("/_matrix/client/v3/profile/{user_id}/", $kind, "/", $action),
            concat!("/_matrix/client/v3/user/{user_id}/", $kind, "/", $action),
            concat!("/_matrix/client/v3/presence/{user_id}/", $kind, "/", $action),
            concat!("/_matrix/client/v3/directory/", $kind, "/", $action),
            concat!("/_matrix/client/v3/devices/{device_id}/", $kind, "/", $action),
            concat!("/_matrix/client/v3/account/", $kind, "/", $action),
            concat!("/_matrix/client/v3/pushrules/", $kind, "/", $action),
            concat!("/_matrix/client/v1/media/", $kind, "/", $action),
            concat!("/_matrix/client/v1/rooms/{room_id}/", $kind, "/", $action),
        )*]
    };
}

/// Ten actions for ten kinds of objects in ten places.
const GENERATED: Paths = generated! {
    "{item_id}" "{item_id}/content" "{item_id}/history" "create" "changes" "query" "claim" "upload"
    "backup" "{item_id}/report"
};
