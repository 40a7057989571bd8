//! An object store: the key of an object is the rest of the path.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::extract::State;
use matrix_api::{ErrorCode, MatrixError, http::StatusCode, server::Api};

use super::{
    in_process::{client, code, not_found},
    over_tcp::client_over_tcp,
};
use crate::exchange::{request, send};

macro_rules! object_endpoint {
    (
        $method:ident $path:literal as $name:ident: $description:literal,
        { $($request:tt)* },
        { $($response:tt)* }
    ) => {
        pub mod $name {
            matrix_api::ruma_api! {
                metadata {
                    description: $description,
                    method: $method,
                    name: concat!("objects.", stringify!($name)),
                    path: concat!("/objects/{bucket}", $path),
                    rate_limited: false,
                    requires_authentication: false,
                }
                request {
                    #[ruma_api(path)]
                    pub bucket: String,
                    $($request)*
                }
                response { $($response)* }
            }
        }
    };
}

object_endpoint! {
    PUT "/{key..}" as put: "Store an object.",
    {
        #[ruma_api(path)]
        pub key: String,
        #[ruma_api(header = CONTENT_TYPE)]
        pub content_type: Option<String>,
        /// Store it only if the object there has none of these tags; `*` is any.
        #[ruma_api(header = IF_NONE_MATCH)]
        pub unless: Vec<String>,
        #[ruma_api(raw_body)]
        pub content: Vec<u8>,
    },
    {
        #[ruma_api(header = ETAG)]
        pub tag: String,
    }
}

object_endpoint! {
    GET "/{key..}" as get: "Get an object.",
    {
        #[ruma_api(path)]
        pub key: String,
    },
    {
        #[ruma_api(header = ETAG)]
        pub tag: String,
        #[ruma_api(header = CONTENT_TYPE)]
        pub content_type: String,
        #[ruma_api(raw_body)]
        pub content: Vec<u8>,
    }
}

object_endpoint! {
    DELETE "/{key..}" as delete: "Delete an object, or all objects.",
    {
        #[ruma_api(path)]
        pub key: Option<String>,
    },
    {
        pub deleted: usize,
    }
}

object_endpoint! {
    GET "" as list: "List the keys.",
    {
        #[ruma_api(query)]
        #[serde(default)]
        pub prefix: String,
    },
    {
        #[ruma_api(body)]
        pub keys: Vec<String>,
    }
}

type Objects = BTreeMap<(String, String), (String, Vec<u8>)>;

#[derive(Clone, Default)]
struct Store(Arc<Mutex<Objects>>);

fn tag(content: &[u8]) -> String {
    format!("\"{}, bytes\"", content.len())
}

async fn put_object(
    State(store): State<Store>,
    request: put::Request,
) -> Result<put::Response, MatrixError> {
    let mut objects = store.0.lock().unwrap();
    let name = (request.bucket, request.key);
    let is_unwanted = |(_, content): &(String, Vec<u8>)| {
        request.unless.iter().any(|unless| unless == "*" || *unless == tag(content))
    };
    if objects.get(&name).is_some_and(is_unwanted) {
        let status = StatusCode::PRECONDITION_FAILED;
        return Err(MatrixError::new(status, ErrorCode::Unknown, "it is there"));
    }
    let tag = tag(&request.content);
    let kind = request.content_type.unwrap_or_default();
    objects.insert(name, (kind, request.content));
    Ok(put::Response::new(tag))
}

async fn get_object(
    State(store): State<Store>,
    request: get::Request,
) -> Result<get::Response, MatrixError> {
    let objects = store.0.lock().unwrap();
    let found = objects.get(&(request.bucket, request.key));
    let (kind, content) = found.cloned().ok_or_else(not_found)?;
    Ok(get::Response::new(tag(&content), kind, content))
}

async fn delete_objects(
    State(store): State<Store>,
    request: delete::Request,
) -> Result<delete::Response, MatrixError> {
    let mut objects = store.0.lock().unwrap();
    let before = objects.len();
    objects.retain(|(bucket, key), _| {
        *bucket != request.bucket || request.key.as_ref().is_some_and(|deleted| deleted != key)
    });
    Ok(delete::Response::new(before - objects.len()))
}

