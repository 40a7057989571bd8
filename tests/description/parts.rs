//! What else an endpoint consists of: raw bodies, errors, credentials.

use matrix_api::{
    Body, DecodeError, EventStream, IntoHttpError, JsonLines, Problem,
    authentication::{
        AccessToken, AccessTokenOptional, AppserviceToken, AppserviceTokenOptional,
        AuthenticationError, AuthenticationScheme, Credential, NoAuthentication, Security,
    },
    bytes::Bytes,
    description::{BodyDescription, Member, Shape, Shapes},
    endpoints::{EndpointEntry, FieldDescription},
    http::Request,
    wire::{
        Form, RawBody, RawBodyDecoder, RawBodyEncoder, Text,
        multipart::{FormData, Multipart},
    },
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Order {
    pub item: String,
    #[serde(default)]
    pub count: u8,
}

macro_rules! bodies {
    ($($module:ident: $type:ty,)+) => {$(
        pub mod $module {
            use super::*;

            matrix_api::ruma_api! {
                metadata {
                    description: "A body.",
                    method: POST,
                    name: "body",
                    path: "/body",
                    rate_limited: false,
                    requires_authentication: false,
                }
                request {
                    #[ruma_api(raw_body)]
                    pub body: $type,
                }
                response {}
                error: Problem
            }
        }
    )+};
}

bodies! {
    bytes: Vec<u8>,
    text: Text,
    form: Form<Order>,
    optional: Option<Form<Order>>,
    multipart: Multipart<FormData>,
    stream: Body,
    lines: JsonLines<Order>,
    events: EventStream<Order>,
}

#[test]
fn raw_bodies_have_a_media_type_and_the_shape_of_their_value() {
    let order = || Shape::Named("Order".to_owned());
    for (endpoint, media_type, shape) in [
        (EndpointEntry::of::<bytes::Request>(), "application/octet-stream", Shape::Any),
        (EndpointEntry::of::<text::Request>(), "text/plain", Shape::TEXT),
        (EndpointEntry::of::<form::Request>(), "application/x-www-form-urlencoded", order()),
        (EndpointEntry::of::<optional::Request>(), "application/x-www-form-urlencoded", order()),
        (EndpointEntry::of::<multipart::Request>(), "multipart/form-data", Shape::Any),
        (EndpointEntry::of::<stream::Request>(), "application/octet-stream", Shape::Any),
        (EndpointEntry::of::<lines::Request>(), "application/x-ndjson", order().list()),
        (EndpointEntry::of::<events::Request>(), "text/event-stream", order().list()),
    ] {
        let mut shapes = Shapes::new();
        let described = endpoint.describe(&mut shapes);
        let [FieldDescription { media_type: found, shape: found_shape, .. }] = &*described.request
        else {
            panic!("one field")
        };
        assert_eq!((*found, found_shape), (Some(media_type), &shape), "{endpoint:?}");
        let members = Shape::object([
            Member::required("item", Shape::TEXT),
            Member::optional("count", Shape::integer(0, 255)),
        ]);
        assert!(shapes.get("Order").is_none_or(|found| *found == members));
    }
}

/// RFC 9457, section 3.1: all members are optional, and others are extensions.
#[test]
fn a_problem_has_the_members_of_its_rfc() {
    let mut shapes = Shapes::new();
    let error = EndpointEntry::of::<text::Request>().describe(&mut shapes).error;
    let expected =
        BodyDescription::new("application/problem+json", Shape::Named("Problem".to_owned()));
    assert_eq!(error.body, expected);
    let Some(Shape::Object(problem)) = shapes.get("Problem") else { panic!("an object") };
    let names: Vec<_> = problem.members.iter().map(|member| &*member.name).collect();
    assert_eq!(names, ["type", "title", "status", "detail", "instance"]);
    assert!(problem.members.iter().all(|member| !member.required));
    // Section 3.1.1.
    assert_eq!(problem.members[0].default, Some("about:blank".into()));
}

#[test]
fn schemes_say_where_the_credentials_are() {
    let token = [Credential::Authorization("Bearer"), Credential::Query("access_token")];
    for (security, credentials, is_required, parameters) in [
        (NoAuthentication::SECURITY, &[][..], false, &[][..]),
        (AccessToken::SECURITY, &token, true, &[]),
        (AccessTokenOptional::SECURITY, &token, false, &[]),
        (AppserviceToken::SECURITY, &token, true, &["user_id", "device_id"]),
        (AppserviceTokenOptional::SECURITY, &token, false, &["user_id", "device_id"]),
    ] {
        assert_eq!(security.credentials(), credentials);
        assert_eq!(security.is_required(), is_required);
        assert_eq!(security.parameters(), parameters);
    }
}

/// A scheme of another crate.
macro_rules! scheme {
    ($name:ident: $($constant:tt)*) => {
        #[derive(Debug)]
        enum $name {}

        impl AuthenticationScheme for $name {
            const NAME: &'static str = stringify!($name);
            $($constant)*
            type Input<'a> = ();
            type Output = ();

            fn add_to_request(_: &mut Request<Bytes>, (): ()) -> Result<(), AuthenticationError> {
                Ok(())
            }

            fn extract(_: &Request<Bytes>) -> Result<(), AuthenticationError> {
                Ok(())
            }
        }
    };
}

scheme! { Key: const HEADERS: &'static [&'static str] = &["x-api-key"]; }
scheme! { Two: const HEADERS: &'static [&'static str] = &["x-key", "x-signature"]; }
scheme! {
    Signed: const SECURITY: Security =
        Security::required(&[Credential::Authorization("X-Matrix")]);
}

#[test]
fn a_scheme_of_another_crate_is_known_by_its_header() {
    assert_eq!(Key::SECURITY, Security::required(&[Credential::Header("x-api-key")]));
    assert_eq!(Two::SECURITY, Security::UNKNOWN);
    assert!(Two::SECURITY.is_required());
    assert_eq!(Signed::SECURITY.credentials(), [Credential::Authorization("X-Matrix")]);
}

/// Numbers, one a line.
#[derive(Clone, Debug)]
pub struct Samples;

impl RawBody for Samples {
    fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
        encoder.write("text/csv", "")
    }

    fn decode(_: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self)
    }

    fn describe(_: &mut Shapes) -> BodyDescription {
        BodyDescription::new("text/csv", Shape::TEXT)
    }
}

bodies! { samples: Samples, }

#[test]
fn a_format_of_ones_own_describes_itself() {
    let described = EndpointEntry::of::<samples::Request>().describe(&mut Shapes::new());
    let [body] = &*described.request else { panic!("one field") };
    assert_eq!((body.media_type, &body.shape), (Some("text/csv"), &Shape::TEXT));
}
