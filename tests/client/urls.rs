//! URLs that a browser opens.

use matrix_api::{
    MatrixVersion, SupportedVersions,
    client::{CallError, TransportError},
    mock::Reply,
};
use matrix_client_account::session::sso_redirect;

use crate::scripted::{TestMock as _, alice, json, replies};

const REDIRECT: &str = "http://localhost:9000/?a=b&c";

/// An endpoint whose fields can be in every place of a GET request.
mod page {
    matrix_api::ruma_api! {
        metadata {
            description: "A page.",
            method: GET,
            name: "page",
            path: "/page/{id}",
            rate_limited: true,
            requires_authentication: true,
        }
        request {
            #[ruma_api(path)]
            pub id: String,
            #[ruma_api(query, secret)]
            pub token: Option<String>,
            #[ruma_api(header = ACCEPT_LANGUAGE)]
            pub language: Option<String>,
        }
        response {}
    }
}

#[tokio::test(start_paused = true)]
async fn the_path_depends_on_the_versions_of_the_server() {
    let versions = r#"{"versions": ["r0.6.1"]}"#;
    let server = replies([json(200, versions)]);
    let client = server.builder().build("https://example.org/matrix").unwrap();
    let request = sso_redirect::Request::new(REDIRECT.to_owned());
    let query = "redirectUrl=http%3A%2F%2Flocalhost%3A9000%2F%3Fa%3Db%26c";
    let path = "https://example.org/matrix/_matrix/client";
    let url = client.url_for(&request).await.unwrap();
    assert_eq!(url, format!("{path}/r0/login/sso/redirect?{query}").as_str());
    client.set_supported_versions(SupportedVersions::from([MatrixVersion::V1_11]));
    let url = client.url_for(&request).await.unwrap();
    assert_eq!(url, format!("{path}/v3/login/sso/redirect?{query}").as_str());
    assert_eq!(server.lines(), ["GET /matrix/_matrix/client/versions"]);

    let offline = replies([Reply::failure(TransportError::connect("refused"))]);
    let error = offline.client_without_retries().url_for(&request).await.unwrap_err();
    assert!(matches!(error, CallError::Versions { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_url_has_the_fields_and_no_access_token() {
    let client = replies([]).client_without_retries();
    client.set_session(alice("swordfish"));
    let page = page::Request::new("a/b".to_owned());
    assert_eq!(client.url_for(&page).await.unwrap(), "https://example.org/page/a%2Fb");
    let url = client.url_for(&page.clone().token("t".to_owned())).await.unwrap();
    assert_eq!(url, "https://example.org/page/a%2Fb?token=t");
    let error = client.url_for(&page.language("de".to_owned())).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "page: a browser does not send the header `accept-language`; send the request with `send`"
    );
}
