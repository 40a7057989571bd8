//! The requests with user-interactive authentication.

use matrix_api::InteractiveRequest;

use super::{AuthData, UiaaInfo, UiaaResponse};
use crate::{add_3pid, change_password, deactivate, register, session::get_login_token};

impl AuthData {
    /// Sets the session to that of the challenge, unless it has one.
    #[inline]
    fn answering(self, challenge: &UiaaInfo) -> Self {
        match (self.session(), &challenge.session) {
            (None, Some(session)) => self.with_session(session),
            _ => self,
        }
    }
}

macro_rules! interactive_requests {
    ($($endpoint:ident)*) => {$(
        impl InteractiveRequest for $endpoint::Request {
            type Challenge = UiaaInfo;
            type Answer = AuthData;

            #[inline]
            fn challenge(error: &UiaaResponse) -> Option<&UiaaInfo> {
                error.as_uiaa()
            }

            #[inline]
            fn with_answer(&self, challenge: &UiaaInfo, answer: AuthData) -> Self {
                self.clone().auth(answer.answering(challenge))
            }
        }
    )*};
}

interactive_requests! { add_3pid change_password deactivate get_login_token register }
