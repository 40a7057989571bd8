//! Reading what is asked for.

use matrix_api::ErrorCode;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{AuthFlow, StageFailure, UiaaInfo};
use crate::{
    json_object::{self, Object, UnexpectedForm, take_list, take_object, take_string},
    uiaa::{AuthStage, StageParams},
};

impl<'de> Deserialize<'de> for UiaaInfo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json_object::deserialize(deserializer, Self::read)
    }
}

impl<'de> Deserialize<'de> for AuthFlow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json_object::deserialize(deserializer, Self::read)
    }
}

impl UiaaInfo {
    pub(in crate::uiaa) fn read(mut object: Object) -> Result<Self, UnexpectedForm> {
        let flows = take_list(&mut object, "flows")?
            .ok_or_else(|| UnexpectedForm::missing("flows"))?
            .into_iter()
            .map(|flow| AuthFlow::read(json_object::object(flow, "flows")?))
            .collect::<Result<_, _>>()?;
        let completed = take_stages(&mut object, "completed")?.unwrap_or_default();
        let params = take_object(&mut object, "params")?.unwrap_or_default();
        let session = take_string(&mut object, "session")?;
        Ok(Self {
            flows,
            completed,
            params: StageParams::from(params),
            session,
            failure: take_failure(&mut object),
            fields: object,
        })
    }
}

impl AuthFlow {
    fn read(mut object: Object) -> Result<Self, UnexpectedForm> {
        let stages = take_stages(&mut object, "stages")?;
        Ok(Self { stages: stages.ok_or_else(|| UnexpectedForm::missing("stages"))? })
    }
}

fn take_stages(object: &mut Object, name: &str) -> Result<Option<Vec<AuthStage>>, UnexpectedForm> {
    let stage = |value| json_object::string(value, name).map(AuthStage::from);
    take_list(object, name)?.map(|list| list.into_iter().map(stage).collect()).transpose()
}

/// What is not as the specification says stays among the other members: it must not cost the flows.
fn take_failure(object: &mut Object) -> Option<StageFailure> {
    let errcode = ErrorCode::from(object.get("errcode")?.as_str()?);
    object.remove("errcode");
    let message = object.get("error").and_then(Value::as_str).map(Box::from);
    if message.is_some() {
        object.remove("error");
    }
    Some(StageFailure { errcode, message: message.unwrap_or_default() })
}
