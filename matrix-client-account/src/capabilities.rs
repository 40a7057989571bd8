//! What a homeserver lets its users do.

use std::collections::BTreeMap;

use matrix_api::string_enum;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a homeserver lets its users do, and how.
///
/// What the absence of a capability means differs from one to the other, and stands with each.
///
/// See [Capabilities negotiation](https://spec.matrix.org/v1.19/client-server-api/#capabilities-negotiation).
///
/// ```
/// use matrix_client_account::capabilities::Capabilities;
///
/// let capabilities: Capabilities = serde_json::from_str(
///     r#"{"m.change_password":{"enabled":false},"org.example.tea":{"kettles":2}}"#,
/// )?;
/// assert!(capabilities.change_password.as_ref().is_some_and(|capability| !capability.enabled));
/// assert_eq!(capabilities.other["org.example.tea"]["kettles"], 2);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Capabilities {
    /// Whether the user can change the password. They can where it is absent.
    #[serde(rename = "m.change_password", skip_serializing_if = "Option::is_none")]
    pub change_password: Option<EnabledCapability>,

    /// Whether leaving a room also forgets it. It does not where it is absent. Since 1.18.
    #[serde(rename = "m.forget_forced_upon_leave", skip_serializing_if = "Option::is_none")]
    pub forget_forced_upon_leave: Option<EnabledCapability>,

    /// The versions of rooms that the server supports. Version 1 alone, as stable, where it is absent.
    #[serde(rename = "m.room_versions", skip_serializing_if = "Option::is_none")]
    pub room_versions: Option<RoomVersionsCapability>,

    /// Whether the user can change the display name. They can where it is absent. Deprecated since
    /// 1.16 in favour of [`Self::profile_fields`].
    #[serde(rename = "m.set_displayname", skip_serializing_if = "Option::is_none")]
    pub set_displayname: Option<EnabledCapability>,

    /// Whether the user can change the avatar. They can where it is absent. Deprecated since 1.16 in
    /// favour of [`Self::profile_fields`].
    #[serde(rename = "m.set_avatar_url", skip_serializing_if = "Option::is_none")]
    pub set_avatar_url: Option<EnabledCapability>,

    /// Whether the user can add and remove addresses. They can where it is absent.
    #[serde(rename = "m.3pid_changes", skip_serializing_if = "Option::is_none")]
    pub third_party_id_changes: Option<EnabledCapability>,

    /// Whether the user can make tokens for the login of another device. They cannot where it is
    /// absent.
    #[serde(rename = "m.get_login_token", skip_serializing_if = "Option::is_none")]
    pub get_login_token: Option<EnabledCapability>,

    /// Which fields of the profile the user can change. Since 1.16.
    #[serde(rename = "m.profile_fields", skip_serializing_if = "Option::is_none")]
    pub profile_fields: Option<ProfileFieldsCapability>,

    /// What the user can do to other accounts of the server. Nothing where it is absent. Since 1.18.
    #[serde(rename = "m.account_moderation", skip_serializing_if = "Option::is_none")]
    pub account_moderation: Option<AccountModerationCapability>,

    /// Every other capability.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A capability that is there or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct EnabledCapability {
    /// Whether the user can do it.
    pub enabled: bool,
}

impl EnabledCapability {
    /// The user can do it, or cannot.
    #[must_use]
    pub const fn new(enabled: bool) -> Self {
        Self { enabled }
    }
}

/// `m.room_versions`: the versions of rooms that a server supports.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct RoomVersionsCapability {
    /// The version of new rooms.
    pub default: String,

    /// How stable each version is at the server.
    pub available: BTreeMap<String, RoomVersionStability>,
}

impl RoomVersionsCapability {
    /// The version of new rooms, and every version with how stable it is.
    #[must_use]
    pub fn new(
        default: impl Into<String>,
        available: BTreeMap<String, RoomVersionStability>,
    ) -> Self {
        Self { default: default.into(), available }
    }
}

string_enum! {
    /// How stable a version of rooms is at a server.
    pub enum RoomVersionStability {
        /// It may be used.
        Stable = "stable",
        /// It is for experiments.
        Unstable = "unstable",
    }
}

/// `m.profile_fields`: which fields of the profile the user can change.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ProfileFieldsCapability {
    /// Whether the user can change any field.
    pub enabled: bool,

    /// The only fields that the user can change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Vec<String>>,

    /// The fields that the user cannot change. It does not count where there is `allowed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disallowed: Option<Vec<String>>,
}

impl ProfileFieldsCapability {
    /// The user can change every field, or none.
    #[must_use]
    pub const fn new(enabled: bool) -> Self {
        Self { enabled, allowed: None, disallowed: None }
    }

    /// Whether the user can change a field.
    ///
    /// ```
    /// use matrix_client_account::capabilities::ProfileFieldsCapability;
    ///
    /// let mut capability = ProfileFieldsCapability::new(true);
    /// capability.disallowed = Some(vec!["avatar_url".to_owned()]);
    /// assert!(capability.can_change("displayname"));
    /// assert!(!capability.can_change("avatar_url"));
    /// ```
    #[must_use]
    #[inline]
    pub fn can_change(&self, field: &str) -> bool {
        let lists = |list: &[String]| list.iter().any(|name| name == field);
        self.enabled
            && match (&self.allowed, &self.disallowed) {
                (Some(allowed), _) => lists(allowed),
                (None, Some(disallowed)) => !lists(disallowed),
                (None, None) => true,
            }
    }
}

/// `m.account_moderation`: what the user can do to other accounts of the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct AccountModerationCapability {
    /// Whether the user can suspend accounts: `false` when it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspend: Option<bool>,

    /// Whether the user can lock accounts: `false` when it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock: Option<bool>,
}
