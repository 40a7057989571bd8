//! The blocks, without the authentication that they have in Matrix.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) mod get_state {
    matrix_api::ruma_api! {
        metadata {
            description: "Get a state event.",
            method: GET,
            name: "get_state",
            path: "/_matrix/client/v3/rooms/{room_id}/state/{event_type}/{state_key}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub room_id: String,
            #[ruma_api(path)]
            pub event_type: String,
            /// Empty for most events.
            #[ruma_api(path)]
            #[serde(default)]
            pub state_key: String,
            #[ruma_api(query)]
            pub format: Option<String>,
        }
        response {
            /// The content, or the whole event.
            #[ruma_api(body)]
            pub content: serde_json::Value,
        }
    }
}

pub(crate) mod send_state {
    matrix_api::ruma_api! {
        metadata {
            description: "Send a state event.",
            method: PUT,
            name: "send_state",
            path: "/_matrix/client/v3/rooms/{room_id}/state/{event_type}/{state_key}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub room_id: String,
            #[ruma_api(path)]
            pub event_type: String,
            /// Empty for most events.
            #[ruma_api(path)]
            #[serde(default)]
            pub state_key: String,
            #[ruma_api(body)]
            pub content: serde_json::Value,
        }
        response {
            pub event_id: String,
        }
    }
}

pub(crate) mod query_keys {
    use std::collections::BTreeMap;

    use matrix_api::identifiers::{DeviceId, UserId};

    matrix_api::ruma_api! {
        metadata {
            description: "Get the keys of devices.",
            method: POST,
            name: "query_keys",
            path: "/_matrix/client/v3/keys/query",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            /// No devices are all devices.
            pub device_keys: BTreeMap<UserId, Vec<DeviceId>>,
            pub timeout: Option<u64>,
        }
        response {
            pub device_keys: BTreeMap<UserId, BTreeMap<DeviceId, serde_json::Value>>,
            #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
            pub failures: BTreeMap<String, serde_json::Value>,
        }
    }
}

pub(crate) mod set_push_rule {
    matrix_api::ruma_api! {
        metadata {
            description: "Set a push rule.",
            method: PUT,
            name: "set_push_rule",
            path: "/_matrix/client/v3/pushrules/global/{kind}/{rule_id}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub kind: String,
            #[ruma_api(path)]
            pub rule_id: String,
            #[ruma_api(query)]
            pub before: Option<String>,
            #[ruma_api(query)]
            pub after: Option<String>,
            pub actions: Vec<serde_json::Value>,
            /// For the kinds `override` and `underride`.
            pub conditions: Option<Vec<serde_json::Value>>,
            /// For the kind `content`.
            pub pattern: Option<String>,
        }
        response {}
    }
}

pub(crate) mod messages {
    matrix_api::ruma_api! {
        metadata {
            description: "Get the messages of a room.",
            method: GET,
            name: "messages",
            path: "/_matrix/client/v3/rooms/{room_id}/messages",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub room_id: String,
            #[ruma_api(query)]
            #[serde(rename = "dir")]
            pub direction: super::Direction,
            #[ruma_api(query)]
            pub from: Option<String>,
            #[ruma_api(query)]
            pub to: Option<String>,
            #[ruma_api(query)]
            pub limit: Option<u64>,
            /// A filter as JSON.
            #[ruma_api(query)]
            #[serde(with = "super::as_json")]
            pub filter: Option<super::Filter>,
        }
        response {
            pub start: String,
            pub end: Option<String>,
            pub chunk: Vec<serde_json::Value>,
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub state: Vec<serde_json::Value>,
        }
    }
}

pub(crate) mod sync {
    use std::collections::BTreeMap;

