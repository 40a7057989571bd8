//! Deserialization of the required authentication.

use matrix_api::ErrorCode;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess},
};
use serde_json::Value;

use super::{AuthFlow, StageFailure, UiaaInfo};
use crate::{
    json_object::{self, Checked, JsonShape, MemberValue, Object},
    uiaa::{AuthStage, StageParams},
};

impl<'de> Deserialize<'de> for UiaaInfo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BoxedInfo::deserialize(deserializer).map(|BoxedInfo(info)| *info)
    }
}

/// Read into its box, because it is large to move.
pub(in crate::uiaa) struct BoxedInfo(pub(in crate::uiaa) Box<UiaaInfo>);

impl<'de> Deserialize<'de> for BoxedInfo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json_object::deserialize_members(deserializer)
    }
}

impl<'de> Deserialize<'de> for AuthFlow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json_object::deserialize_members(deserializer)
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum InfoMember {
    Completed,
    Flows,
    Params,
    Session,
    Other(String),
}

impl<'de> JsonShape<'de> for BoxedInfo {
    const EXPECTED: &'static str = "an object";

    fn from_object<A: MapAccess<'de>>(mut object: A) -> Result<Checked<Self>, A::Error> {
        let (mut completed, mut flows) = (MemberValue::ABSENT, MemberValue::ABSENT);
        let (mut params, mut session) = (MemberValue::ABSENT, MemberValue::ABSENT);
        let mut others = Object::new();
        while let Some(name) = object.next_key()? {
            match name {
                InfoMember::Completed => completed = object.next_value()?,
                InfoMember::Flows => flows = object.next_value()?,
                InfoMember::Params => params = object.next_value()?,
                InfoMember::Session => session = object.next_value()?,
                InfoMember::Other(name) => {
                    others.insert(name, object.next_value()?);
                }
            }
        }
        Ok(from_members(completed, flows, params, session, others).map(Self))
    }
}

#[inline]
fn from_members(
    completed: MemberValue<Vec<AuthStage>>,
    flows: MemberValue<Vec<AuthFlow>>,
    params: MemberValue<StageParams>,
    session: MemberValue<String>,
    mut others: Object,
) -> Checked<Box<UiaaInfo>> {
    Ok(Box::new(UiaaInfo {
        flows: flows.required("flows")?,
        completed: completed.optional("completed")?.unwrap_or_default(),
        params: params.optional("params")?.unwrap_or_default(),
        session: session.optional("session")?,
        failure: take_failure(&mut others),
        fields: others,
    }))
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum FlowMember {
    Stages,
    #[serde(other)]
    Other,
}

impl<'de> JsonShape<'de> for AuthFlow {
    const EXPECTED: &'static str = "an object";

    fn from_object<A: MapAccess<'de>>(mut object: A) -> Result<Checked<Self>, A::Error> {
        let mut stages = MemberValue::ABSENT;
        while let Some(name) = object.next_key()? {
            match name {
                FlowMember::Stages => stages = object.next_value()?,
                FlowMember::Other => {
                    object.next_value::<IgnoredAny>()?;
                }
            }
        }
        // A server that leaves out an empty list still requires authentication.
        Ok(stages.optional("stages").map(|stages| Self::new(stages.unwrap_or_default())))
    }
}

/// A malformed failure stays among the other members, so that the flows are still read.
#[inline]
fn take_failure(object: &mut Object) -> Option<StageFailure> {
    let errcode = ErrorCode::from(object.get("errcode")?.as_str()?);
    object.remove("errcode");
    let message = object.get("error").and_then(Value::as_str).map(Box::from);
    if message.is_some() {
        object.remove("error");
    }
    Some(StageFailure { errcode, message: message.unwrap_or_default() })
}
