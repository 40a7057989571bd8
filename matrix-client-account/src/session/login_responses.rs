//! The responses that begin a session.

use matrix_api::{LoginResponse, Session};

use super::login;
use crate::register;

impl LoginResponse for login::Response {
    #[inline]
    fn session(&self) -> Option<Session> {
        let (user_id, device_id) = (self.user_id.clone(), self.device_id.clone());
        let session = Session::new(user_id, device_id, self.access_token.as_str());
        let session = session.with_refresh_token(self.refresh_token.clone());
        Some(session.with_expires_in(self.expires_in_ms))
    }
}

/// Without a session if the request had [`inhibit_login`](register::Request::inhibit_login).
impl LoginResponse for register::Response {
    #[inline]
    fn session(&self) -> Option<Session> {
        let (user_id, device_id) = (self.user_id.clone(), self.device_id.clone());
        let session = Session::new(user_id, device_id, self.access_token.as_deref()?);
        let session = session.with_refresh_token(self.refresh_token.clone());
        Some(session.with_expires_in(self.expires_in_ms))
    }
}
