//! The documentation page: its files, their headers, and where it may be.

use std::io::Read as _;

use axum::{
    Router,
    body::Body,
    middleware::{Next, from_fn},
};
use flate2::read::GzDecoder;
use matrix_api::{
    MatrixError, Problem,
    http::Request,
    openapi::OpenApi,
    server::{Api, ApiError},
};

use crate::{
    endpoints::{App, greet, upload, whoami},
    exchange::{Answer, request, router, send},
};

/// The title has what HTML and JSON escape.
const TITLE: &str = r#"<script>alert("1")</script> & 'more'"#;

fn documented(path: &str) -> Router {
    let settings = OpenApi::new(TITLE);
    router(Api::new().endpoint(greet).endpoint(whoami).documentation(path, settings))
}

async fn get(router: &Router, path: &str) -> Answer {
    send(router, request("GET", path, "")).await
}

fn gunzip(answer: &Answer) -> String {
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    let mut text = String::new();
    // It compares the checksum and the length.
    GzDecoder::new(&*answer.body).read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn the_page_loads_its_files_by_relative_urls() {
    let router = documented("/docs");
    let redirect = get(&router, "/docs").await;
    assert_eq!((redirect.status.as_u16(), redirect.header("location")), (308, Some("docs/")));

    let page = get(&router, "/docs/").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let html = String::from_utf8(page.body.to_vec()).unwrap();
    assert!(html.contains(
        "<title>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;</title>"
    ));
    let urls = html.split("src=\"").chain(html.split("href=\"")).filter(|it| !it.starts_with('<'));
    let urls: Vec<_> = urls.map(|it| it.split('"').next().unwrap()).collect();
    assert_eq!(
        urls,
        ["swagger-ui-bundle.js", "page.js", "data:,", "swagger-ui.css", "page.css", "openapi.json"]
    );
    for url in urls.into_iter().filter(|url| !url.starts_with("data:")) {
        assert_eq!(get(&router, &format!("/docs/{url}")).await.status, 200, "{url}");
    }
}

#[tokio::test]
async fn the_viewer_is_compressed() {
    let router = documented("/docs");
    for (name, media_type, content) in [
        ("swagger-ui-bundle.js", "text/javascript; charset=utf-8", "SwaggerUIBundle"),
        ("swagger-ui.css", "text/css; charset=utf-8", ".swagger-ui"),
    ] {
        let answer = get(&router, &format!("/docs/{name}")).await;
        assert_eq!(answer.header("content-type"), Some(media_type));
        assert_eq!(answer.header("content-length"), Some(&*answer.body.len().to_string()));
        assert!(gunzip(&answer).contains(content), "{name}");
    }
    let own = get(&router, "/docs/page.js").await;
    assert_eq!(own.header("content-encoding"), None);
    assert!(own.body.starts_with(b"// Shows the document"));
}

#[tokio::test]
async fn the_document_has_the_endpoints_and_the_server_that_it_comes_from() {
    let inner = Api::new().endpoint(whoami);
    let api = Api::new().endpoint(greet).merge(inner).documentation("/a/docs", OpenApi::new(TITLE));
    let answer = get(&router(api), "/a/docs/openapi.json").await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let document = answer.json();
    assert_eq!(document["info"]["title"], TITLE);
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/v3/greet/{name}", "/whoami"]);
    // Relative to the document: `/a/docs/openapi.json`, and `/prefix/a/docs/openapi.json`.
    assert_eq!(document["servers"], serde_json::json!([{ "url": "../.." }]));

    let settings = OpenApi::new("Elsewhere").server("https://example.org:8448/base", "");
    let api = Api::new().endpoint(greet).documentation("/", settings);
    let router = router(api);
    let document = get(&router, "/openapi.json").await.json();
    assert_eq!(document["servers"][0]["url"], "https://example.org:8448/base");
    let page = get(&router, "/").await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("; connect-src 'self' https://example.org:8448;"), "{policy}");
}

matrix_api::endpoints! {
    /// Greetings.
    const GREETINGS = [greet, whoami];
}

#[tokio::test]
async fn the_document_is_that_of_the_collection() {
    let settings = || OpenApi::new("Greetings").server("https://example.org", "");
    let served = async |settings: OpenApi| {
        let api = Api::new().endpoint(whoami).endpoint(greet).documentation("/docs", settings);
        get(&router(api), "/docs/openapi.json").await.body
    };
    let expected = GREETINGS.openapi(&settings()).unwrap().to_json();
    assert_eq!(served(settings().collection(&GREETINGS)).await, expected);
    // Otherwise the endpoints are in the order of the handlers.
    assert_ne!(served(settings()).await, expected);
}

#[tokio::test]
async fn endpoints_of_no_collection_follow_those_of_the_collection() {
    matrix_api::endpoints! {
        const GREET = [greet];
    }
    let api = Api::new().endpoint(whoami).endpoint(greet);
    let api = api.documentation("/docs", OpenApi::new("Greetings").collection(&GREET));
    let document = get(&router(api), "/docs/openapi.json").await;
    let text = String::from_utf8(document.body.to_vec()).unwrap();
    let position = |name: &str| text.find(&format!("\"operationId\": \"{name}\"")).unwrap();
    assert!(position("greet") < position("whoami"));
}

