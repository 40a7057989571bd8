//! `matrix_client_account::register`, whose `auth` is an enum of all stages of the specification. By
//! hand it is a serde enum of two stages.

use matrix_api::{
    MatrixVersion, SupportedVersions,
    identifiers::{DeviceId, ServerName, UserId},
};
use matrix_client_account::{
    register::{RegistrationKind, Request, Response},
    uiaa::{AuthData, Dummy},
};
use serde::{Deserialize, Serialize};

use super::{
    measure_by_hand, measure_ours,
    register::{
        self, DEVICE_ID, DEVICE_NAME, PASSWORD, SERVER_NAME, SESSION, USER_ID, USERNAME,
        request_by_hand, response_by_hand,
    },
};
use crate::{Measure, fields::TOKEN};

const CASE: &str = "register, typed auth";

/// `auth` by hand.
#[derive(Deserialize, Serialize)]
#[serde(tag = "type")]
enum Auth {
    #[serde(rename = "m.login.dummy")]
    Dummy {
        #[serde(skip_serializing_if = "Option::is_none")]
        session: Option<String>,
    },
    #[serde(rename = "m.login.password")]
    Password {
        user: String,
        password: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        session: Option<String>,
    },
}

pub(super) fn measure(measure: &mut impl Measure) {
    let device_id = DeviceId::try_from(DEVICE_ID).expect("a device ID");
    let request = Request::new()
        .password(PASSWORD.to_owned())
        .username(USERNAME.to_owned())
        .device_id(device_id.clone())
        .initial_device_display_name(DEVICE_NAME.to_owned())
        .auth(AuthData::from(Dummy::new()).with_session(SESSION))
        .kind(RegistrationKind::Guest);
    let response = Response::new(UserId::try_from(USER_ID).expect("a user ID"))
        .access_token(TOKEN.to_owned())
        .home_server(ServerName::try_from(SERVER_NAME).expect("a server name"))
        .device_id(device_id);
    let versions = SupportedVersions::from([MatrixVersion::V1_0]);
    let messages = measure_ours(measure, CASE, &request, &response, None, &versions);
    let request = request_by_hand(Auth::Dummy { session: Some(SESSION.to_owned()) });
    let (response, endpoint) = (response_by_hand(), register::by_hand::endpoint());
    measure_by_hand(measure, CASE, &request, &response, &endpoint, &messages);
    #[cfg(feature = "peer")]
    register::peer(measure, CASE, &messages);
}
