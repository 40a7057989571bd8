//! The endpoints of an API as values.

use matrix_api::{
    endpoints::{DuplicateEndpoint, EndpointEntry, RecodeError},
    http::{Method, Request},
    server::Api,
};

use crate::endpoints::{App, greet, upload, whoami};

mod again {
    pub(super) use crate::endpoints::whoami;
}

/// Two endpoints have the same identifier, and two the same path.
mod same {
    macro_rules! endpoint {
        ($name:ident, $method:ident, $operation_id:literal, $path:literal, $key:ident) => {
            pub mod $name {
                matrix_api::ruma_api! {
                    metadata {
                        description: "Store a value.",
                        method: $method,
                        name: "store",
                        operation_id: $operation_id,
                        path: $path,
                        rate_limited: false,
                        requires_authentication: false,
                    }
                    request {
                        #[ruma_api(path)]
                        pub $key: String,
                    }
                    response {}
                }
            }
        };
    }
    endpoint!(put, PUT, "store", "/store/{key}", key);
    endpoint!(post, POST, "store", "/store/{key}", key);
    endpoint!(put_again, PUT, "put_again", "/store/{name}", name);
}

matrix_api::endpoints! {
    /// Some endpoints.
    const LISTED = [crate::endpoints::greet, crate::endpoints::whoami, crate::endpoints::upload];
}

#[test]
fn duplicates_have_the_same_name_or_path() {
    matrix_api::endpoints! {
        const ALIKE = [same::put, same::post, same::put_again, whoami, again::whoami];
    }
    let (put, post) = ("server::listing::same::put", "server::listing::same::post");
    let (put_again, whoami) = ("server::listing::same::put_again", "server::endpoints::whoami");
    let found: Vec<String> = ALIKE.duplicates().iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            format!("two endpoints have the operation ID `store`: {put} and {post}"),
            format!("two endpoints have the path `PUT /store/{{name}}`: {put} and {put_again}"),
            format!("two endpoints have the operation ID `whoami`: {whoami} and {whoami}"),
            format!("two endpoints have the path `GET /whoami`: {whoami} and {whoami}"),
        ]
    );
    let DuplicateEndpoint::Path { method, path, first, .. } = &ALIKE.duplicates()[1] else {
        panic!("not a path");
    };
    assert_eq!((method, *path, *first), (&Method::PUT, "/store/{name}", put));
    assert_eq!(LISTED.duplicates(), []);
}

fn names(endpoints: &[EndpointEntry]) -> Vec<&'static str> {
    endpoints.iter().map(|endpoint| endpoint.metadata().name).collect()
}

#[test]
fn an_api_lists_its_endpoints_and_those_of_merged_apis() {
    let inner = Api::new().endpoint(whoami).merge(Api::new().endpoint(upload));
    let api: Api<App> = Api::new().merge(inner).endpoint(greet);
    assert_eq!(names(&api.endpoints()), ["greet", "whoami", "upload"]);
    assert_eq!(api.endpoints()[1].module(), "server::endpoints::whoami");
    assert_eq!(names(&Api::<App>::new().endpoints()), [""; 0]);
}

#[test]
fn endpoints_without_a_handler_are_missing() {
    let api: Api<App> = Api::new().endpoint(whoami);
    assert_eq!(names(&api.missing(&LISTED)), ["greet", "upload"]);
    let api = api.merge(Api::new().endpoint(upload).endpoint(greet));
    assert_eq!(names(&api.missing(&LISTED)), [""; 0]);
}

#[test]
fn a_router_is_refused_while_a_required_handler_is_missing() {
    let api = |inner: Api<App>| Api::new().endpoint(whoami).merge(inner).require_all(&LISTED);
    let error = api(Api::new()).into_router(App::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`LISTED` has endpoints without a handler: `greet`, `upload`; add one for each"
    );
    let others = || Api::new().endpoint(upload).endpoint(greet);
    assert!(api(others()).into_router(App::default()).is_ok());
    // A merged API is judged by its own handlers.
    let error = api(others().require_all(&LISTED)).into_router(App::default()).unwrap_err();
    assert!(error.to_string().contains("`whoami`"), "{error}");
}

/// A handler needs one direction of the codec only.
#[test]
fn the_endpoints_of_an_api_have_no_codec() {
    let api: Api<App> = Api::new().endpoint(whoami);
    let request = Request::get("/whoami").body(Default::default()).unwrap();
    let error = api.endpoints()[0].recode_request(&request).unwrap_err();
    assert!(matches!(error, RecodeError::NoCodec));
    assert!(LISTED.as_slice()[1].recode_request(&request).is_ok());
}