#[tokio::test]
async fn a_merged_api_can_have_a_page_of_its_own() {
    let inner = Api::new().endpoint(upload).documentation("/admin/docs", OpenApi::new("Admin"));
    let outer = Api::new().endpoint(greet).documentation("/docs", OpenApi::new("All"));
    let router = router(outer.merge(inner));
    let all = get(&router, "/docs/openapi.json").await.json();
    assert_eq!(all["paths"].as_object().unwrap().len(), 2);
    let admin = get(&router, "/admin/docs/openapi.json").await.json();
    assert_eq!(admin["paths"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn nothing_but_the_files_of_the_page_may_run() {
    let page = get(&documented("/docs"), "/docs/").await;
    assert_eq!(
        page.header("content-security-policy"),
        Some(
            "default-src 'self'; connect-src 'self'; img-src 'self' data:; object-src 'none'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
    );
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
}

#[tokio::test]
async fn a_known_file_is_not_sent_again() {
    let router = documented("/docs");
    let first = get(&router, "/docs/swagger-ui.css").await;
    let tag = first.header("etag").unwrap();
    assert!(tag.len() > 2 && tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    assert_eq!(first.header("cache-control"), Some("no-cache"));
    assert_ne!(get(&router, "/docs/page.css").await.header("etag"), Some(tag));
    for (known, status) in [
        (tag.to_owned(), 304),
        (format!("\"other\", W/{tag}"), 304),
        ("*".to_owned(), 304),
        ("\"other\"".to_owned(), 200),
        (tag.trim_matches('"').to_owned(), 200),
    ] {
        let request = Request::get("/docs/swagger-ui.css").header("if-none-match", &known);
        let again = send(&router, request.body(Body::empty()).unwrap()).await;
        assert_eq!(again.status, status, "{known}");
        assert_eq!(again.header("etag"), Some(tag));
        assert_eq!(again.body.is_empty(), status == 304);
        assert_eq!(again.header("content-encoding").is_none(), status == 304);
    }
}

#[tokio::test]
async fn other_methods_are_handled_as_at_endpoints() {
    let router = documented("/docs");
    let get = get(&router, "/docs/openapi.json").await;
    let head = send(&router, request("HEAD", "/docs/openapi.json", "")).await;
    assert_eq!(head.headers, get.headers);
    assert!(head.body.is_empty() && !get.body.is_empty());
    assert_eq!(get.header("access-control-allow-origin"), Some("*"));

    let refused = send(&router, request("POST", "/docs/openapi.json", "unread")).await;
    assert_eq!(refused.code(), "405 M_UNRECOGNIZED");
    assert_eq!(refused.header("allow"), Some("GET, HEAD, OPTIONS"));
    assert_eq!(send(&router, request("OPTIONS", "/docs/", "")).await.status, 204);
    assert_eq!(
        send(&router, request("GET", "/docs/other.js", "")).await.code(),
        "404 M_UNRECOGNIZED"
    );

    let api = Api::new().endpoint(greet).documentation("/docs", OpenApi::new("Problems"));
    let router = crate::exchange::router(api.fallback_error::<Problem>());
    let refused = send(&router, request("PUT", "/docs", "")).await;
    assert_eq!(refused.header("content-type"), Some("application/problem+json"));
}

#[tokio::test]
async fn layers_do_not_apply_to_the_page() {
    let refuse = from_fn(async |_: Request<Body>, _: Next| MatrixError::unknown_token());
    let api = Api::new().endpoint(whoami).documentation("/docs", OpenApi::new("Open"));
    let router = router(api.layer(refuse));
    assert_eq!(get(&router, "/whoami").await.status, 401);
    assert_eq!(get(&router, "/docs/").await.status, 200);
}

#[test]
fn a_path_of_the_page_is_checked() {
    let build = |path: &str| {
        let api = Api::new().endpoint(whoami).documentation(path, OpenApi::new("Pages"));
        api.into_router(App::default()).map(|_| ()).map_err(|error| error.to_string())
    };
    for path in ["/", "/docs", "/docs/v1.2", "/_~-"] {
        assert_eq!(build(path), Ok(()), "{path}");
    }
    for path in ["", "docs", "/docs/", "//", "/a//b", "/{x}", "/a b", "/a?b", "/../a", "/ä", "/%41"]
    {
        let expected = format!(
            "invalid path `{path}` of the documentation; write `/` at the start, and segments of \
             letters, digits, `-`, `.`, `_` and `~`"
        );
        assert_eq!(build(path), Err(expected));
    }
    assert_eq!(
        build("/whoami").unwrap_err(),
        "`/whoami` is a path of the documentation and of something else; change one of them"
    );
}

#[test]
fn pages_and_endpoints_cannot_share_a_path() {
    let settings = || OpenApi::new("Pages");
    let twice =
        Api::<App>::new().documentation("/docs", settings()).documentation("/docs", settings());
    let error = twice.into_router(App::default()).unwrap_err();
    assert!(matches!(error, ApiError::DocumentationOverlap { .. }), "{error}");
    let merged = Api::<App>::new().merge(Api::new().documentation("/", settings()));
    let merged = merged.documentation("/", settings());
    let error = merged.into_router(App::default()).unwrap_err();
    assert!(matches!(error, ApiError::DocumentationOverlap { .. }), "{error}");
}

#[test]
fn endpoints_that_cannot_be_described_are_an_error() {
    let api = Api::new().endpoint(whoami).endpoint(whoami);
    let error = api.documentation("/docs", OpenApi::new("Twice")).into_router(App::default());
    let error = error.unwrap_err();
    assert!(matches!(error, ApiError::OpenApi(_)), "{error}");
    assert!(error.to_string().starts_with("the endpoints cannot be documented: "), "{error}");
}
