//! A request with two path arguments that need percent-encoding. The response is empty.

use http::Method;
use matrix_api::{
    SupportedVersions,
    identifiers::{RoomId, UserId},
    ruma_api,
};

use super::{measure_by_hand, measure_ours};
use crate::{Measure, fields::TOKEN};

const CASE: &str = "two path arguments";

ruma_api! {
    metadata {
        description: "List the tags of a room.",
        method: GET,
        name: "get_tags",
        path: "/_matrix/client/v3/user/{user_id}/rooms/{room_id}/tags",
        rate_limited: false,
        requires_authentication: true,
    }

    request {
        #[ruma_api(path)]
        pub user_id: UserId,
        #[ruma_api(path)]
        pub room_id: RoomId,
    }

    response {}
}

mod by_hand {
    use bytes::Bytes;

    use super::{super::ByHand, *};
    use crate::{
        by_hand::{self, Error, JSON},
        fields::BASE_URL,
    };

    pub(super) struct Request {
        pub(super) user_id: UserId,
        pub(super) room_id: RoomId,
    }

    pub(super) struct Response;

    pub(super) const ENDPOINT: ByHand<Request, Response, Error> =
        ByHand { encode_request, decode_request, encode_response, decode_response };

    fn encode_request(request: &Request) -> Result<http::Request<Bytes>, Error> {
        let (user_id, room_id) = (request.user_id.as_str(), request.room_id.as_str());
        let mut url = by_hand::url(BASE_URL, "/_matrix/client/v3/user/", 96);
        by_hand::push_segment(&mut url, user_id)?;
        url.push_str("/rooms/");
        by_hand::push_segment(&mut url, room_id)?;
        url.push_str("/tags");
        let mut http = by_hand::request(Method::GET, url, Bytes::new())?;
        by_hand::authorize(&mut http, TOKEN)?;
        Ok(http)
    }

    fn decode_request(http: &http::Request<Bytes>) -> Result<Request, Error> {
        if !matches!(*http.method(), Method::GET | Method::HEAD) {
            return Err(Error::Method);
        }
        let (user_id, room_id) = arguments(http.uri().path()).ok_or(Error::Path)?;
        let user_id = by_hand::decode_segment(user_id)?;
        let room_id = by_hand::decode_segment(room_id)?;
        Ok(Request {
            user_id: UserId::try_from(user_id.as_ref()).map_err(|_| Error::Path)?,
            room_id: RoomId::try_from(room_id.as_ref()).map_err(|_| Error::Path)?,
        })
    }

    pub(super) fn arguments(path: &str) -> Option<(&str, &str)> {
        let path = path.strip_prefix("/_matrix/client/v3/user/")?.strip_suffix("/tags")?;
        let (user_id, path) = path.split_once('/')?;
        let room_id = path.strip_prefix("rooms/")?;
        (!room_id.contains('/')).then_some((user_id, room_id))
    }

    fn encode_response(_: &Response) -> Result<http::Response<Bytes>, Error> {
        Ok(by_hand::response(http::StatusCode::OK, JSON, Bytes::from_static(b"{}")))
    }

    fn decode_response(http: &http::Response<Bytes>) -> Result<Response, Error> {
        if http.status().is_success() { Ok(Response) } else { Err(Error::Status) }
    }
}

const USER_ID: &str = "@alice/phone:matrix.example.org";
const ROOM_ID: &str = "!726s6s6q:matrix.example.org";

pub(super) fn measure(measure: &mut impl Measure) {
    let user_id = UserId::try_from(USER_ID).expect("a user ID");
    let room_id = RoomId::try_from(ROOM_ID).expect("a room ID");
    let request = Request::new(user_id.clone(), room_id.clone());
    let supported = SupportedVersions::unknown();
    let messages = measure_ours(measure, CASE, &request, &Response::new(), TOKEN, &supported);
    let request = by_hand::Request { user_id, room_id };
    measure_by_hand(measure, CASE, &request, &by_hand::Response, &by_hand::ENDPOINT, &messages);
    #[cfg(feature = "peer")]
    peer(measure, &messages);
}

/// Finds the path arguments for the peer, which leaves that to a router.
#[cfg(feature = "peer")]
fn route(path: &str) -> [std::borrow::Cow<'_, str>; 2] {
    use crate::by_hand::decode_segment;

    let (user_id, room_id) = by_hand::arguments(path).expect("a path of the endpoint");
    [user_id, room_id].map(|segment| decode_segment(segment).expect("an argument"))
}

/// The peer's response has the tags of the room, an empty map.
#[cfg(feature = "peer")]
fn peer(measure: &mut impl Measure, messages: &super::Messages) {
    use ruma_client_api::tag::get_tags::v3::{Request, Response};
    use ruma_common::{OwnedRoomId, OwnedUserId, api::auth_scheme::SendAccessToken};

    use super::peer;

    let user_id: OwnedUserId = USER_ID.try_into().expect("a user ID");
    let room_id: OwnedRoomId = ROOM_ID.try_into().expect("a room ID");
    let request = Request::new(user_id, room_id);
    let authentication = SendAccessToken::IfRequired(TOKEN);
    peer::measure_requests(measure, CASE, &request, authentication, &messages.request, route);
    let response = Response::new(Default::default());
    let message = http::Response::new(bytes::Bytes::from_static(br#"{"tags":{}}"#));
    peer::measure_responses(measure, CASE, &response, &message);
}
