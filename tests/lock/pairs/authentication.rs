//! Authentication schemes.

use matrix_api::{
    authentication::{AuthenticationError, AuthenticationScheme},
    bytes::Bytes,
    http::{HeaderValue, Request},
};

use crate::execution::{Credentials, Identity};

/// A key in a header.
#[derive(Debug)]
pub enum ApiKey {}

impl AuthenticationScheme for ApiKey {
    const NAME: &'static str = "ApiKey";
    const HEADERS: &'static [&'static str] = &["x-api-key"];
    type Input<'a> = &'a str;
    type Output = String;

    fn add_to_request(request: &mut Request<Bytes>, key: &str) -> Result<(), AuthenticationError> {
        let value = HeaderValue::from_str(key).map_err(AuthenticationError::other)?;
        request.headers_mut().insert("x-api-key", value);
        Ok(())
    }

    fn extract(request: &Request<Bytes>) -> Result<String, AuthenticationError> {
        let missing = AuthenticationError::Missing("the header `X-Api-Key`");
        let value = request.headers().get("x-api-key").ok_or(missing)?;
        Ok(value.to_str().map_err(AuthenticationError::other)?.to_owned())
    }
}

impl Credentials for ApiKey {
    const ALL: &'static [fn(&mut Request<Bytes>)] = &[|request| {
        Self::add_to_request(request, "0123").expect("the key is a header value");
    }];

    fn identity(key: String) -> Identity {
        vec![("key", key)]
    }
}

definitions! {
    none { authentication: NoAuthentication }
    without_token { authentication: NoAccessToken }
    required { authentication: AccessToken }
    optional { authentication: AccessTokenOptional }
    appservice { authentication: AppserviceToken }
    optional_appservice { authentication: AppserviceTokenOptional }
    key { authentication: ApiKey }
}

rows! {
    "authentication: none -> required": none => required, Breaks, Works;
    "authentication: required -> none": required => none, Works, Breaks;
    "authentication: none -> optional": none => optional, Works, OtherMeaning;
    "authentication: optional -> none": optional => none, OtherMeaning, Works;
    "authentication: optional -> required": optional => required, Breaks, Works;
    "authentication: required -> optional": required => optional, Works, Breaks;
    "authentication: none -> none that must not have a token": none => without_token, Works, Works;
    "authentication: user -> application service": required => appservice, Works, OtherMeaning;
    "authentication: application service -> user": appservice => required, OtherMeaning, Works;
    "authentication: optional, user -> application service": optional => optional_appservice, Works, OtherMeaning;
    "authentication: token -> key in a header": required => key, Breaks, Breaks;
}