    matrix_api::ruma_api! {
        metadata {
            description: "Wait for news.",
            method: GET,
            name: "sync",
            path: "/_matrix/client/v3/sync",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(query)]
            pub filter: Option<String>,
            #[ruma_api(query)]
            pub since: Option<String>,
            #[ruma_api(query)]
            #[serde(default)]
            pub full_state: bool,
            /// In milliseconds.
            #[ruma_api(query)]
            pub timeout: Option<u64>,
        }
        response {
            pub next_batch: String,
            /// By membership and room.
            pub rooms: BTreeMap<String, BTreeMap<String, super::JoinedRoom>>,
            /// What other versions of Matrix add.
            #[serde(flatten)]
            pub other: BTreeMap<String, serde_json::Value>,
        }
    }
}

pub(crate) mod knock {
    matrix_api::ruma_api! {
        metadata {
            description: "Ask to join a room.",
            method: POST,
            name: "knock",
            path: "/_matrix/client/v3/knock/{room_id_or_alias}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub room_id_or_alias: String,
            /// Of servers before Matrix 1.12.
            #[ruma_api(query)]
            pub server_name: Vec<String>,
            #[ruma_api(query)]
            pub via: Vec<String>,
            pub reason: Option<String>,
        }
        response {
            pub room_id: String,
        }
    }
}

pub(crate) mod get_profile_field {
    use std::collections::BTreeMap;

    matrix_api::ruma_api! {
        metadata {
            description: "Get a field of a profile.",
            method: GET,
            name: "get_profile_field",
            path: "/_matrix/client/v3/profile/{user_id}/{field}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub user_id: matrix_api::identifiers::UserId,
            #[ruma_api(path)]
            pub field: String,
        }
        response {
            /// One member with the name of the field.
            #[ruma_api(body)]
            pub value: BTreeMap<String, serde_json::Value>,
        }
    }
}

pub(crate) mod set_profile_field {
    use std::collections::BTreeMap;

    matrix_api::ruma_api! {
        metadata {
            description: "Set a field of a profile.",
            method: PUT,
            name: "set_profile_field",
            path: "/_matrix/client/v3/profile/{user_id}/{field}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub user_id: matrix_api::identifiers::UserId,
            #[ruma_api(path)]
            pub field: String,
            /// One member with the name of the field.
            #[ruma_api(body)]
            pub value: BTreeMap<String, serde_json::Value>,
        }
        response {}
    }
}

pub(crate) mod create_rendezvous {
    matrix_api::ruma_api! {
        metadata {
            description: "Create a rendezvous.",
            method: POST,
            name: "create_rendezvous",
            path: "/_matrix/client/unstable/org.matrix.msc4108/rendezvous",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(raw_body)]
            pub content: matrix_api::wire::Text,
        }
        response {
            #[ruma_api(header = ETAG)]
            pub tag: String,
            #[ruma_api(header = EXPIRES)]
            pub expires: String,
            #[ruma_api(header = LAST_MODIFIED)]
            pub last_modified: String,
            pub url: String,
        }
    }
}

pub(crate) mod get_summary {
    matrix_api::ruma_api! {
        metadata {
            description: "Get the summary of a room.",
            method: GET,
            name: "get_summary",
            path: "/_matrix/client/v1/room_summary/{room_id_or_alias}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub room_id_or_alias: String,
            #[ruma_api(query)]
            pub via: Vec<String>,
        }
        response {
            #[serde(flatten)]
            pub summary: super::Summary,
            pub membership: Option<String>,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub enum Direction {
    #[serde(rename = "b")]
    Backward,
    #[serde(rename = "f")]
    Forward,
}

pub type Filter = BTreeMap<String, Value>;

/// A value in a query as the text of its JSON.
pub mod as_json {
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _, ser::Error as _};

    use super::Filter;

    pub fn serialize<S: Serializer>(
        filter: &Option<Filter>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match filter {
            Some(filter) => {
                serializer.serialize_str(&serde_json::to_string(filter).map_err(S::Error::custom)?)
            }
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Filter>, D::Error> {
        let text = String::deserialize(deserializer)?;
        serde_json::from_str(&text).map(Some).map_err(D::Error::custom)
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct JoinedRoom {
    pub timeline: Vec<Value>,
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Summary {
    pub room_id: String,
    pub num_joined_members: u32,
}
