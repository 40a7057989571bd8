//! `application/x-www-form-urlencoded`: <https://url.spec.whatwg.org/#application/x-www-form-urlencoded>.

use std::collections::BTreeMap;

use matrix_api::{
    IncomingRequest, IncomingResponse as _, MatrixError, OutgoingRequest,
    bytes::Bytes,
    http::{Request, Response},
    server::Api,
    wire::Form,
};
use matrix_api_tests::{through_request, through_response};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    decode_error,
    problems::{client, serve},
};

/// The fields of a charge, as payment APIs have them.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub(crate) struct Charge {
    amount: u64,
    currency: String,
    capture: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(rename = "payment_method_types[]", default)]
    methods: Vec<String>,
    #[serde(flatten)]
    metadata: BTreeMap<String, String>,
}

pub(crate) mod charge {
    matrix_api::ruma_api! {
        metadata {
            description: "Charge a card.",
            method: POST,
            name: "charge",
            path: "/v1/charges",
            rate_limited: true,
            requires_authentication: false,
        }
        request {
            #[ruma_api(raw_body)]
            pub charge: matrix_api::wire::Form<super::Charge>,
        }
        response {
            #[ruma_api(raw_body)]
            pub fields: matrix_api::wire::Form<std::collections::BTreeMap<String, String>>,
        }
    }
}

