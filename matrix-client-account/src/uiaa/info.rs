//! The authentication that a homeserver requires.

mod deserialize;
mod serialize;
#[cfg(test)]
mod tests;

use std::fmt;

use matrix_api::{ErrorCode, MatrixError, http::StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};

pub(super) use self::deserialize::BoxedInfo;
use super::{AuthStage, StageParams};

/// The authentication that a homeserver requires for a request: the body of a 401 response.
///
/// See [User-interactive API in the REST API].
///
/// ```
/// use matrix_client_account::uiaa::{AuthFlow, AuthStage, UiaaInfo};
///
/// let info = UiaaInfo::new(vec![
///     AuthFlow::new(vec![AuthStage::Terms, AuthStage::Recaptcha, AuthStage::Dummy]),
///     AuthFlow::new(vec![AuthStage::Terms, AuthStage::EmailIdentity]),
/// ])
/// .with_session("dkr9ZK")
/// .with_completed(vec![AuthStage::Terms]);
///
/// let all = info.remaining_stages(|_| true);
/// assert_eq!(all, Some(&[AuthStage::EmailIdentity][..]));
/// let without_email = info.remaining_stages(|stage| *stage != AuthStage::EmailIdentity);
/// assert_eq!(without_email, Some(&[AuthStage::Recaptcha, AuthStage::Dummy][..]));
/// assert_eq!(info.remaining_stages(|stage| *stage == AuthStage::Dummy), None);
/// ```
///
/// [User-interactive API in the REST API]: https://spec.matrix.org/v1.19/client-server-api/#user-interactive-api-in-the-rest-api
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UiaaInfo {
    /// The flows. The client has to complete one of them.
    pub flows: Vec<AuthFlow>,
    /// The stages that the client has completed.
    pub completed: Vec<AuthStage>,
    /// The parameters of the stages.
    pub params: StageParams,
    /// The session, which the client sends back in [`AuthData`](super::AuthData).
    pub session: Option<String>,
    /// Why the last attempt at a stage failed. The client may try again.
    pub failure: Option<StageFailure>,
    /// All other members. Stages that take several requests may add some.
    pub fields: Map<String, Value>,
}

impl UiaaInfo {
    /// Creates the response that starts an authentication: no stage is complete.
    #[must_use]
    #[inline]
    pub fn new(flows: Vec<AuthFlow>) -> Self {
        Self {
            flows,
            completed: Vec::new(),
            params: StageParams::default(),
            session: None,
            failure: None,
            fields: Map::new(),
        }
    }

    /// Sets the [session](Self#structfield.session).
    #[must_use]
    #[inline]
    pub fn with_session(mut self, session: impl Into<String>) -> Self {
        self.session = Some(session.into());
        self
    }

    /// Sets the [completed stages](Self#structfield.completed).
    #[must_use]
    #[inline]
    pub fn with_completed(mut self, stages: Vec<AuthStage>) -> Self {
        self.completed = stages;
        self
    }

    /// Sets the [parameters](Self#structfield.params) of the stages.
    #[must_use]
    #[inline]
    pub fn with_params(mut self, params: StageParams) -> Self {
        self.params = params;
        self
    }

    /// Sets why the last attempt at a stage [failed](Self#structfield.failure).
    #[must_use]
    #[inline]
    pub fn with_failure(mut self, failure: impl Into<Option<StageFailure>>) -> Self {
        self.failure = failure.into();
        self
    }

    /// Whether a stage is complete.
    #[must_use]
    #[inline]
    pub fn is_completed(&self, stage: &AuthStage) -> bool {
        self.completed.contains(stage)
    }

    /// The stages that the client still has to complete, in order.
    ///
    /// These are the [remaining stages](AuthFlow::remaining_stages) of one flow: of the flows whose
    /// remaining stages all satisfy `can`, the one with the fewest, and the first of these if there are
    /// several. `None` if there is no such flow. Empty if a flow is complete, so that the client only
    /// has to repeat the request.
    #[must_use]
    #[inline]
    pub fn remaining_stages(&self, can: impl Fn(&AuthStage) -> bool) -> Option<&[AuthStage]> {
        self.shortest_remainder(&can)
    }

    #[inline]
    fn shortest_remainder(&self, can: &dyn Fn(&AuthStage) -> bool) -> Option<&[AuthStage]> {
        self.flows
            .iter()
            .map(|flow| flow.remaining_stages(&self.completed))
            .filter(|stages| stages.iter().all(can))
            .min_by_key(|stages| stages.len())
    }
}

/// Shows the failure, if there is one, and the flows otherwise.
impl fmt::Display for UiaaInfo {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A Matrix error escapes what the server has written.
        if let Some(failure) = &self.failure {
            let (errcode, message) = (failure.errcode.clone(), &*failure.message);
            return MatrixError::new(StatusCode::UNAUTHORIZED, errcode, message).fmt(f);
        }
        let flows = self.flows.iter().map(ToString::to_string).collect::<Vec<_>>();
        let flows =
            if flows.is_empty() { "no flow is offered".to_owned() } else { flows.join(", or ") };
        let message = format!("user-interactive authentication required: {flows}");
        let mut error =
            MatrixError::new(StatusCode::UNAUTHORIZED, ErrorCode::Unauthorized, message);
        error.errcode = None;
        error.fmt(f)
    }
}

/// A list of stages. Completing all of them in order authenticates the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AuthFlow {
    /// The stages.
    pub stages: Vec<AuthStage>,
}

impl AuthFlow {
    /// Creates a flow from its stages.
    #[must_use]
    pub const fn new(stages: Vec<AuthStage>) -> Self {
        Self { stages }
    }

    /// The stages of the flow that remain when the `completed` ones are complete.
    ///
    /// Stages are completed in order: a completed stage counts only if all stages before it in the
    /// flow are complete too. Otherwise it remains, with all stages that follow it.
    #[must_use]
    #[inline]
    pub fn remaining_stages(&self, completed: &[AuthStage]) -> &[AuthStage] {
        let done = self.stages.iter().take_while(|stage| completed.contains(stage)).count();
        self.stages.get(done..).unwrap_or_default()
    }
}

/// Shows the stages with arrows between them.
impl fmt::Display for AuthFlow {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.stages.is_empty() {
            return f.write_str("nothing");
        }
        for (index, stage) in self.stages.iter().enumerate() {
            let separator = if index == 0 { "" } else { " -> " };
            write!(f, "{separator}{stage}")?;
        }
        Ok(())
    }
}

/// Why an attempt at a stage failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StageFailure {
    /// The error code.
    pub errcode: ErrorCode,
    /// The human-readable message: the member `error`. Empty if the response has none.
    pub message: Box<str>,
}

impl StageFailure {
    /// Creates a failure from an error code and a message.
    #[must_use]
    pub fn new(errcode: ErrorCode, message: impl Into<Box<str>>) -> Self {
        Self { errcode, message: message.into() }
    }
}