async fn list_objects(
    State(store): State<Store>,
    request: list::Request,
) -> Result<list::Response, MatrixError> {
    let objects = store.0.lock().unwrap();
    let keys = objects.keys().filter(|(bucket, _)| *bucket == request.bucket);
    let keys = keys.map(|(_, key)| key.clone()).filter(|key| key.starts_with(&request.prefix));
    Ok(list::Response::new(keys.collect()))
}

fn router() -> axum::Router {
    let api = Api::new()
        .endpoint(put_object)
        .endpoint(get_object)
        .endpoint(delete_objects)
        .endpoint(list_objects);
    api.into_router(Store::default()).unwrap()
}

#[tokio::test]
async fn keys_with_slashes_are_one_argument() {
    let client = client(router());
    let keys = ["a", "photos/2024/a b.jpg", "photos/é/%2F?#", "photos"];
    for key in keys {
        let put = put::Request::new(
            "b".to_owned(),
            key.to_owned(),
            vec!["\"0, bytes\"".to_owned(), "W/\"x\"".to_owned()],
            key.into(),
        );
        let put = put.content_type("image/jpeg".to_owned());
        assert_eq!(client.send(&put).await.unwrap().tag, tag(key.as_bytes()));
        // Its own tag has a comma.
        let again = put.clone().content_type("text/plain".to_owned());
        let mut unless = again.clone();
        unless.unless.push(tag(key.as_bytes()));
        assert_eq!(code(client.send(&unless).await), "412 M_UNKNOWN");
    }
    for key in keys {
        let got = client.send(&get::Request::new("b".to_owned(), key.to_owned())).await.unwrap();
        assert_eq!((got.content, &*got.content_type), (key.into(), "image/jpeg"));
    }
    let list = |prefix: &str| list::Request::new("b".to_owned()).prefix(prefix);
    let photos = client.send(&list("photos/")).await.unwrap().keys;
    assert_eq!(photos, ["photos/2024/a b.jpg", "photos/é/%2F?#"]);
    let delete =
        |key: Option<&str>| delete::Request::new("b".to_owned()).key(key.map(str::to_owned));
    assert_eq!(client.send(&delete(Some("photos/2024/a b.jpg"))).await.unwrap().deleted, 1);
    assert_eq!(client.send(&delete(Some("nothing/there"))).await.unwrap().deleted, 0);
    assert_eq!(client.send(&delete(None)).await.unwrap().deleted, 3);
    assert!(client.send(&list("")).await.unwrap().keys.is_empty());
    let missing = get::Request::new("b".to_owned(), "a".to_owned());
    assert_eq!(code(client.send(&missing).await), "404 M_NOT_FOUND");
}

#[tokio::test]
async fn a_key_cannot_leave_its_bucket() {
    let router = router();
    for (path, expected) in [
        ("/objects/b/../c/k", "400 M_INVALID_PARAM"),
        ("/objects/b/k/%2e%2e/l", "400 M_INVALID_PARAM"),
        ("/objects/b/..%2Fc", "400 M_INVALID_PARAM"),
        ("/objects/b/k/", "400 M_INVALID_PARAM"),
        ("/objects/b//k", "404 M_UNRECOGNIZED"),
        ("/objects/b/k", "404 M_NOT_FOUND"),
    ] {
        assert_eq!(send(&router, request("GET", path, "")).await.code(), expected, "{path}");
    }
    assert_eq!(send(&router, request("GET", "/objects/b", "")).await.body, "[]");
    let wrong = send(&router, request("POST", "/objects/b/k/l", "")).await;
    assert_eq!(wrong.header("allow"), Some("PUT, GET, DELETE, HEAD, OPTIONS"));
}

#[tokio::test]
async fn keys_survive_a_network() {
    let client = client_over_tcp(router()).await;
    for key in ["a", "photos/2024/é %2F.jpg", "a;b=c/@d:e/~f/...", "{key..}/%2e%2e"] {
        let content = key.as_bytes().to_vec();
        let put = put::Request::new("b".to_owned(), key.to_owned(), vec![], content.clone());
        client.send(&put).await.unwrap();
        let got = client.send(&get::Request::new("b".to_owned(), key.to_owned())).await.unwrap();
        assert_eq!(got.content, content, "{key}");
    }
    let all = client.send(&delete::Request::new("b".to_owned())).await.unwrap();
    assert_eq!(all.deleted, 4);
}
