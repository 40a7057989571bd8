//! Endpoints with several responses, and fields that are the status.

use matrix_api::{
    DecodeError, FromHttpResponseError, IncomingResponse, MatrixError, OutgoingResponse,
    bytes::Bytes,
    error::{DecodeProblem, Part},
    http::{Response, StatusCode},
    metadata::FieldPlace,
};
use matrix_api_tests::{
    responses::{cached, fallback, job, page, store, thumbnail},
    through_response,
};

/// A received response with a status, headers and a body.
fn received(status: u16, headers: &[(&str, &str)], body: &'static str) -> Response<Bytes> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Bytes::from_static(body.as_bytes())).unwrap_or_else(|error| panic!("{error}"))
}

/// Decodes a response whose status is that of a success.
fn decode<R>(response: &Response<Bytes>) -> Result<R, DecodeError>
where
    R: IncomingResponse<Endpoint: matrix_api::Endpoint<Response = R, Error = MatrixError>>,
{
    R::try_from_http_response(response).map_err(|error| match error {
        FromHttpResponseError::Decode(error) => error,
        other => panic!("{other}"),
    })
}

/// The status and the body that are sent.
fn sent(response: &impl OutgoingResponse) -> (u16, Bytes) {
    let response = response.try_into_http_response().unwrap_or_else(|error| panic!("{error}"));
    (response.status().as_u16(), response.into_body())
}

