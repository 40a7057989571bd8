//! Routing.

use std::marker::PhantomData;

use axum::{middleware::map_response, response::Response, routing::get};
use matrix_api::{
    Endpoint, FromHttpRequestError, IncomingRequest, IntoHttpError, MatrixError, Metadata,
    OutgoingResponse, PathHistory,
    authentication::NoAuthentication,
    bytes::Bytes,
    http::Method,
    path_template,
    server::{Api, ApiError},
    wire::{RawBody as _, RequestDecoder, ResponseEncoder},
};

use crate::{
    endpoints::{App, greet, upload},
    exchange::{request, router, send},
};

/// A response with the endpoint's name.
struct Name<R>(PhantomData<R>);

impl<R: Endpoint<Response = Self>> OutgoingResponse for Name<R> {
    type Endpoint = R;

    fn encode(&self, encoder: &mut ResponseEncoder<'_>) -> Result<(), IntoHttpError> {
        Bytes::from(R::METADATA.name).encode(encoder.raw_body())
    }
}

/// Responds with the endpoint's name.
async fn name<R: Endpoint>(_: R) -> Result<Name<R>, MatrixError> {
    Ok(Name(PhantomData))
}

/// Endpoints written by hand, with different methods and paths.
macro_rules! endpoints {
    ($($name:ident: $method:expr, $path:literal $(, $optional:ident)?;)*) => {$(
        #[allow(non_camel_case_types)]
        struct $name;

        impl Endpoint for $name {
            const METADATA: &'static Metadata = {
                static METADATA: Metadata =
                    Metadata::new(stringify!($name), $method, PathHistory::fixed(path_template!($path $(, $optional)?)));
                &METADATA
            };
            type Authentication = NoAuthentication;
            type Response = Name<Self>;
            type Error = MatrixError;
        }

        impl IncomingRequest for $name {
            fn decode(_: &RequestDecoder<'_>) -> Result<Self, FromHttpRequestError> {
                Ok(Self)
            }
        }
    )*};
}

endpoints! {
    get_profile: Method::GET, "/profile/{user_id}";
    put_profile: Method::PUT, "/profile/{who}";
    get_own_profile: Method::GET, "/profile/me";
    get_profile_field: Method::GET, "/profile/{user_id}/{field}";
    get_profile_name: Method::GET, "/profile/{user_id}/name";
    get_any_profile: Method::GET, "/profile/{anyone}";
    head_profile: Method::HEAD, "/profile/{user_id}";
    options_profile: Method::OPTIONS, "/profile/{user_id}";
    get_colon: Method::GET, "/:colon/*star";
    without_slash: Method::GET, "profile";
    half_a_segment: Method::GET, "/profile/@{user_id}";
    unclosed: Method::GET, "/profile/{user_id";
    wildcard: Method::GET, "/profile/{*rest}";
    nameless: Method::GET, "/profile/{}";
    empty_segment: Method::GET, "/profile//name";
    get_state: Method::GET, "/{room}/state/{type}/{key}", optional;
    put_state: Method::PUT, "/{room_id}/state/{event_type}/{state_key}", optional;
    get_all_state: Method::GET, "/{room}/state";
    get_state_of_type: Method::GET, "/{room}/state/{type}";
    get_root: Method::GET, "/{root}", optional;
    get_object: Method::GET, "/objects/{bucket}/{key..}";
    put_object: Method::PUT, "/objects/{bucket}/{path..}";
    get_objects: Method::GET, "/objects/{bucket}/{key..}", optional;
    get_bucket: Method::GET, "/objects/{bucket}";
    get_policy: Method::GET, "/objects/{bucket}/policy";
    get_policy_of: Method::GET, "/objects/{bucket}/policy/{name}/of";
    put_acl: Method::PUT, "/objects/{bucket}/{name}/acl";
}

