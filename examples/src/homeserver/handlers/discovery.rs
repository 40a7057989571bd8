//! Server discovery and capabilities.

use std::{collections::BTreeMap, sync::Arc};

use axum::extract::State;
use matrix_api::{MatrixError, server::Caller};
use matrix_client_account::{
    capabilities::{Capabilities, EnabledCapability, ProfileFieldsCapability},
    discovery::{HomeserverInformation, auth_metadata, versions, well_known_client},
    get_capabilities,
};
use serde_json::Map;

use crate::homeserver::{app::App, errors::unsupported, store::Session};

/// The versions whose account endpoints this server supports.
const VERSIONS: [&str; 21] = [
    "r0.2.0", "r0.6.1", "v1.1", "v1.2", "v1.3", "v1.4", "v1.5", "v1.6", "v1.7", "v1.8", "v1.9",
    "v1.10", "v1.11", "v1.12", "v1.13", "v1.14", "v1.15", "v1.16", "v1.17", "v1.18", "v1.19",
];

/// The proposals whose unstable paths this server supports, for older clients.
const UNSTABLE_FEATURES: [&str; 3] =
    ["org.matrix.msc2918", "org.matrix.msc3231", "org.matrix.msc3882"];

/// Returns the supported versions of the specification, which are the same for all users.
pub(super) async fn versions(_: versions::Request) -> Result<versions::Response, MatrixError> {
    let features = UNSTABLE_FEATURES.map(|feature| (feature.to_owned(), true));
    Ok(versions::Response::new(VERSIONS.map(str::to_owned).to_vec())
        .unstable_features(BTreeMap::from(features)))
}

/// Returns the URL of this server.
pub(super) async fn well_known(
    State(app): State<Arc<App>>,
    _: well_known_client::Request,
) -> Result<well_known_client::Response, MatrixError> {
    let homeserver = HomeserverInformation::new(&app.public_url);
    Ok(well_known_client::Response::new(homeserver, Map::new()))
}

/// Fails: this server does not have the OAuth 2.0 API.
pub(super) async fn auth_metadata(
    _: auth_metadata::Request,
) -> Result<auth_metadata::Response, MatrixError> {
    Err(unsupported("this server does not have the OAuth 2.0 API"))
}

/// Returns the capabilities. Users can change their accounts, except for profiles, which this server
/// does not have.
pub(super) async fn capabilities(
    Caller(session): Caller<Session>,
    _: get_capabilities::Request,
) -> Result<get_capabilities::Response, MatrixError> {
    let owns_account = Some(EnabledCapability::new(!session.is_guest));
    let mut capabilities = Capabilities::default();
    capabilities.change_password = owns_account;
    capabilities.third_party_id_changes = owns_account;
    capabilities.get_login_token = owns_account;
    capabilities.set_displayname = Some(EnabledCapability::new(false));
    capabilities.set_avatar_url = Some(EnabledCapability::new(false));
    capabilities.profile_fields = Some(ProfileFieldsCapability::new(false));
    Ok(get_capabilities::Response::new(capabilities))
}
