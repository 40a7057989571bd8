//! A request with four strings, an object and a query. The response has four strings.

use http::Method;
use matrix_api::{
    SupportedVersions,
    identifiers::{DeviceId, ServerName, UserId},
    ruma_api,
};
use serde::{Deserialize, Serialize};

use super::{measure_by_hand, measure_ours};
use crate::{
    Measure,
    fields::{AuthenticationData, RegistrationKind},
};

const CASE: &str = "register";

ruma_api! {
    metadata {
        description: "Register an account on this homeserver.",
        method: POST,
        name: "register",
        path: "/_matrix/client/r0/register",
        rate_limited: true,
        requires_authentication: false,
    }

    request {
        pub password: Option<String>,
        pub username: Option<String>,
        pub device_id: Option<DeviceId>,
        pub initial_device_display_name: Option<String>,
        pub auth: Option<AuthenticationData>,
        #[ruma_api(query)]
        pub kind: Option<RegistrationKind>,
    }

    response {
        pub access_token: String,
        pub home_server: ServerName,
        pub user_id: UserId,
        pub device_id: DeviceId,
    }
}

/// The endpoint by hand. `Auth` is the data for user-interactive authentication.
pub(super) mod by_hand {
    use bytes::Bytes;
    use percent_encoding::utf8_percent_encode;
    use serde::de::DeserializeOwned;

    use super::{super::ByHand, *};
    use crate::{
        by_hand::{self, ENCODED, Error, JSON},
        fields::BASE_URL,
    };

    #[derive(Deserialize, Serialize)]
    pub struct Request<Auth> {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub password: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub username: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device_id: Option<DeviceId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub initial_device_display_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub auth: Option<Auth>,
        #[serde(skip)]
        pub kind: Option<RegistrationKind>,
    }

    #[derive(Deserialize, Serialize)]
    pub struct Response {
        pub access_token: String,
        pub home_server: ServerName,
        pub user_id: UserId,
        pub device_id: DeviceId,
    }

    const PATH: &str = "/_matrix/client/r0/register";

    pub fn endpoint<Auth: Serialize + DeserializeOwned>() -> ByHand<Request<Auth>, Response, Error>
    {
        ByHand { encode_request, decode_request, encode_response, decode_response }
    }

    fn encode_request<Auth: Serialize>(
        request: &Request<Auth>,
    ) -> Result<http::Request<Bytes>, Error> {
        let mut url = by_hand::url(BASE_URL, PATH, 16);
        if let Some(kind) = &request.kind {
            url.push_str("?kind=");
            url.extend(utf8_percent_encode(kind.as_str(), ENCODED));
        }
        let mut http = by_hand::request(Method::POST, url, by_hand::json(request, 256)?)?;
        let content_type = http::HeaderValue::from_static(JSON);
        http.headers_mut().insert(http::header::CONTENT_TYPE, content_type);
        Ok(http)
    }

    fn decode_request<Auth: DeserializeOwned>(
        http: &http::Request<Bytes>,
    ) -> Result<Request<Auth>, Error> {
        if http.method() != Method::POST {
            return Err(Error::Method);
        }
        if http.uri().path() != PATH {
            return Err(Error::Path);
        }
        let mut request: Request<Auth> = serde_json::from_slice(http.body())?;
        request.kind = match http.uri().query() {
            Some(query) => read_kind(query)?,
            None => None,
        };
        Ok(request)
    }

    fn read_kind(query: &str) -> Result<Option<RegistrationKind>, Error> {
        let Some(kind) = query.split('&').find_map(|pair| pair.strip_prefix("kind=")) else {
            return Ok(None);
        };
        if !kind.contains(['%', '+']) {
            return Ok(Some(kind.into()));
        }
        let kind = kind.replace('+', " ");
        let kind = percent_encoding::percent_decode_str(&kind);
        Ok(Some(kind.decode_utf8().map_err(|_| Error::Query)?.as_ref().into()))
    }

