//! A homeserver that delegates accounts to an OAuth 2.0 server.

use matrix_client_account::{
    discovery::auth_metadata::{self, GrantType},
    session::get_login_flows,
};

use crate::{
    account::registration,
    check::{Outcome, equal, holds},
    walk::Walk,
};

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    let delegated = walk.delegated()?;
    walk.step("the authorization server is described");
    let answer = delegated.call(&auth_metadata::Request::new()).await?;
    equal(&answer.issuer, &walk.places.authorization_server)?;
    holds(answer.grant_types_supported.contains(&GrantType::RefreshToken), "no refresh")?;
    holds(answer.other.contains_key("jwks_uri"), "what is not of Matrix is lost")?;
    walk.open()?.refused(&auth_metadata::Request::new(), "404 M_UNRECOGNIZED").await?;

    walk.step("registration and login are disabled");
    delegated.refused(&get_login_flows::Request::new(), "404 M_UNRECOGNIZED").await?;
    delegated.refused(&registration("judy"), "403 M_FORBIDDEN").await?;
    Ok(())
}
