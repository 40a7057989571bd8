//! The capabilities of a homeserver.

use std::collections::BTreeMap;

use matrix_api::string_enum;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{json_struct::json_struct, lenient};

/// The capabilities of a homeserver: what its users can do.
///
/// Each field says what the absence of the capability means.
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
    /// Whether users can change their password. If absent, they can.
    #[serde(rename = "m.change_password", skip_serializing_if = "Option::is_none")]
    pub change_password: Option<EnabledCapability>,

    /// Whether leaving a room also forgets it. If absent, it does not. Since 1.18.
    #[serde(rename = "m.forget_forced_upon_leave", skip_serializing_if = "Option::is_none")]
    pub forget_forced_upon_leave: Option<EnabledCapability>,

    /// The room versions that the server supports. If absent, version 1 is the only one, and stable.
    #[serde(rename = "m.room_versions", skip_serializing_if = "Option::is_none")]
    pub room_versions: Option<RoomVersionsCapability>,

    /// Whether users can change their display name. If absent, they can. Deprecated since 1.16 in
    /// favour of [`Self::profile_fields`].
    #[serde(
        rename = "m.set_displayname",
        default,
        deserialize_with = "crate::lenient::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub set_displayname: Option<EnabledCapability>,

    /// Whether users can change their avatar. If absent, they can. Deprecated since 1.16 in favour of
    /// [`Self::profile_fields`].
    #[serde(
        rename = "m.set_avatar_url",
        default,
        deserialize_with = "crate::lenient::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub set_avatar_url: Option<EnabledCapability>,

    /// Whether users can add and remove third-party identifiers. If absent, they can.
    #[serde(rename = "m.3pid_changes", skip_serializing_if = "Option::is_none")]
    pub third_party_id_changes: Option<EnabledCapability>,

    /// Whether users can get tokens that log another device in. If absent, they cannot.
    #[serde(rename = "m.get_login_token", skip_serializing_if = "Option::is_none")]
    pub get_login_token: Option<EnabledCapability>,

    /// Which fields of their profile users can change. Since 1.16.
    #[serde(rename = "m.profile_fields", skip_serializing_if = "Option::is_none")]
    pub profile_fields: Option<ProfileFieldsCapability>,

    /// The actions that the user can take on other accounts of the server. If absent, none. Since 1.18.
    #[serde(rename = "m.account_moderation", skip_serializing_if = "Option::is_none")]
    pub account_moderation: Option<AccountModerationCapability>,

    /// All other capabilities.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

json_struct! {
    /// A capability that is either enabled or not.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct EnabledCapability {
        /// Whether the capability is enabled.
        pub enabled: bool,
    }
}

lenient::object!(EnabledCapability);

impl EnabledCapability {
    /// Creates a capability that is enabled or not.
    #[must_use]
    pub const fn new(enabled: bool) -> Self {
        Self { enabled }
    }
}

json_struct! {
    /// `m.room_versions`: the room versions that a server supports.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct RoomVersionsCapability {
        /// The version of new rooms.
        pub default: String,

        /// The supported versions, each with its stability.
        pub available: BTreeMap<String, RoomVersionStability>,
    }
}

impl RoomVersionsCapability {
    /// Creates the capability from the version of new rooms and all supported versions.
    #[must_use]
    pub fn new(
        default: impl Into<String>,
        available: BTreeMap<String, RoomVersionStability>,
    ) -> Self {
        Self { default: default.into(), available }
    }
}

string_enum! {
    /// The stability of a room version.
    pub enum RoomVersionStability {
        /// Stable.
        Stable = "stable",
        /// Unstable: for experiments only.
        Unstable = "unstable",
    }
}

json_struct! {
    /// `m.profile_fields`: which fields of their profile users can change.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct ProfileFieldsCapability {
        /// Whether users can change any field.
        pub enabled: bool,

        /// The only fields that users can change.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub allowed: Option<Vec<String>>,

        /// The fields that users cannot change. Ignored if `allowed` is present.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub disallowed: Option<Vec<String>>,
    }
}

impl ProfileFieldsCapability {
    /// Creates a capability to change all fields, or none.
    #[must_use]
    pub const fn new(enabled: bool) -> Self {
        Self { enabled, allowed: None, disallowed: None }
    }

    /// Whether users can change this field.
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

json_struct! {
    /// `m.account_moderation`: the actions that the user can take on other accounts of the server.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct AccountModerationCapability {
        /// Whether the user can suspend accounts. Defaults to `false`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub suspend: Option<bool>,

        /// Whether the user can lock accounts. Defaults to `false`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub lock: Option<bool>,
    }
}