    fn encode_response(response: &Response) -> Result<http::Response<Bytes>, Error> {
        Ok(by_hand::response(http::StatusCode::OK, JSON, by_hand::json(response, 256)?))
    }

    fn decode_response(http: &http::Response<Bytes>) -> Result<Response, Error> {
        by_hand::read_success(http)
    }
}

pub(super) const PASSWORD: &str = "correct horse battery staple";
pub(super) const USERNAME: &str = "alice";
pub(super) const DEVICE_ID: &str = "GHTYAJCE";
pub(super) const DEVICE_NAME: &str = "Jungle Phone";
pub(super) const SESSION: &str = "xxxxxxyzdkr9ZKL";
pub(super) const USER_ID: &str = "@alice:example.org";
pub(super) const SERVER_NAME: &str = "example.org";

pub(super) fn measure(measure: &mut impl Measure) {
    let auth = || AuthenticationData {
        kind: "m.login.dummy".to_owned(),
        session: Some(SESSION.to_owned()),
    };
    let request = Request::new()
        .password(PASSWORD.to_owned())
        .username(USERNAME.to_owned())
        .device_id(device_id())
        .initial_device_display_name(DEVICE_NAME.to_owned())
        .auth(auth())
        .kind(RegistrationKind::Guest);
    let response = Response::new(
        crate::fields::TOKEN.to_owned(),
        ServerName::try_from(SERVER_NAME).expect("a server name"),
        UserId::try_from(USER_ID).expect("a user ID"),
        device_id(),
    );
    let messages =
        measure_ours(measure, CASE, &request, &response, (), &SupportedVersions::unknown());
    let (request, response) = (request_by_hand(auth()), response_by_hand());
    measure_by_hand(measure, CASE, &request, &response, &by_hand::endpoint(), &messages);
    #[cfg(feature = "peer")]
    peer(measure, CASE, &messages);
}

fn device_id() -> DeviceId {
    DeviceId::try_from(DEVICE_ID).expect("a device ID")
}

pub(super) fn request_by_hand<Auth>(auth: Auth) -> by_hand::Request<Auth> {
    by_hand::Request {
        password: Some(PASSWORD.to_owned()),
        username: Some(USERNAME.to_owned()),
        device_id: Some(device_id()),
        initial_device_display_name: Some(DEVICE_NAME.to_owned()),
        auth: Some(auth),
        kind: Some(RegistrationKind::Guest),
    }
}

pub(super) fn response_by_hand() -> by_hand::Response {
    by_hand::Response {
        access_token: crate::fields::TOKEN.to_owned(),
        home_server: ServerName::try_from(SERVER_NAME).expect("a server name"),
        user_id: UserId::try_from(USER_ID).expect("a user ID"),
        device_id: device_id(),
    }
}

#[cfg(feature = "peer")]
pub(super) fn peer(measure: &mut impl Measure, case: &'static str, messages: &super::Messages) {
    use ruma_client_api::{
        account::register::{RegistrationKind, v3},
        uiaa::{AuthData, Dummy},
    };
    use ruma_common::api::auth_scheme::SendAccessToken;

    use super::peer;

    let mut auth = Dummy::new();
    auth.session = Some(SESSION.to_owned());
    let mut request = v3::Request::new();
    request.password = Some(PASSWORD.to_owned());
    request.username = Some(USERNAME.to_owned());
    request.device_id = Some(DEVICE_ID.into());
    request.initial_device_display_name = Some(DEVICE_NAME.to_owned());
    request.auth = Some(AuthData::Dummy(auth));
    request.kind = RegistrationKind::Guest;
    peer::measure_requests(
        measure,
        case,
        &request,
        SendAccessToken::None,
        &messages.request,
        peer::no_arguments,
    );
    let mut response = v3::Response::new(USER_ID.try_into().expect("a user ID"));
    response.access_token = Some(crate::fields::TOKEN.to_owned());
    response.device_id = Some(DEVICE_ID.into());
    peer::measure_responses(measure, case, &response, &messages.response);
}
