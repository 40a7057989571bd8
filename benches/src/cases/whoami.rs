//! A request with nothing but an access token. The response has two strings.

use http::Method;
use matrix_api::{
    SupportedVersions,
    identifiers::{DeviceId, UserId},
    ruma_api,
};

use super::{measure_by_hand, measure_ours};
use crate::{Measure, fields::TOKEN};

const CASE: &str = "whoami";

ruma_api! {
    metadata {
        description: "Get the user that an access token belongs to.",
        method: GET,
        name: "whoami",
        path: "/_matrix/client/v3/account/whoami",
        rate_limited: true,
        requires_authentication: true,
    }

    request {}

    response {
        pub user_id: UserId,
        pub device_id: Option<DeviceId>,
    }
}

mod by_hand {
    use bytes::Bytes;
    use serde::{Deserialize, Serialize};

    use super::{super::ByHand, *};
    use crate::{
        by_hand::{self, Error, JSON},
        fields::BASE_URL,
    };

    pub(super) struct Request;

    #[derive(Deserialize, Serialize)]
    pub(super) struct Response {
        pub(super) user_id: UserId,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) device_id: Option<DeviceId>,
    }

    const PATH: &str = "/_matrix/client/v3/account/whoami";

    pub(super) const ENDPOINT: ByHand<Request, Response, Error> =
        ByHand { encode_request, decode_request, encode_response, decode_response };

    fn encode_request(_: &Request) -> Result<http::Request<Bytes>, Error> {
        let url = by_hand::url(BASE_URL, PATH, 0);
        let mut http = by_hand::request(Method::GET, url, Bytes::new())?;
        by_hand::authorize(&mut http, TOKEN)?;
        Ok(http)
    }

    fn decode_request(http: &http::Request<Bytes>) -> Result<Request, Error> {
        if !matches!(*http.method(), Method::GET | Method::HEAD) {
            return Err(Error::Method);
        }
        if http.uri().path() != PATH {
            return Err(Error::Path);
        }
        Ok(Request)
    }

    fn encode_response(response: &Response) -> Result<http::Response<Bytes>, Error> {
        Ok(by_hand::response(http::StatusCode::OK, JSON, by_hand::json(response, 128)?))
    }

    fn decode_response(http: &http::Response<Bytes>) -> Result<Response, Error> {
        by_hand::read_success(http)
    }
}

const USER_ID: &str = "@alice:example.org";
const DEVICE_ID: &str = "GHTYAJCE";

pub(super) fn measure(measure: &mut impl Measure) {
    let user_id = UserId::try_from(USER_ID).expect("a user ID");
    let device_id = DeviceId::try_from(DEVICE_ID).expect("a device ID");
    let response = Response::new(user_id.clone()).device_id(device_id.clone());
    let supported = SupportedVersions::unknown();
    let messages = measure_ours(measure, CASE, &Request::new(), &response, TOKEN, &supported);
    let response = by_hand::Response { user_id, device_id: Some(device_id) };
    measure_by_hand(measure, CASE, &by_hand::Request, &response, &by_hand::ENDPOINT, &messages);
    #[cfg(feature = "peer")]
    peer(measure, &messages);
}

#[cfg(feature = "peer")]
fn peer(measure: &mut impl Measure, messages: &super::Messages) {
    use ruma_client_api::account::whoami::v3::{Request, Response};
    use ruma_common::api::auth_scheme::SendAccessToken;

    use super::peer;

    let authentication = SendAccessToken::IfRequired(TOKEN);
    peer::measure_requests(
        measure,
        CASE,
        &Request::new(),
        authentication,
        &messages.request,
        peer::no_arguments,
    );
    let mut response = Response::new(USER_ID.try_into().expect("a user ID"), false);
    response.device_id = Some(DEVICE_ID.into());
    peer::measure_responses(measure, CASE, &response, &messages.response);
}
