//! Discovery: versions, well-known files, login flows and capabilities.

use matrix_api::MatrixVersion;
use matrix_client_account::{
    capabilities::RoomVersionStability,
    discovery::{versions, well_known_client},
    get_capabilities,
    session::{LoginType, get_login_flows},
};

use crate::{
    account::Account,
    check::{Outcome, equal, holds},
    walk::Walk,
};

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    let open = walk.open()?;

    walk.step("versions, without and with a token");
    let answer = open.call(&versions::Request::new()).await?;
    let supported = answer.supported_versions();
    holds(supported.supports(MatrixVersion::V1_11), format!("{supported:?}"))?;
    holds(supported.has_feature("org.matrix.e2e_cross_signing"), format!("{supported:?}"))?;
    let account = Account::register(&open, "discoverer").await?;
    account.device.call(&versions::Request::new()).await?;

    walk.step("the well-known file names the homeserver");
    let answer = open.call(&well_known_client::Request::new()).await?;
    equal(answer.homeserver.base_url.trim_end_matches('/'), open.client.base_url())?;

    walk.step("login flows, with an identity provider");
    let flows = open.call(&get_login_flows::Request::new()).await?.flows;
    for kind in [LoginType::Password, LoginType::Token, LoginType::ApplicationService] {
        holds(flows.iter().any(|flow| flow.kind == kind), format!("no {kind} in {flows:?}"))?;
    }
    let sso = flows.iter().find(|flow| flow.kind == LoginType::Sso).ok_or("no single sign-on")?;
    let providers = sso.identity_providers.as_deref().unwrap_or_default();
    equal(providers.iter().map(|it| (&*it.id, &*it.name)).collect::<Vec<_>>(), [("cas", "CAS")])?;
    let token = flows.iter().find(|flow| flow.kind == LoginType::Token).ok_or("no token login")?;
    equal(token.get_login_token, Some(true))?;

    walk.step("capabilities need a token");
    let capabilities = account.device.call(&get_capabilities::Request::new()).await?.capabilities;
    equal(capabilities.change_password.map(|it| it.enabled), Some(true))?;
    equal(capabilities.get_login_token.map(|it| it.enabled), Some(true))?;
    let rooms = capabilities.room_versions.ok_or("no room versions")?;
    equal(rooms.available.get(&rooms.default), Some(&RoomVersionStability::Stable))?;
    let stranger = open.with_token("unknown");
    stranger.refused(&get_capabilities::Request::new(), "401 M_UNKNOWN_TOKEN").await?;
    Ok(())
}
