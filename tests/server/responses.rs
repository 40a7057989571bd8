//! Endpoints with several responses: served by an `Api`, called by a `Client` over TCP.

use std::net::Ipv4Addr;

use matrix_api::{
    ErrorCode, MatrixError,
    client::{Client, Error, RetryPolicy},
    http::{HeaderMap, StatusCode},
    server::Api,
};
use matrix_api_tests::responses::{cached, fallback, job, page, store, thumbnail};
use tokio::net::TcpListener;

use crate::exchange::{request, router, send};

async fn store(request: store::Request) -> Result<store::Response, MatrixError> {
    Ok(match request.key.as_str() {
        "old" => store::OkResponse::new(2).etag("\"2\"".to_owned()).into(),
        "new" => store::CreatedResponse::new("/objects/new".to_owned(), "k".to_owned()).into(),
        "later" => store::AcceptedResponse::new().into(),
        "same" => store::NoContentResponse::new().into(),
        _ => {
            let (status, code) = (StatusCode::NOT_FOUND, ErrorCode::NotFound);
            return Err(MatrixError::new(status, code, "no such object"));
        }
    })
}

async fn cached(request: cached::Request) -> Result<cached::Response, MatrixError> {
    let etag = "\"v1\"".to_owned();
    if request.etag.as_ref() == Some(&etag) {
        return Ok(cached::NotModifiedResponse::new(etag).into());
    }
    Ok(cached::OkResponse::new(etag, "Tea".to_owned()).into())
}

async fn page(request: page::Request) -> Result<page::Response, MatrixError> {
    match request.session {
        None => Ok(page::OkResponse::new("text/html".to_owned(), "<p>".into()).into()),
        Some(session) => {
            let redirect = page::FoundResponse::new(format!("/next?session={session}"));
            Ok(redirect.status(StatusCode::SEE_OTHER).into())
        }
    }
}

async fn thumbnail(request: thumbnail::Request) -> Result<thumbnail::Response, MatrixError> {
    let location = format!("https://cdn.example.org/{}", request.name);
    Ok(match (request.allow_redirect, request.name.as_str()) {
        (false, _) => thumbnail::OkResponse { content: vec![0_u8, 255].into() }.into(),
        (true, "moved") => thumbnail::PermanentRedirectResponse { location }.into(),
        (true, _) => thumbnail::TemporaryRedirectResponse { location }.into(),
    })
}

async fn job(request: job::Request) -> Result<job::Response, MatrixError> {
    let status = StatusCode::from_u16(request.code).map_err(MatrixError::internal)?;
    Ok(job::Response::new().status(status))
}

async fn fallback(_: fallback::Request) -> Result<fallback::Response, MatrixError> {
    Ok(fallback::Response::new("<p>".into()))
}

fn api<S>() -> Api<S>
where
    S: Clone + Send + Sync + 'static,
{
    Api::new()
        .endpoint(store)
        .endpoint(cached)
        .endpoint(page)
        .endpoint(thumbnail)
        .endpoint(job)
        .endpoint(fallback)
}

/// A client of a server on a free port, which ends with the test.
async fn client() -> Client {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = api().into_router(()).unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Client::builder().retry_policy(RetryPolicy::none()).build(&url).unwrap()
}

#[tokio::test]
async fn created_accepted_and_no_content_arrive_as_such() {
    let client = client().await;
    let put = async |key: &str| client.send(&store::Request::new(key.to_owned())).await;
    match put("old").await.unwrap() {
        store::Response::Ok(it) => assert_eq!((it.version, it.etag.as_deref()), (2, Some("\"2\""))),
        other => panic!("{other:?}"),
    }
    match put("new").await.unwrap() {
        store::Response::Created(it) => {
            assert_eq!((&*it.location, &*it.read_key), ("/objects/new", "k"));
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(put("later").await.unwrap(), store::Response::Accepted(_)));
    assert!(matches!(put("same").await.unwrap(), store::Response::NoContent(_)));
    let error = put("none").await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn a_known_document_is_not_sent_again() {
    let client = client().await;
    let first = client.send(&cached::Request::new()).await.unwrap();
    let cached::Response::Ok(first) = first else { panic!("{first:?}") };
    assert_eq!(first.title, "Tea");
    let again = client.send(&cached::Request::new().etag(first.etag)).await.unwrap();
    assert!(matches!(again, cached::Response::NotModified(it) if it.etag == "\"v1\""));
    // The connection is in order after a response without a body.
    let other = client.send(&cached::Request::new().etag("\"v0\"".to_owned())).await.unwrap();
    assert!(matches!(other, cached::Response::Ok(_)));
}

#[tokio::test]
async fn a_page_is_told_from_a_redirect() {
    let client = client().await;
    let shown = client.send(&page::Request::new()).await.unwrap();
    assert!(matches!(shown, page::Response::Ok(it) if it.page == "<p>"));
    let done = client.send(&page::Request::new().session("s".to_owned())).await.unwrap();
    let page::Response::Found(done) = done else { panic!("{done:?}") };
    assert_eq!((&*done.location, done.status), ("/next?session=s", StatusCode::SEE_OTHER));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let client = client().await;
    let get = async |name: &str, allow| {
        let request = thumbnail::Request::new(name.to_owned()).allow_redirect(allow);
        client.send(&request).await.unwrap()
    };
    match get("a", false).await {
        thumbnail::Response::Ok(it) => assert_eq!(it.content.as_ref(), [0, 255]),
        other => panic!("{other:?}"),
    }
    match get("a", true).await {
        thumbnail::Response::TemporaryRedirect(it) => {
            assert_eq!(it.location, "https://cdn.example.org/a");
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(get("moved", true).await, thumbnail::Response::PermanentRedirect(_)));
}

#[tokio::test]
async fn a_handler_chooses_the_status() {
    let client = client().await;
    for code in [200, 201, 202, 204, 205, 206, 299] {
        let response = client.send(&job::Request::new(code)).await.unwrap();
        assert_eq!(response.status.as_u16(), code);
    }
    // A status outside of the class is a mistake of the handler.
    for code in [302, 404] {
        let error = client.send(&job::Request::new(code)).await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR), "{code}");
    }
    assert_eq!(client.send(&fallback::Request::new()).await.unwrap().status, 203);
}

#[tokio::test]
async fn a_status_that_no_response_has_is_an_error_that_says_so() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let partial = || async { (StatusCode::PARTIAL_CONTENT, HeaderMap::new(), "{}") };
    let router = axum::Router::new().fallback(partial);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let client: Client = Client::builder().retry_policy(RetryPolicy::none()).build(&url).unwrap();
    let error = client.send(&store::Request::new("old".to_owned())).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "store: response status: expected 200, 201, 202 or 204, found 206 Partial Content"
    );
}

#[tokio::test]
async fn web_applications_see_the_headers_of_every_response() {
    let router = router(api());
    let answer = send(&router, request("PUT", "/objects/later", "{}")).await;
    assert_eq!(answer.status, 202);
    let exposed = answer.header("access-control-expose-headers").unwrap_or_default();
    for name in ["retry-after", "location", "etag", "content-type"] {
        let is_exposed = exposed.split(", ").any(|it| it.eq_ignore_ascii_case(name));
        assert!(is_exposed, "{name} is not in {exposed}");
    }
}
