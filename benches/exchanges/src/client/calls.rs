//! The calls that are measured, and the responses of the server.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use matrix_api::{
    ErrorCode, MatrixError, SupportedVersions,
    client::{Client, ClientBuilder, Error, Session, Transport},
    identifiers::{DeviceId, UserId},
};
use matrix_client_account::{
    register,
    uiaa::{AuthData, Dummy},
    whoami,
};

use super::set_display_name;

pub const TOKEN: &str = "syt_YWxpY2U_VEdTLzGBBfOWnzCVQwpu_1Oz3iN";
pub const USER_ID: &str = "@alice:example.org";
pub const DEVICE_ID: &str = "GHTYAJCE";
pub const DISPLAY_NAME: &str = "Alice Margatroid";
pub const USERNAME: &str = "alice";
pub const PASSWORD: &str = "correct horse battery staple";
pub const DEVICE_NAME: &str = "Jungle Phone";

pub const WHOAMI: &str =
    r#"{"user_id":"@alice:example.org","device_id":"GHTYAJCE","is_guest":false}"#;
pub const SET_DISPLAY_NAME: &str = "{}";
pub const REGISTER: &str = r#"{"user_id":"@alice:example.org","access_token":"syt_YWxpY2U_VEdTLzGBBfOWnzCVQwpu_1Oz3iN","home_server":"example.org","device_id":"GHTYAJCE"}"#;
pub const UNKNOWN_TOKEN: &str = r#"{"errcode":"M_UNKNOWN_TOKEN","error":"Unknown access token."}"#;

/// The token that the server refuses.
pub const REFUSED_TOKEN: &str = "syt_YWxpY2U_RefusedRefusedRefuse_1Oz3iN";

/// A call. [`Refused`](Self::Refused) is a call of whoami whose token the server refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Whoami,
    SetDisplayName,
    Register,
    Refused,
}

impl Call {
    pub const ALL: [Self; 4] = [Self::Whoami, Self::SetDisplayName, Self::Register, Self::Refused];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whoami => "whoami",
            Self::SetDisplayName => "set display name",
            Self::Register => "register",
            Self::Refused => "401",
        }
    }

    /// The response of the server.
    #[must_use]
    pub fn response(self) -> Response<Bytes> {
        let (status, body) = match self {
            Self::Whoami => (StatusCode::OK, WHOAMI),
            Self::SetDisplayName => (StatusCode::OK, SET_DISPLAY_NAME),
            Self::Register => (StatusCode::OK, REGISTER),
            Self::Refused => (StatusCode::UNAUTHORIZED, UNKNOWN_TOKEN),
        };
        let mut response = Response::new(Bytes::from_static(body.as_bytes()));
        *response.status_mut() = status;
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        response
    }
}

/// The requests of the calls.
pub struct Requests {
    pub whoami: whoami::Request,
    pub set_display_name: set_display_name::Request,
    pub register: register::Request,
    pub device_id: DeviceId,
}

impl Default for Requests {
    fn default() -> Self {
        let device_id = DeviceId::try_from(DEVICE_ID).expect("a device ID");
        Self {
            whoami: whoami::Request::new(),
            set_display_name: set_display_name::Request::new(user_id(), DISPLAY_NAME.to_owned()),
            register: register::Request::new()
                .auth(AuthData::from(Dummy::new()))
                .username(USERNAME.to_owned())
                .password(PASSWORD.to_owned())
                .device_id(device_id.clone())
                .initial_device_display_name(DEVICE_NAME.to_owned()),
            device_id,
        }
    }
}

pub fn user_id() -> UserId {
    USER_ID.try_into().expect("a user ID")
}

/// The versions of the server, which are known from the start.
pub fn supported() -> SupportedVersions {
    SupportedVersions::from_parts(&["v1.1".to_owned(), "v1.11".to_owned()], &Default::default())
}

/// A client with the settings that are the default.
pub fn builder<T: Transport>(transport: T, token: &str) -> ClientBuilder<T> {
    let device_id = DeviceId::try_from(DEVICE_ID).expect("a device ID");
    ClientBuilder::new(transport)
        .session(Session::new(user_id(), device_id, token))
        .supported_versions(supported())
        .allow_plain_http(true)
}

/// Makes a call. Returns whether it ended as expected.
pub async fn send<T: Transport>(client: &Client<T>, call: Call, requests: &Requests) -> bool {
    match call {
        Call::Whoami => is_alice(&client.send(&requests.whoami).await),
        Call::SetDisplayName => client.send(&requests.set_display_name).await.is_ok(),
        Call::Register => is_registered(&client.send(&requests.register).await),
        Call::Refused => {
            let outcome = client.send(&requests.whoami).await;
            matches!(&outcome, Err(Error::Endpoint { error, .. }) if is_unknown_token(error))
        }
    }
}

pub fn is_alice<E>(response: &Result<whoami::Response, E>) -> bool {
    response.as_ref().is_ok_and(|response| response.user_id.as_str() == USER_ID)
}

pub fn is_registered<E>(response: &Result<register::Response, E>) -> bool {
    response.as_ref().is_ok_and(|response| response.user_id.as_str() == USER_ID)
}

pub fn is_unknown_token(error: &MatrixError) -> bool {
    error.is(&ErrorCode::UnknownToken)
}