#[tokio::test]
async fn every_path_of_the_history_is_routed() {
    let router = router(Api::new().endpoint(greet));
    let mut paths = 0;
    for template in greet::Request::METADATA.path.templates() {
        let path = format!("{}?times=1", template.as_str().replace("{name}", "ann"));
        let mut request = request("POST", &path, r#"{"word":"hello"}"#);
        request.headers_mut().insert("x-tone", "1".parse().unwrap());
        assert_eq!(send(&router, request).await.body, r#"{"text":"hello ann"}"#, "{path}");
        paths += 1;
    }
    assert_eq!(paths, 3);
}

#[tokio::test]
async fn literal_segments_win_over_placeholders() {
    // The first match would be wrong in this order.
    let router = router(
        Api::new()
            .endpoint(name::<get_profile>)
            .endpoint(name::<put_profile>)
            .endpoint(name::<get_own_profile>)
            .endpoint(name::<get_profile_field>)
            .endpoint(name::<get_profile_name>)
            .endpoint(name::<get_colon>),
    );
    for (method, path, expected) in [
        ("GET", "/profile/ann", "get_profile"),
        ("GET", "/profile/me?name", "get_own_profile"),
        ("GET", "/profile/Me", "get_profile"),
        ("GET", "/profile/me/", ""),
        ("GET", "/profile/%40ann%3Aexample.org", "get_profile"),
        ("GET", "/profile/a%2Fb", "get_profile"),
        ("PUT", "/profile/ann", "put_profile"),
        ("GET", "/profile/ann/age", "get_profile_field"),
        ("GET", "/profile/me/age", "get_profile_field"),
        ("GET", "/profile/ann/name", "get_profile_name"),
        ("GET", "/profile/ann//name", ""),
        ("GET", "/profile//name", ""),
        ("GET", "/profile//", ""),
        ("GET", "/:colon/*star", "get_colon"),
    ] {
        let answer = send(&router, request(method, path, "")).await;
        let name = if answer.status == 200 { answer.body } else { Bytes::new() };
        assert_eq!(name, expected, "{method} {path}");
    }
    // The methods of another path are not those of this one.
    assert_eq!(send(&router, request("PUT", "/profile/me", "")).await.status, 405);
}

/// The endpoint that responds, or nothing.
async fn names(router: &axum::Router, cases: &[(&str, &str, &str)]) {
    for (method, path, expected) in cases {
        let answer = send(router, request(method, path, "")).await;
        let name = if answer.status == 200 { answer.body } else { Bytes::new() };
        assert_eq!(name, *expected, "{method} {path}");
    }
}

#[tokio::test]
async fn an_optional_end_may_be_absent_with_its_slash() {
    let state = Api::new()
        .endpoint(name::<get_all_state>)
        .endpoint(name::<put_state>)
        .endpoint(name::<get_state>);
    let router = router(state);
    let cases = &[
        ("GET", "/!a/state/t/k", "get_state"),
        ("GET", "/!a/state/t/", "get_state"),
        ("GET", "/!a/state/t", "get_state"),
        ("PUT", "/!a/state/t", "put_state"),
        ("PUT", "/!a/state/t/?x", "put_state"),
        ("GET", "/!a/state", "get_all_state"),
        ("GET", "/!a/state/", ""),
        ("GET", "/!a/state/t/k/", ""),
        ("GET", "/!a/state/t//", ""),
    ];
    names(&router, cases).await;
    let wrong = send(&router, request("DELETE", "/!a/state/t", "")).await;
    assert_eq!(wrong.code(), "405 M_UNRECOGNIZED");
    let root = crate::exchange::router(Api::new().endpoint(name::<get_root>));
    names(&root, &[("GET", "/", "get_root"), ("GET", "/a", "get_root"), ("GET", "/a/", "")]).await;
}

#[tokio::test]
async fn the_rest_of_a_path_is_several_segments() {
    let objects = Api::new()
        .endpoint(name::<get_object>)
        .endpoint(name::<put_object>)
        .endpoint(name::<get_policy>)
        .endpoint(name::<get_policy_of>);
    let router = router(objects);
    let cases = &[
        ("GET", "/objects/b/k", "get_object"),
        ("PUT", "/objects/b/k/l/m%2Fn", "put_object"),
        ("GET", "/objects/b", ""),
        ("GET", "/objects/b/", ""),
        ("GET", "/objects/b//k", ""),
        ("GET", "/objects/b/k//l", ""),
        // Literal segments win, as long as the rest of the path matches as well.
        ("GET", "/objects/b/policy", "get_policy"),
        ("PUT", "/objects/b/policy", ""),
        ("GET", "/objects/b/policy/n/of", "get_policy_of"),
        ("GET", "/objects/b/policy/n", "get_object"),
        ("GET", "/objects/b/policy/n/of/x", "get_object"),
        ("GET", "/objects/b/policies", "get_object"),
    ];
    names(&router, cases).await;
    let wrong = send(&router, request("DELETE", "/objects/b/k/l", "")).await;
    assert_eq!(wrong.header("allow"), Some("GET, PUT, HEAD, OPTIONS"));
    let optional = crate::exchange::router(Api::new().endpoint(name::<get_objects>));
    let cases = &[
        ("GET", "/objects/b", "get_objects"),
        ("GET", "/objects/b/", "get_objects"),
        ("GET", "/objects/b/k/l", "get_objects"),
        ("GET", "/objects/", ""),
    ];
    names(&optional, cases).await;
}

#[tokio::test]
async fn a_wrong_method_gets_the_methods_of_the_path() {
    let get = || Api::new().endpoint(name::<get_profile>);
    for (api, expected) in [
        (get(), "GET, HEAD, OPTIONS"),
        (get().endpoint(name::<put_profile>), "GET, PUT, HEAD, OPTIONS"),
        (get().endpoint(name::<head_profile>), "GET, HEAD, OPTIONS"),
        (
            get().endpoint(name::<put_profile>).endpoint(name::<head_profile>),
            "GET, PUT, HEAD, OPTIONS",
        ),
        (Api::new().endpoint(name::<put_profile>), "PUT, OPTIONS"),
        (get().endpoint(name::<options_profile>), "GET, OPTIONS, HEAD"),
    ] {
        let answer = send(&router(api), request("DELETE", "/profile/ann", "")).await;
        assert_eq!(answer.code(), "405 M_UNRECOGNIZED");
        assert_eq!(answer.header("allow"), Some(expected));
    }
}

#[tokio::test]
async fn an_endpoint_can_handle_head_and_options_itself() {
    let api = Api::new()
        .endpoint(name::<get_profile>)
        .endpoint(name::<head_profile>)
        .endpoint(name::<options_profile>);
    let router = router(api);
    let answer = send(&router, request("OPTIONS", "/profile/ann", "")).await;
    assert_eq!(answer.body, "options_profile");
    let answer = send(&router, request("HEAD", "/profile/ann", "")).await;
    assert_eq!(answer.header("content-length"), Some("12"), "that of `head_profile`");
}

#[tokio::test]
async fn an_endpoint_can_refuse_head() {
    let api = Api::new()
        .endpoint(name::<get_profile>)
        .endpoint(name::<get_own_profile>)
        .without_head_of::<get_own_profile>();
    let router = router(api);
    for (method, path, expected) in [
        ("HEAD", "/profile/ann", 200),
        ("HEAD", "/profile/me", 405),
        ("GET", "/profile/me", 200),
        ("OPTIONS", "/profile/me", 204),
    ] {
        assert_eq!(send(&router, request(method, path, "")).await.status, expected, "{path}");
    }
    let refused = send(&router, request("HEAD", "/profile/me", "")).await;
    assert_eq!(refused.header("allow"), Some("GET, OPTIONS"));
}

#[test]
fn two_endpoints_for_the_same_requests_are_an_error_that_names_both() {
    let error = |api: Api<App>| api.into_router(App::default()).unwrap_err();
    let api = || Api::new().endpoint(name::<get_profile>);
    let overlap = error(api().endpoint(name::<get_any_profile>));
    assert_eq!(
        overlap.to_string(),
        "the endpoints `get_profile` and `get_any_profile` both match GET /profile/{anyone}; \
         serve one of them, or change a path"
    );
    let twice = error(api().endpoint(name::<get_profile>));
    assert!(matches!(twice, ApiError::Overlap { first: "get_profile", second: "get_profile", .. }));
}

#[test]
fn each_form_of_a_path_may_overlap_with_another_one() {
    let error = |api: Api<App>| api.into_router(App::default()).unwrap_err().to_string();
    let state = || Api::new().endpoint(name::<get_state>);
    assert_eq!(
        error(state().endpoint(name::<get_state_of_type>)),
        "the endpoints `get_state` and `get_state_of_type` both match GET /{room}/state/{type}; serve \
         one of them, or change a path"
    );
    let objects = Api::new().endpoint(name::<get_bucket>).endpoint(name::<get_objects>);
    assert_eq!(
        error(objects),
        "the endpoints `get_bucket` and `get_objects` both match GET /objects/{bucket}; serve one of \
         them, or change a path"
    );
    let objects = Api::new().endpoint(name::<get_object>).endpoint(name::<get_objects>);
    assert!(error(objects).contains("both match GET /objects/{bucket}/{key..};"));
    for api in [
        Api::new().endpoint(name::<get_object>).endpoint(name::<put_acl>),
        Api::new().endpoint(name::<put_acl>).endpoint(name::<get_object>),
    ] {
        assert_eq!(
            error(api),
            "the endpoint `get_object` has all paths /objects/{bucket}/{key..}, which leaves no \
             placeholder for /objects/{bucket}/{name}/acl of the endpoint `put_acl`; write a literal \
             segment there"
        );
    }
}

#[test]
fn a_path_that_cannot_be_routed_is_an_error() {
    let error = |api: Api<App>| api.into_router(App::default()).unwrap_err().to_string();
    assert_eq!(
        error(Api::new().endpoint(name::<without_slash>)),
        "invalid path `profile` of the endpoint `without_slash`; write `/` at the start, no empty \
         segments, and placeholders such as `{name}` as whole segments"
    );
    for (message, endpoint) in [
        (error(Api::new().endpoint(name::<half_a_segment>)), "half_a_segment"),
        (error(Api::new().endpoint(name::<unclosed>)), "unclosed"),
        (error(Api::new().endpoint(name::<wildcard>)), "wildcard"),
        (error(Api::new().endpoint(name::<nameless>)), "nameless"),
        (error(Api::new().endpoint(name::<empty_segment>)), "empty_segment"),
    ] {
        assert!(message.starts_with("invalid path `"), "{message}");
        assert!(message.contains(&format!("of the endpoint `{endpoint}`;")), "{message}");
    }
}

#[test]
fn a_limit_for_an_endpoint_that_is_not_served_is_an_error() {
    let api = Api::new().endpoint(name::<get_profile>).body_limit_of::<upload::Request>(1);
    let error = api.into_router(App::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a setting is for the endpoint `upload`, which has no handler; add the handler"
    );
}

#[tokio::test]
async fn the_router_accepts_more_routes_and_can_be_nested() {
    let api = router(Api::new().endpoint(name::<get_profile>));
    let router = api.clone().route("/about", get(|| async { "about" }));
    assert_eq!(send(&router, request("GET", "/about", "")).await.body, "about");
    assert_eq!(send(&router, request("GET", "/profile/ann", "")).await.body, "get_profile");
    let nested = axum::Router::new().nest("/nested", api);
    assert_eq!(send(&nested, request("GET", "/nested/profile/ann", "")).await.body, "get_profile");
    assert_eq!(send(&nested, request("GET", "/nested/x", "")).await.code(), "404 M_UNRECOGNIZED");
}

#[tokio::test]
async fn merged_apis_share_paths_and_keep_their_settings() {
    let other = Api::new().endpoint(name::<put_profile>).endpoint(upload).body_limit(3).layer(
        map_response(async |mut response: Response| {
            response.headers_mut().insert("x-layer", "other".parse().unwrap());
            response
        }),
    );
    let router = router(Api::new().endpoint(name::<get_profile>).endpoint(greet).merge(other));
    for (method, path, body, expected, layer) in [
        ("GET", "/profile/ann", "", 200, None),
        ("PUT", "/profile/ann", "", 200, Some("other")),
        ("PUT", "/upload", "123", 200, Some("other")),
        ("PUT", "/upload", "1234", 413, Some("other")),
        ("POST", "/v3/greet/ann?times=1", r#"{"word":"hello"}"#, 400, None),
        ("GET", "/nowhere", "", 404, None),
    ] {
        let answer = send(&router, request(method, path, body)).await;
        assert_eq!(answer.status, expected, "{method} {path}");
        assert_eq!(answer.header("x-layer"), layer, "{method} {path}");
    }
    let wrong = send(&router, request("DELETE", "/profile/ann", "")).await;
    assert_eq!(wrong.header("allow"), Some("GET, PUT, HEAD, OPTIONS"));
}

#[test]
fn merged_apis_must_not_overlap() {
    let api = || Api::<App>::new().endpoint(name::<get_profile>);
    let error = api().merge(Api::new().merge(api())).into_router(App::default()).unwrap_err();
    assert!(matches!(error, ApiError::Overlap { .. }), "{error}");
    let other = Api::new().body_limit_of::<upload::Request>(1);
    let error = api().endpoint(upload).merge(other).into_router(App::default()).unwrap_err();
    assert!(matches!(error, ApiError::MissingHandler { .. }), "{error}");
}

#[tokio::test]
async fn an_api_with_another_state_is_the_fallback() {
    let first = router(Api::new().endpoint(name::<get_profile>));
    let second = Api::new().endpoint(name::<get_colon>).into_router(()).unwrap();
    let both = first.fallback_service(second);
    for (path, expected) in [("/profile/ann", 200), ("/:colon/*star", 200), ("/nowhere", 404)] {
        let answer = send(&both, request("GET", path, "")).await;
        assert_eq!(answer.status, expected, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{path}");
    }
}