fn refused(response: &impl OutgoingResponse) -> String {
    response.try_into_http_response().err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn each_response_is_sent_with_its_status() {
    let replaced = store::Response::from(store::OkResponse::new(2));
    assert_eq!(sent(&replaced), (200, r#"{"version":2}"#.into()));
    let created = store::CreatedResponse::new("/objects/5".to_owned(), "k".to_owned());
    assert_eq!(sent(&store::Response::Created(created)), (201, r#"{"read_key":"k"}"#.into()));
    let accepted = store::AcceptedResponse::new();
    assert_eq!(sent(&store::Response::from(accepted)), (202, "{}".into()));
    assert_eq!(sent(&store::Response::from(store::NoContentResponse::new())), (204, "".into()));
}

#[test]
fn a_response_is_read_by_the_status_that_arrived() {
    let response = decode(&received(200, &[], r#"{"version": 3}"#));
    assert!(matches!(response, Ok(store::Response::Ok(ok)) if ok.version == 3));
    let response = received(201, &[("location", "/o"), ("etag", "e")], r#"{"read_key": "k"}"#);
    let Ok(store::Response::Created(created)) = decode(&response) else { panic!("not created") };
    assert_eq!((created.location.as_str(), created.read_key.as_str()), ("/o", "k"));
    assert_eq!(created.etag.as_deref(), Some("e"));
    assert!(matches!(decode(&received(202, &[], "")), Ok(store::Response::Accepted(_))));
    assert!(matches!(decode(&received(204, &[], "")), Ok(store::Response::NoContent(_))));
    let response = store::Response::try_from_http_response(&received(409, &[], "{}"));
    assert!(matches!(response, Err(FromHttpResponseError::Endpoint(error)) if error.status == 409));
}

#[test]
fn of_several_2xx_responses_each_has_its_own_status_only() {
    for status in [203, 205, 206, 226, 299] {
        let error = decode::<store::Response>(&received(status, &[], "{}")).unwrap_err();
        let found = StatusCode::from_u16(status).unwrap();
        assert_eq!(
            error.to_string(),
            format!("store: response status: expected 200, 201, 202 or 204, found {found}")
        );
        assert_eq!((error.part(), error.location()), (Part::Status, ""));
        assert!(matches!(error.problem(), DecodeProblem::Status { found, .. } if *found == status));
    }
}

#[test]
fn an_error_names_the_field_and_hides_the_secrets_of_its_response() {
    let error = |status, body| {
        decode::<store::Response>(&received(status, &[("location", "/")], body))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(error(200, "{}"), "store: response body: `version`: missing");
    assert_eq!(error(201, "{}"), "store: response body: `read_key`: missing");
    // `key` is a secret where the object was created, and none where it was replaced.
    let body = r#"{"version": 1, "read_key": "k", "key": {"marker": {}}}"#;
    assert_eq!(
        error(200, body),
        "store: response body: `key.marker`: expected a string, found an object"
    );
    assert_eq!(error(201, body), "store: response body: `key`: expected a string, found an object");
}

#[test]
fn a_secret_header_is_sensitive_in_its_response_only() {
    let created = store::CreatedResponse::new("/o".to_owned(), "k".to_owned());
    let created = store::Response::from(created.etag("e".to_owned()));
    let (created, _) = through_response(&created);
    assert!(created.headers()["etag"].is_sensitive());
    let replaced = store::Response::from(store::OkResponse::new(1).etag("e".to_owned()));
    let (replaced, _) = through_response(&replaced);
    assert!(!replaced.headers()["etag"].is_sensitive());
}

/// [RFC 9110, section 15.4.5](https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5).
#[test]
fn not_modified_is_exact_and_has_no_body() {
    let fresh = cached::NotModifiedResponse::new("\"v1\"".to_owned());
    let (encoded, decoded) = through_response(&cached::Response::from(fresh));
    assert_eq!((encoded.status().as_u16(), encoded.body().len()), (304, 0));
    assert!(matches!(decoded, cached::Response::NotModified(it) if it.etag == "\"v1\""));
    // Any other 2xx is the one response of that class; another redirect is an error response.
    let etag = [("etag", "e")];
    for status in [200, 203, 206] {
        let response = decode(&received(status, &etag, r#"{"title": "t"}"#));
        assert!(matches!(response, Ok(cached::Response::Ok(it)) if it.title == "t"), "{status}");
    }
    for status in [300, 302, 305, 307] {
        let response = cached::Response::try_from_http_response(&received(status, &etag, "{}"));
        assert!(matches!(response, Err(FromHttpResponseError::Endpoint(_))), "{status}");
    }
}

#[test]
fn a_page_or_a_redirect() {
    let html = page::OkResponse::new("text/html".to_owned(), "<p>".into());
    let (encoded, decoded) = through_response(&page::Response::from(html));
    assert_eq!(encoded.headers()["content-type"], "text/html");
    assert!(matches!(decoded, page::Response::Ok(it) if it.page == "<p>"));
    let redirect = page::FoundResponse::new("https://example.org/".to_owned());
    assert_eq!(sent(&page::Response::from(redirect)), (302, "".into()));
    for status in [301, 302, 303, 307, 308] {
        let response = received(status, &[("location", "/a")], "<p>moved</p>");
        let response = decode(&response);
        let Ok(page::Response::Found(redirect)) = response else { panic!("{status}") };
        assert_eq!((redirect.location.as_str(), redirect.status.as_u16()), ("/a", status));
    }
}

#[test]
fn two_redirects_are_told_apart() {
    let to = |status| decode::<thumbnail::Response>(&received(status, &[("location", "/t")], ""));
    assert!(matches!(to(307), Ok(thumbnail::Response::TemporaryRedirect(_))));
    assert!(matches!(to(308), Ok(thumbnail::Response::PermanentRedirect(_))));
    assert_eq!(
        to(302).unwrap_err().to_string(),
        "thumbnail: response status: expected 307 or 308, found 302 Found"
    );
    let response = decode(&received(206, &[], "png"));
    assert!(matches!(response, Ok(thumbnail::Response::Ok(it)) if it.content == "png"));
}

#[test]
fn a_status_field_is_the_status_that_arrived() {
    for status in [200, 201, 202, 204, 206, 299] {
        let response: job::Response = decode(&received(status, &[], "{}")).unwrap();
        assert_eq!(response.status.as_u16(), status);
    }
    assert_eq!(job::Response::new().status, StatusCode::ACCEPTED);
    assert_eq!(sent(&job::Response::new()), (202, "{}".into()));
    for status in [StatusCode::OK, StatusCode::CREATED, StatusCode::ALREADY_REPORTED] {
        let (encoded, decoded) = through_response(&job::Response::new().status(status));
        assert_eq!((encoded.status(), decoded.status), (status, status));
    }
}

#[test]
fn a_status_field_of_another_class_is_not_sent() {
    let job = |status| refused(&job::Response::new().status(status));
    assert_eq!(job(StatusCode::FOUND), "job: response status: expected 2xx, found 302 Found");
    assert_eq!(
        job(StatusCode::NOT_FOUND),
        "job: response status: expected 2xx, found 404 Not Found"
    );
    assert_eq!(job(StatusCode::CONTINUE), "job: response status: expected 2xx, found 100 Continue");
    let redirect = page::FoundResponse::new("/".to_owned());
    for status in [StatusCode::OK, StatusCode::NOT_MODIFIED, StatusCode::MULTIPLE_CHOICES] {
        let response = page::Response::from(redirect.clone().status(status));
        assert_eq!(
            refused(&response),
            format!("page: response status: expected 301, 302, 303, 307 or 308, found {status}")
        );
    }
}

#[test]
fn a_status_without_a_body_is_not_sent_beside_one() {
    for status in [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT] {
        assert_eq!(sent(&job::Response::new().status(status)), (status.as_u16(), "".into()));
        let with_body = fallback::Response::new("<p>".into()).status(status);
        let expected = format!("fallback: response status: {status} cannot have a body");
        assert_eq!(refused(&with_body), expected);
    }
}

#[test]
fn one_section_with_a_status_is_the_response_itself() {
    let response = fallback::Response::new("<p>".into());
    assert_eq!(sent(&response), (203, "<p>".into()));
    let fallback = <fallback::Request as matrix_api::Endpoint>::METADATA;
    assert_eq!(fallback.responses.len(), 1);
    assert_eq!(fallback.responses[0].status, 203);
}

#[test]
fn metadata_lists_every_response() {
    let store = <store::Request as matrix_api::Endpoint>::METADATA;
    let listed: Vec<_> = store
        .responses
        .iter()
        .map(|response| {
            let names: Vec<_> = response.fields.iter().map(|field| field.name).collect();
            format!("{} {}", response.status.as_u16(), names.join(" "))
        })
        .collect();
    assert_eq!(listed, ["200 version etag key", "201 location read_key etag key", "202 ", "204 "]);
    let secrets: Vec<_> = store
        .responses
        .iter()
        .map(|response| response.fields.iter().filter(|field| field.secret).count())
        .collect();
    assert_eq!(secrets, [0, 3, 0, 0]);
    let job = <job::Request as matrix_api::Endpoint>::METADATA;
    assert_eq!(job.responses[0].fields[0].place, FieldPlace::Status);
}

#[test]
fn responses_are_shown_without_their_secrets() {
    let created = store::CreatedResponse::new("/o".to_owned(), "marker".to_owned());
    assert_eq!(
        format!("{:?}", store::Response::from(created)),
        "Created(CreatedResponse { location: \"/o\", read_key: <hidden>, etag: <hidden>, \
         key: <hidden> })"
    );
}

/// Another crate can match such an enum without `_`.
#[test]
fn an_enum_of_exhaustive_responses_is_exhaustive() {
    let text = match thumbnail::Response::from(thumbnail::OkResponse { content: "a".into() }) {
        thumbnail::Response::Ok(response) => response.content,
        thumbnail::Response::TemporaryRedirect(_) | thumbnail::Response::PermanentRedirect(_) => {
            Bytes::new()
        }
    };
    assert_eq!(text, "a");
}