pub(crate) mod sign_in {
    matrix_api::ruma_api! {
        metadata {
            description: "Sign in.",
            method: POST,
            name: "sign_in",
            path: "/sign_in",
            rate_limited: true,
            requires_authentication: false,
        }
        request {
            #[ruma_api(raw_body, secret)]
            pub credentials: matrix_api::wire::Form<super::Credentials>,
        }
        response {
            /// Whatever the server has to say.
            #[ruma_api(raw_body)]
            pub note: Option<matrix_api::wire::Form<Vec<(String, String)>>>,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub(crate) struct Credentials {
    user: String,
    pin: u16,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Nested {
    point: (u8, BTreeMap<String, u8>),
}
mod nested {
    matrix_api::ruma_api! {
        metadata {
            description: "Send an object.",
            method: POST,
            name: "nested",
            path: "/nested",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(raw_body)]
            pub form: matrix_api::wire::Form<super::Nested>,
        }
        response {}
    }
}

fn a_charge() -> Charge {
    Charge {
        amount: 1099,
        currency: "eur".to_owned(),
        capture: true,
        description: Some("Zwei Brötchen & Kaffee, 100% Bio".to_owned()),
        methods: vec!["card".to_owned(), "sepa debit".to_owned()],
        metadata: BTreeMap::from([("metadata[order]".to_owned(), "a=b".to_owned())]),
    }
}

fn received(content_type: &str, body: impl Into<Bytes>) -> Request<Bytes> {
    let request = Request::post("/v1/charges").header("content-type", content_type);
    request.body(body.into()).unwrap()
}

const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn a_form_is_written_as_browsers_do() {
    let (request, decoded) = through_request(&charge::Request::new(Form(a_charge())), ());
    assert_eq!(request.headers()["content-type"], FORM);
    assert_eq!(
        request.body(),
        "amount=1099&currency=eur&capture=true&description=Zwei+Br%C3%B6tchen+%26+Kaffee%2C+100%25+Bio\
         &payment_method_types%5B%5D=card&payment_method_types%5B%5D=sepa+debit\
         &metadata%5Border%5D=a%3Db",
    );
    assert_eq!(decoded.charge.0, a_charge());
}

#[test]
fn a_form_is_read_in_any_order_and_with_any_parameters_of_its_media_type() {
    let body = "&capture=false&&currency=eur&amount=1&";
    for content_type in [FORM, "application/X-WWW-Form-Urlencoded; charset=UTF-8"] {
        let request =
            charge::Request::try_from_http_request(&received(content_type, body)).unwrap();
        let expected = Charge { amount: 1, currency: "eur".to_owned(), ..Charge::default() };
        assert_eq!(request.charge.0, expected);
    }
}

#[test]
fn errors_of_a_form_name_the_field_and_have_codes_of_parameters() {
    for (content_type, body, status, expected) in [
        (
            "application/json",
            "{}",
            "415 M_INVALID_PARAM",
            "charge: request header: `content-type`: expected the media type \
             `application/x-www-form-urlencoded`, found `application/json`",
        ),
        (FORM, "", "400 M_MISSING_PARAM", "charge: request body: `amount`: missing"),
        (
            FORM,
            "amount=ten&currency=eur&capture=true",
            "400 M_INVALID_PARAM",
            "charge: request body: `amount`: invalid value: expected an integer (`u64`)",
        ),
        (
            FORM,
            "amount=1&currency=%ff&capture=true",
            "400 M_INVALID_PARAM",
            "charge: request body: `currency`: expected UTF-8, with two hexadecimal digits after each `%`",
        ),
    ] {
        let error = charge::Request::try_from_http_request(&received(content_type, body));
        let error = MatrixError::from(error.unwrap_err());
        assert_eq!(error.to_string(), format!("[{status}] {expected}"), "{body}");
    }
    let error = charge::Request::try_from_http_request(&received(FORM, &b"amount=\xff"[..]));
    let expected = "charge: request body: invalid value: expected text in UTF-8";
    assert_eq!(error.unwrap_err().to_string(), expected);
}

#[test]
fn errors_of_a_secret_form_name_the_field_and_no_value() {
    let received = |body: &'static str| {
        let request = Request::post("/sign_in").header("content-type", FORM);
        sign_in::Request::try_from_http_request(&request.body(Bytes::from(body)).unwrap())
    };
    assert_eq!(received("user=ann&pin=0815").unwrap().credentials.0.pin, 815);
    for (body, expected) in [
        ("user=ann", "sign_in: request body: `pin`: missing"),
        (
            "user=ann&pin=swordfish",
            "sign_in: request body: `pin`: invalid value: expected an integer (`u16`)",
        ),
    ] {
        assert_eq!(received(body).unwrap_err().to_string(), expected);
    }
    let request = sign_in::Request::new(Form(Credentials { user: "ann".to_owned(), pin: 815 }));
    assert!(!format!("{request:?}").contains("815"));
}

#[test]
fn what_is_not_a_field_of_a_form_is_refused() {
    let request = nested::Request::new(Form(Nested { point: (1, BTreeMap::new()) }));
    let versions = matrix_api::SupportedVersions::unknown();
    let error = request.try_into_http_request("https://example.org", (), &versions).unwrap_err();
    let expected = "nested: request body: `point`: expected a scalar, found a map";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn an_optional_form_may_be_absent() {
    let (response, decoded) = through_response(&sign_in::Response { note: None });
    assert!(response.body().is_empty() && response.headers().is_empty());
    assert_eq!(decoded.note, None);
    let note = vec![("a".to_owned(), "1".to_owned()), ("a".to_owned(), String::new())];
    let (response, decoded) =
        through_response(&sign_in::Response { note: Some(Form(note.clone())) });
    assert_eq!(response.body(), "a=1&a=");
    assert_eq!(decoded.note, Some(Form(note)));
    let response = Response::builder().header("content-type", "text/html").body("a=1".into());
    assert_eq!(
        decode_error(sign_in::Response::try_from_http_response(&response.unwrap())),
        "sign_in: response header: `content-type`: expected the media type \
         `application/x-www-form-urlencoded`, found `text/html`",
    );
}

#[tokio::test]
async fn a_payment_api_is_called_with_forms() {
    async fn charge(request: charge::Request) -> Result<charge::Response, MatrixError> {
        let Form(charge) = request.charge;
        let fields =
            [("id", "ch_1"), ("currency", &charge.currency), ("method", &charge.methods[1])];
        let text = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Ok(charge::Response::new(Form(fields.into_iter().map(text).collect())))
    }
    let url = serve(Api::new().endpoint(charge).into_router(()).unwrap()).await;
    let charged = client(&url).send(&charge::Request::new(Form(a_charge()))).await.unwrap();
    let Form(fields) = charged.fields;
    assert_eq!(
        (&*fields["id"], &*fields["currency"], &*fields["method"]),
        ("ch_1", "eur", "sepa debit")
    );

    // Another program.
    let response = reqwest::Client::new().post(format!("{url}/v1/charges")).body("amount=1");
    let response = response.header("content-type", "text/plain").send().await.unwrap();
    assert_eq!(response.status(), 415);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_form_is_read_as_it_was_written(
        fields in prop::collection::btree_map(any::<String>(), any::<String>(), 0..8),
        amount: u64,
        currency: String,
        methods: Vec<String>,
    ) {
        let (encoded, decoded) = through_response(&charge::Response::new(Form(fields.clone())));
        prop_assert_eq!(decoded.fields.0, fields.clone());
        // Another library reads it in the same way, and writes what is read in the same way.
        let other: BTreeMap<String, String> = serde_html_form::from_bytes(encoded.body()).unwrap();
        prop_assert_eq!(other, fields.clone());
        prop_assert_eq!(encoded.body(), &serde_html_form::to_string(&fields).unwrap());

        let charge = Charge { amount, currency, methods, ..Charge::default() };
        let (_, decoded) = through_request(&charge::Request::new(Form(charge.clone())), ());
        prop_assert_eq!(decoded.charge.0, charge);
    }

    #[test]
    fn any_bytes_are_a_form_or_an_error(body: Vec<u8>, text in "[a-c%=&+;0-9]{0,40}") {
        for body in [body, text.into_bytes()] {
            let request = received(FORM, body);
            let _ = charge::Request::try_from_http_request(&request);
        }
    }
}
