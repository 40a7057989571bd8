//! A recording of an account, which tests replay without Synapse.

use std::{collections::BTreeSet, env, fs};

use matrix_api::{client::ReqwestTransport, mock::Recorder};
use matrix_client_account::ENDPOINTS;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    check::{Outcome, holds},
    recorded_account,
    walk::Walk,
};

/// The recording in the repository.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../recordings/synapse_account.json");

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    walk.step("a recording of an account has no secret");
    let recorder = Recorder::new(ReqwestTransport::new()?, &ENDPOINTS);
    let used = recorded_account::live(recorder.clone(), &walk.places.homeservers.open).await?;
    let text = recorder.to_text()?;
    holds(used.0.len() > 12, format!("only {} secrets were used", used.0.len()))?;
    for (index, secret) in used.0.iter().enumerate() {
        if let Some(notation) = recorded_account::find(&text, secret) {
            return Err(format!("secret {index} is in the recording, as {notation}").into());
        }
    }

    walk.step("the recording in the repository is that of this Synapse");
    if env::var_os("MOCK_RECORD").is_some() {
        recorder.write(FILE)?;
    }
    let (old, new) = (outcomes(&fs::read_to_string(FILE)?)?, outcomes(&text)?);
    let difference = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        one.difference(other).cloned().collect::<Vec<_>>().join("; ")
    };
    holds(
        old == new,
        format!(
            "only in the repository: {}; only now: {}; `MOCK_RECORD=1 tests/interop/run synapse` records it anew",
            difference(&old, &new),
            difference(&new, &old)
        ),
    )
}

#[derive(Deserialize)]
struct Recording {
    exchanges: Vec<Exchange>,
}

#[derive(Deserialize)]
struct Exchange {
    endpoint: String,
    request: Message,
    response: Message,
}

#[derive(Deserialize)]
struct Message {
    status: Option<u16>,
    #[serde(default)]
    body: Value,
}

/// What can be asked, and what comes of it: endpoint, status, error code, and the members of both messages. Values
/// are left out, because they are other ones each time.
fn outcomes(text: &str) -> Outcome<BTreeSet<String>> {
    let Recording { exchanges } = serde_json::from_str(text)?;
    let outcomes = exchanges.into_iter().map(|Exchange { endpoint, request, response }| {
        let mut members = BTreeSet::new();
        collect_members(&request.body, ">", &mut members);
        collect_members(&response.body, "<", &mut members);
        let members: Vec<_> = members.into_iter().collect();
        let status = response.status.unwrap_or_default();
        let errcode = response.body.get("errcode").and_then(Value::as_str).unwrap_or("-");
        format!("{endpoint} {status} {errcode} {}", members.join(" "))
    });
    Ok(outcomes.collect())
}

fn collect_members(value: &Value, path: &str, members: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                let path = format!("{path}.{name}");
                collect_members(value, &path, members);
                members.insert(path);
            }
        }
        Value::Array(items) => {
            items.iter().for_each(|item| collect_members(item, path, members));
        }
        _ => {}
    }
}
