//! A 401 response that requires user-interactive authentication.

use matrix_api::{EndpointError, http::StatusCode};
use matrix_client_account::uiaa::{AuthFlow, AuthStage, UiaaInfo, UiaaResponse};
use serde_json::{Map, Value, json};

use crate::{Direction, Measure, Name, Party};

const CASE: &str = "UIAA 401";
const SESSION: &str = "xxxxxxyzdkr9ZKL";

mod by_hand {
    use bytes::Bytes;
    use http::Response;
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::by_hand::{self, Error, JSON};

    #[derive(Deserialize, Serialize)]
    pub(super) struct Uiaa {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub(super) completed: Vec<AuthStage>,
        pub(super) flows: Vec<Flow>,
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        pub(super) params: Map<String, Value>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) session: Option<String>,
    }

    #[derive(Deserialize, Serialize)]
    pub(super) struct Flow {
        pub(super) stages: Vec<AuthStage>,
    }

    pub(super) fn encode(uiaa: &Uiaa) -> Result<Response<Bytes>, Error> {
        Ok(by_hand::response(StatusCode::UNAUTHORIZED, JSON, by_hand::json(uiaa, 512)?))
    }

    pub(super) fn decode(response: &Response<Bytes>) -> Result<Uiaa, Error> {
        if response.status() != StatusCode::UNAUTHORIZED {
            return Err(Error::Status);
        }
        Ok(serde_json::from_slice(response.body())?)
    }
}

fn flows() -> [Vec<AuthStage>; 2] {
    [vec![AuthStage::Recaptcha, AuthStage::Dummy], vec![AuthStage::Terms, AuthStage::EmailIdentity]]
}

fn params() -> Map<String, Value> {
    let params = json!({ "m.login.recaptcha": { "public_key": "6Le31_kEAAAAAK-7" } });
    match params {
        Value::Object(params) => params,
        _ => unreachable!(),
    }
}

pub(super) fn measure(measure: &mut impl Measure) {
    let mut info = UiaaInfo::new(flows().into_iter().map(AuthFlow::new).collect());
    info.session = Some(SESSION.to_owned());
    info.completed = vec![AuthStage::Recaptcha];
    info.params = params().into();
    let error = UiaaResponse::from(info);
    let name = |direction, party| Name { case: CASE, direction, party };
    let encode = |error: &UiaaResponse| error.try_into_http_response().expect("a response");
    measure.measure(name(Direction::ServerEncode, Party::Ours), || &error, encode);
    let response = encode(&error);
    let decode = UiaaResponse::from_http_response;
    assert_eq!(decode(&response), error);
    measure.measure(name(Direction::ClientDecode, Party::Ours), || &response, decode);

    let uiaa = by_hand::Uiaa {
        completed: vec![AuthStage::Recaptcha],
        flows: flows().map(|stages| by_hand::Flow { stages }).into(),
        params: params(),
        session: Some(SESSION.to_owned()),
    };
    let encode = |uiaa: &by_hand::Uiaa| by_hand::encode(uiaa).expect("a response");
    measure.measure(name(Direction::ServerEncode, Party::ByHand), || &uiaa, encode);
    measure.measure(
        name(Direction::ClientDecode, Party::ByHand),
        || &response,
        |response| by_hand::decode(response).expect("a response"),
    );
    #[cfg(feature = "peer")]
    peer(measure, &response);
}

#[cfg(feature = "peer")]
fn peer(measure: &mut impl Measure, response: &http::Response<bytes::Bytes>) {
    use ruma_client_api::uiaa::{AuthFlow, AuthType, UiaaInfo, UiaaResponse};
    use ruma_common::api::{EndpointError, OutgoingResponseExt};

    use super::peer::borrow_response;

    let name = |direction| Name { case: CASE, direction, party: Party::Peer };
    let mut info = UiaaInfo::new(vec![
        AuthFlow::new(vec![AuthType::ReCaptcha, AuthType::Dummy]),
        AuthFlow::new(vec![AuthType::Terms, AuthType::EmailIdentity]),
    ]);
    info.completed = vec![AuthType::ReCaptcha];
    info.session = Some(SESSION.to_owned());
    info.params = serde_json::value::to_raw_value(&params()).ok();
    let error = UiaaResponse::AuthResponse(info);
    let encode =
        |error: UiaaResponse| error.try_into_http_response::<Vec<u8>>().expect("a response");
    measure.measure(name(Direction::ServerEncode), || error.clone(), encode);
    measure.measure(
        name(Direction::ClientDecode),
        || borrow_response(response),
        |response| <UiaaResponse as EndpointError>::from_http_response(response),
    );
}
