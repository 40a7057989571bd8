//! A request and a response with raw bodies of 1 kB and of 1 MB, which must cost the same.

use bytes::Bytes;
use http::Method;
use matrix_api::{SupportedVersions, ruma_api};

use super::{measure_by_hand, measure_ours};
use crate::{Measure, fields::TOKEN};

ruma_api! {
    metadata {
        description: "Store content and return it.",
        method: POST,
        name: "upload",
        path: "/_matrix/media/v3/upload",
        rate_limited: true,
        requires_authentication: true,
    }

    request {
        #[ruma_api(raw_body)]
        pub file: Bytes,
    }

    response {
        #[ruma_api(raw_body)]
        pub file: Bytes,
    }
}

mod by_hand {
    use http::{HeaderValue, header::CONTENT_TYPE};

    use super::{super::ByHand, *};
    use crate::{by_hand::{self, Error, OCTETS}, fields::BASE_URL};

    pub(super) struct Message {
        pub(super) file: Bytes,
    }

    const PATH: &str = "/_matrix/media/v3/upload";

    pub(super) const ENDPOINT: ByHand<Message, Message, Error> =
        ByHand { encode_request, decode_request, encode_response, decode_response };

    fn encode_request(request: &Message) -> Result<http::Request<Bytes>, Error> {
        let url = by_hand::url(BASE_URL, PATH, 0);
        let mut http = by_hand::request(Method::POST, url, request.file.clone())?;
        http.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(OCTETS));
        by_hand::authorize(&mut http, TOKEN)?;
        Ok(http)
    }

    fn decode_request(http: &http::Request<Bytes>) -> Result<Message, Error> {
        if http.method() != Method::POST {
            return Err(Error::Method);
        }
        if http.uri().path() != PATH {
            return Err(Error::Path);
        }
        Ok(Message { file: http.body().clone() })
    }

    fn encode_response(response: &Message) -> Result<http::Response<Bytes>, Error> {
        Ok(by_hand::response(http::StatusCode::OK, OCTETS, response.file.clone()))
    }

    fn decode_response(http: &http::Response<Bytes>) -> Result<Message, Error> {
        if !http.status().is_success() {
            return Err(Error::Status);
        }
        Ok(Message { file: http.body().clone() })
    }
}

pub(super) fn measure(measure: &mut impl Measure) {
    measure_size(measure, "raw body, 1 kB", 1_000);
    measure_size(measure, "raw body, 1 MB", 1_000_000);
}

fn measure_size(measure: &mut impl Measure, case: &'static str, size: usize) {
    let file = Bytes::from(vec![0x5a; size]);
    let (request, response) = (Request::new(file.clone()), Response::new(file.clone()));
    let messages =
        measure_ours(measure, case, &request, &response, TOKEN, &SupportedVersions::unknown());
    let message = by_hand::Message { file };
    measure_by_hand(measure, case, &message, &message, &by_hand::ENDPOINT, &messages);
    #[cfg(feature = "peer")]
    peer(measure, case, size, &messages);
}

#[cfg(feature = "peer")]
fn peer(measure: &mut impl Measure, case: &'static str, size: usize, messages: &super::Messages) {
    use ruma_client_api::{authenticated_media::get_content, media::create_content};
    use ruma_common::{
        api::auth_scheme::SendAccessToken,
        http_headers::{ContentDisposition, ContentDispositionType},
    };

    use super::peer;

    let request = create_content::v3::Request::new(vec![0x5a; size]);
    peer::measure_requests(
        measure,
        case,
        &request,
        SendAccessToken::IfRequired(TOKEN),
        &messages.request,
        peer::no_arguments,
    );
    let mut response = get_content::v1::Response::new(
        vec![0x5a; size],
        "application/octet-stream".to_owned(),
        ContentDisposition::new(ContentDispositionType::Inline),
    );
    response.content_disposition = None;
    peer::measure_responses(measure, case, &response, &messages.response);
}
