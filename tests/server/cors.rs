//! CORS headers: those of the specification, and what the endpoints need.

use matrix_api::{MatrixError, server::Api};

use crate::{
    endpoints::{greet, sign, whoami},
    exchange::{Answer, request, router, send},
};

mod edit_draft {
    matrix_api::ruma_api! {
        metadata {
            description: "Edit a draft.",
            method: PATCH,
            name: "edit_draft",
            path: "/draft",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(header = "if-match")]
            pub version: String,
            #[ruma_api(header = "content-type")]
            pub content_type: String,
            #[ruma_api(raw_body)]
            pub content: Vec<u8>,
        }
        response {
            #[ruma_api(header = "etag")]
            pub version: String,
        }
    }
}

async fn edit_draft(request: edit_draft::Request) -> Result<edit_draft::Response, MatrixError> {
    Ok(edit_draft::Response::new(request.version))
}

fn cors(answer: &Answer, name: &str) -> String {
    answer.header(&format!("access-control-{name}")).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn an_api_allows_what_the_specification_recommends() {
    let router = router(Api::new().endpoint(whoami));
    for method in ["OPTIONS", "GET"] {
        let answer = send(&router, request(method, "/whoami", "")).await;
        assert_eq!(cors(&answer, "allow-origin"), "*");
        assert_eq!(cors(&answer, "allow-methods"), "GET, POST, PUT, DELETE, OPTIONS");
        let headers = "X-Requested-With, Content-Type, Authorization";
        assert_eq!(cors(&answer, "allow-headers"), headers);
        assert_eq!(cors(&answer, "expose-headers"), "Retry-After");
    }
}

#[tokio::test]
async fn methods_and_headers_of_the_endpoints_are_allowed() {
    let router = router(Api::new().endpoint(greet).endpoint(edit_draft));
    for path in ["/draft", "/v3/greet/ann", "/nowhere"] {
        let preflight = send(&router, request("OPTIONS", path, "")).await;
        assert_eq!(preflight.status, 204);
        assert_eq!(cors(&preflight, "allow-methods"), "GET, POST, PUT, DELETE, OPTIONS, PATCH");
        let headers = "X-Requested-With, Content-Type, Authorization, x-tone, if-match";
        assert_eq!(cors(&preflight, "allow-headers"), headers);
        assert_eq!(cors(&preflight, "max-age"), "7200");
    }
    let mut request = request("PATCH", "/draft", "text");
    request.headers_mut().insert("if-match", "1".parse().unwrap());
    request.headers_mut().insert("content-type", "text/plain".parse().unwrap());
    let answer = send(&router, request).await;
    assert_eq!(answer.header("etag"), Some("1"), "{answer:?}");
    assert_eq!(cors(&answer, "expose-headers"), "Retry-After, etag");
    assert_eq!(cors(&answer, "max-age"), "", "it is for preflight requests");
}

#[tokio::test]
async fn the_headers_of_an_authentication_scheme_are_allowed() {
    let router = router(Api::new().endpoint(whoami).merge(Api::new().endpoint(sign)));
    let preflight = send(&router, request("OPTIONS", "/sign", "")).await;
    let headers = "X-Requested-With, Content-Type, Authorization, x-checksum";
    assert_eq!(cors(&preflight, "allow-headers"), headers);
}

#[tokio::test]
async fn cors_headers_can_be_disabled() {
    let router = router(Api::new().endpoint(whoami).without_cors());
    for (method, path) in [("GET", "/whoami"), ("GET", "/nowhere"), ("OPTIONS", "/whoami")] {
        let answer = send(&router, request(method, path, "")).await;
        assert_eq!(answer.header("access-control-allow-origin"), None, "{method} {path}");
    }
}
