//! What a homeserver asks for.

mod deserialize;
mod serialize;
#[cfg(test)]
mod tests;

use std::fmt;

use matrix_api::ErrorCode;
use serde::Serialize;
use serde_json::{Map, Value};

pub(super) use self::deserialize::BoxedInfo;
use super::{AuthStage, StageParams};

/// What a homeserver asks for before it answers a request: the body of an answer 401.
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
/// let without_mail = info.remaining_stages(|stage| *stage != AuthStage::EmailIdentity);
/// assert_eq!(without_mail, Some(&[AuthStage::Recaptcha, AuthStage::Dummy][..]));
/// assert_eq!(info.remaining_stages(|stage| *stage == AuthStage::Dummy), None);
/// ```
///
/// [User-interactive API in the REST API]: https://spec.matrix.org/v1.19/client-server-api/#user-interactive-api-in-the-rest-api
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UiaaInfo {
    /// The flows of which the client has to complete one.
    pub flows: Vec<AuthFlow>,
    /// The stages that are complete.
    pub completed: Vec<AuthStage>,
    /// What the client needs to know for the stages.
    pub params: StageParams,
    /// The session, which the client passes back in [`AuthData`](super::AuthData).
    pub session: Option<String>,
    /// Why the last attempt at a stage failed. The client may try again.
    pub failure: Option<StageFailure>,
    /// Every other member: a stage that takes several requests may add some.
    pub fields: Map<String, Value>,
}

impl UiaaInfo {
    /// The start: flows of which nothing is complete.
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

    /// The same, in this [session](Self#structfield.session).
    #[must_use]
    #[inline]
    pub fn with_session(mut self, session: impl Into<String>) -> Self {
        self.session = Some(session.into());
        self
    }

    /// The same, with these stages [complete](Self#structfield.completed).
    #[must_use]
    #[inline]
    pub fn with_completed(mut self, stages: Vec<AuthStage>) -> Self {
        self.completed = stages;
        self
    }

    /// The same, with these [parameters](Self#structfield.params) of stages.
    #[must_use]
    #[inline]
    pub fn with_params(mut self, params: StageParams) -> Self {
        self.params = params;
        self
    }

    /// The same, saying why the last attempt [failed](Self#structfield.failure).
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

    /// What is left to do, in order: the remaining stages of the flow that has the fewest of them, of
    /// those flows whose remaining stages the client `can` all do. Of equals it is the one that the
    /// server offers first. `None` when there is no such flow.
    ///
    /// It is empty when a flow is complete, and all that remains is to repeat the request.
    ///
    /// What remains of a flow is said by [`AuthFlow::remaining_stages`].
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

/// The answer in short: the failure if there is one, and else which flows are asked for.
impl fmt::Display for UiaaInfo {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(failure) = &self.failure {
            return write!(f, "[401 {}] {}", failure.errcode, failure.message);
        }
        f.write_str("[401] the user has to be authenticated by ")?;
        for (index, flow) in self.flows.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", or " };
            write!(f, "{separator}{flow}")?;
        }
        if self.flows.is_empty() { f.write_str("a flow, of which none is offered") } else { Ok(()) }
    }
}

/// A series of stages that authenticates the user when all are completed in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AuthFlow {
    /// The stages.
    pub stages: Vec<AuthStage>,
}

impl AuthFlow {
    /// A flow of stages.
    #[must_use]
    pub const fn new(stages: Vec<AuthStage>) -> Self {
        Self { stages }
    }

    /// The stages that remain when others are complete.
    ///
    /// A flow is followed in order, so that a completed stage counts only if all stages ahead of it
    /// in the flow are complete too. One that was completed in the course of another flow, ahead of
    /// its turn in this one, remains, and with it all that follow.
    #[must_use]
    #[inline]
    pub fn remaining_stages(&self, completed: &[AuthStage]) -> &[AuthStage] {
        let done = self.stages.iter().take_while(|stage| completed.contains(stage)).count();
        self.stages.get(done..).unwrap_or_default()
    }
}

/// The stages with arrows between them.
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
    /// What went wrong, for programs.
    pub errcode: ErrorCode,
    /// What went wrong, for people: the member `error`. Empty when the answer does not say it.
    pub message: Box<str>,
}

impl StageFailure {
    /// A failure with a code and a message.
    #[must_use]
    pub fn new(errcode: ErrorCode, message: impl Into<Box<str>>) -> Self {
        Self { errcode, message: message.into() }
    }
}
