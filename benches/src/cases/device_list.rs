//! A request with an access token and several paths. The response is a list of 100 entries.

use http::Method;
use matrix_api::{MatrixVersion, SupportedVersions, identifiers::DeviceId, ruma_api};
use serde::{Deserialize, Serialize};

use super::{measure_by_hand, measure_ours};
use crate::{
    Measure,
    fields::{Device, TOKEN},
};

const CASE: &str = "100-entry list";

ruma_api! {
    metadata {
        description: "List the devices of a user.",
        method: GET,
        name: "get_devices",
        history: {
            1.0 => "/_matrix/client/r0/devices",
            1.1 => "/_matrix/client/v3/devices",
        },
        rate_limited: false,
        requires_authentication: true,
    }

    request {}

    response {
        pub devices: Vec<Device>,
    }
}

mod by_hand {
    use bytes::Bytes;

    use super::{super::ByHand, *};
    use crate::{
        by_hand::{self, Error, JSON},
        fields::BASE_URL,
    };

    pub(super) struct Request {
        pub(super) has_v3: bool,
    }

    #[derive(Deserialize, Serialize)]
    pub(super) struct Response {
        pub(super) devices: Vec<Device>,
    }

    const R0: &str = "/_matrix/client/r0/devices";
    const V3: &str = "/_matrix/client/v3/devices";

    pub(super) const ENDPOINT: ByHand<Request, Response, Error> =
        ByHand { encode_request, decode_request, encode_response, decode_response };

    fn encode_request(request: &Request) -> Result<http::Request<Bytes>, Error> {
        let url = by_hand::url(BASE_URL, if request.has_v3 { V3 } else { R0 }, 0);
        let mut http = by_hand::request(Method::GET, url, Bytes::new())?;
        by_hand::authorize(&mut http, TOKEN)?;
        Ok(http)
    }

    fn decode_request(http: &http::Request<Bytes>) -> Result<Request, Error> {
        if !matches!(*http.method(), Method::GET | Method::HEAD) {
            return Err(Error::Method);
        }
        let path = http.uri().path();
        let has_v3 = path == V3;
        if has_v3 || path == R0 { Ok(Request { has_v3 }) } else { Err(Error::Path) }
    }

    fn encode_response(response: &Response) -> Result<http::Response<Bytes>, Error> {
        let size = 128 * response.devices.len() + 16;
        Ok(by_hand::response(http::StatusCode::OK, JSON, by_hand::json(response, size)?))
    }

    fn decode_response(http: &http::Response<Bytes>) -> Result<Response, Error> {
        by_hand::read_success(http)
    }
}

fn device_id(number: u64) -> String {
    format!("DEVICE{number:04}")
}

fn name(number: u64) -> String {
    format!("Phone {number}")
}

const ADDRESS: &str = "203.0.113.24";
const TIME: u64 = 1_474_491_775_024;

fn devices() -> Vec<Device> {
    let device = |number| Device {
        device_id: DeviceId::try_from(device_id(number)).expect("a device ID"),
        display_name: Some(name(number)),
        last_seen_ip: Some(ADDRESS.to_owned()),
        last_seen_ts: Some(TIME + number),
    };
    (0..100).map(device).collect()
}

pub(super) fn measure(measure: &mut impl Measure) {
    let supported =
        SupportedVersions::from([MatrixVersion::V1_0, MatrixVersion::V1_1, MatrixVersion::V1_11]);
    let response = Response::new(devices());
    let messages = measure_ours(measure, CASE, &Request::new(), &response, TOKEN, &supported);
    let response = by_hand::Response { devices: devices() };
    let request = by_hand::Request { has_v3: true };
    measure_by_hand(measure, CASE, &request, &response, &by_hand::ENDPOINT, &messages);
    #[cfg(feature = "peer")]
    peer(measure, &messages);
}

#[cfg(feature = "peer")]
fn peer(measure: &mut impl Measure, messages: &super::Messages) {
    use ruma_client_api::device::{
        Device,
        get_devices::v3::{Request, Response},
    };
    use ruma_common::{MilliSecondsSinceUnixEpoch, api::auth_scheme::SendAccessToken};

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
    let device = |number| {
        let mut device = Device::new(device_id(number).into());
        device.display_name = Some(name(number));
        device.last_seen_ip = Some(ADDRESS.to_owned());
        let time = js_int::UInt::new_saturating(TIME + number);
        device.last_seen_ts = Some(MilliSecondsSinceUnixEpoch(time));
        device
    };
    let response = Response::new((0..100).map(device).collect());
    peer::measure_responses(measure, CASE, &response, &messages.response);
}
