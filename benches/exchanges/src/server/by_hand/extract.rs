//! The extractors of the handlers.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header::AUTHORIZATION, request::Parts};
use matrix_api::identifiers::UserId;
use serde::de::DeserializeOwned;

use super::{ApiError, App};
use crate::server::app::Session;

/// The session of the access token.
pub struct Caller(pub Arc<Session>);

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let unauthorized =
            |errcode, message| ApiError::new(StatusCode::UNAUTHORIZED, errcode, message);
        let token = token(&parts.headers)
            .ok_or_else(|| unauthorized("M_MISSING_TOKEN", "missing access token"))?;
        match app.session(token) {
            Some(session) => Ok(Self(session)),
            None => Err(unauthorized("M_UNKNOWN_TOKEN", "unknown or expired token")),
        }
    }
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(token)
}

/// The user ID in the path.
pub struct UserPath(pub UserId);

impl<S: Send + Sync> FromRequestParts<S> for UserPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(user_id)) => Ok(Self(user_id)),
            Err(rejection) => {
                let message = rejection.body_text();
                Err(ApiError::new(StatusCode::BAD_REQUEST, "M_INVALID_PARAM", message))
            }
        }
    }
}

/// The whole body, at most 2 MB, which is the limit of axum.
pub struct Content(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Content {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        Ok(Self(Bytes::from_request(request, state).await?))
    }
}

/// A body that is JSON, whatever its `Content-Type` says, as servers of Matrix read it.
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let body = Bytes::from_request(request, state).await?;
        Ok(Self(serde_json::from_slice(&body)?))
    }
}
