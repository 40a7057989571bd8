//! Versions, capabilities and well-known files.

use matrix_api::MatrixVersion;
use matrix_client_account::{
    discovery::{auth_metadata, versions, well_known_client},
    get_capabilities,
    session::{sso_redirect, sso_redirect_to_idp},
};

use crate::server::{Server, refusal};

#[tokio::test]
async fn versions_need_no_token_and_accept_one() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    for token in [None, Some(alice.token.as_str())] {
        let answer = server.call(&versions::Request::new(), token).await.unwrap();
        let supported = answer.supported_versions();
        for version in [MatrixVersion::V1_0, MatrixVersion::V1_1, MatrixVersion::V1_19] {
            assert!(supported.supports(version), "{version}");
        }
        assert!(supported.has_feature("org.matrix.msc2918"));
    }
    assert_eq!(
        refusal(server.call(&versions::Request::new(), Some("x")).await),
        "401 M_UNKNOWN_TOKEN"
    );
}

#[tokio::test]
async fn the_well_known_file_has_the_servers_url() {
    let server = Server::start().await;
    let answer = server.call(&well_known_client::Request::new(), ()).await.unwrap();
    assert_eq!(answer.homeserver.base_url, server.running.base_url());
}

#[tokio::test]
async fn unknown_paths_are_unrecognized() {
    let server = Server::start().await;
    let answer = server.call(&auth_metadata::Request::new(), ()).await;
    assert_eq!(refusal(answer), "404 M_UNRECOGNIZED");
    let redirect_url = "https://app.example.org".to_owned();
    let answer = server.call(&sso_redirect::Request::new(redirect_url.clone()), ()).await;
    assert_eq!(refusal(answer), "404 M_UNRECOGNIZED");
    let request = sso_redirect_to_idp::Request::new("provider".to_owned(), redirect_url);
    assert_eq!(refusal(server.call(&request, ()).await), "404 M_UNRECOGNIZED");
}

#[tokio::test]
async fn capabilities_differ_for_users_and_guests() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let request = get_capabilities::Request::new();
    let user = server.call(&request, &alice.token).await.unwrap().capabilities;
    assert!(user.change_password.unwrap().enabled);
    assert!(user.third_party_id_changes.unwrap().enabled);
    assert!(user.get_login_token.unwrap().enabled);
    assert!(!user.profile_fields.unwrap().enabled);

    let path = "/_matrix/client/v3/register?kind=guest";
    let guest = server.raw("POST", path, None, "{}").await.json();
    let token = guest["access_token"].as_str().unwrap();
    let guest = server.call(&request, token).await.unwrap().capabilities;
    assert!(!guest.change_password.unwrap().enabled);
}
