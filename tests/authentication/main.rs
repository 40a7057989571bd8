//! An endpoint crate can define an authentication scheme: here the signatures of Matrix's
//! server-server API.
//!
//! <https://spec.matrix.org/v1.19/server-server-api/#request-authentication>

mod x_matrix;

use matrix_api::{
    Endpoint, IncomingRequest, OutgoingRequest, SupportedVersions,
    authentication::{AuthenticationError, AuthenticationScheme},
    bytes::Bytes,
    http,
};
use serde_json::json;

use self::x_matrix::{ServerSignature, Signature, Signer};

mod get_event {
    matrix_api::ruma_api! {
        metadata {
            description: "Ask another server for an event.",
            method: GET,
            name: "get_event",
            path: "/_matrix/federation/v1/event/{event_id}",
            rate_limited: false,
            authentication: crate::x_matrix::ServerSignature,
        }
        request {
            /// The event's ID.
            #[ruma_api(path)]
            pub event_id: String,
        }
        response {
            /// The event.
            #[ruma_api(body)]
            pub event: serde_json::Value,
        }
    }
}

mod send_transaction {
    matrix_api::ruma_api! {
        metadata {
            description: "Send events to another server.",
            method: PUT,
            name: "send_transaction",
            path: "/_matrix/federation/v1/send/{transaction_id}",
            rate_limited: false,
            authentication: crate::x_matrix::ServerSignature,
        }
        request {
            /// The sender's ID of the transaction.
            #[ruma_api(path)]
            pub transaction_id: String,
            /// The events.
            pub pdus: Vec<serde_json::Value>,
        }
        response {}
    }
}

/// Stands in for Ed25519: the tests are about the signed text.
fn sign(json: &str) -> String {
    json.bytes().fold(5381_u64, |hash, byte| hash.wrapping_mul(33) ^ u64::from(byte)).to_string()
}

const SIGNER: Signer<'_> =
    Signer { origin: "origin.example", destination: "destination.example", key: "ed25519:1", sign };

fn header(request: &http::Request<Bytes>) -> &str {
    request.headers()[http::header::AUTHORIZATION].to_str().unwrap()
}

fn with_header(value: &str) -> http::Request<Bytes> {
    http::Request::get("/_matrix/federation/v1/event/e")
        .header(http::header::AUTHORIZATION, value)
        .body(Bytes::new())
        .unwrap()
}

#[test]
fn the_scheme_is_part_of_the_metadata() {
    assert_eq!(get_event::Request::METADATA.authentication, "ServerSignature");
}

#[test]
fn a_signature_covers_method_uri_and_body() {
    let base = "https://destination.example:8448";
    let versions = SupportedVersions::unknown();

    let request = get_event::Request::new("$a/b".to_owned());
    let sent = request.try_into_http_request(base, SIGNER, &versions).unwrap();
    let signed = json!({
        "destination": "destination.example",
        "method": "GET",
        "origin": "origin.example",
        "uri": "/_matrix/federation/v1/event/%24a%2Fb",
    });
    let signature = sign(&signed.to_string());
    assert_eq!(
        header(&sent),
        format!(
            r#"X-Matrix origin="origin.example",destination="destination.example",key="ed25519:1",sig="{signature}""#
        )
    );
    assert!(sent.headers()[http::header::AUTHORIZATION].is_sensitive());

    let request =
        send_transaction::Request::new("7".to_owned(), vec![json!({"type": "m.room.name"})]);
    let sent = request.try_into_http_request(base, SIGNER, &versions).unwrap();
    let signed = json!({
        "content": {"pdus": [{"type": "m.room.name"}]},
        "destination": "destination.example",
        "method": "PUT",
        "origin": "origin.example",
        "uri": "/_matrix/federation/v1/send/7",
    });
    assert!(header(&sent).contains(&sign(&signed.to_string())));
}

#[test]
fn a_server_receives_the_signature_and_can_verify_it() {
    let request = send_transaction::Request::new("7".to_owned(), Vec::new());
    let sent = request
        .try_into_http_request("https://destination.example", SIGNER, &SupportedVersions::unknown())
        .unwrap();

    let signature = ServerSignature::extract(&sent).unwrap();
    assert_eq!(signature.origin, "origin.example");
    assert_eq!(signature.destination.as_deref(), Some("destination.example"));
    assert!(signature.verifies(&sent, sign));
    assert_eq!(
        send_transaction::Request::try_from_http_request(&sent).unwrap().transaction_id,
        "7"
    );

    let mut forged = sent.clone();
    *forged.body_mut() = Bytes::from(r#"{"pdus":[1]}"#);
    assert!(!signature.verifies(&forged, sign));
}

#[test]
fn the_header_is_parsed_in_every_form_of_the_specification() {
    let expected = Signature {
        origin: "origin.example:8448".to_owned(),
        destination: Some("destination.example".to_owned()),
        key: "ed25519:1".to_owned(),
        signature: "ABC+/=".to_owned(),
    };
    for value in [
        r#"X-Matrix origin="origin.example:8448",destination="destination.example",key="ed25519:1",sig="ABC+/=""#,
        // Any order, any case, white space around commas, unknown parameters.
        r#"x-matrix  SIG="ABC+/=" , key="ed25519:1",new="x",Origin="origin.example:8448" ,destination="destination.example""#,
        // Unquoted values of old servers, colons included.
        r#"X-Matrix origin=origin.example:8448,destination=destination.example,key=ed25519:1,sig="ABC+/=""#,
        // Escapes in quoted values.
        r#"X-Matrix origin="origin.\example:8448",destination="destination.example",key="ed25519:1",sig="ABC+/=""#,
    ] {
        assert_eq!(ServerSignature::extract(&with_header(value)).unwrap(), expected, "{value}");
    }
    let without = r#"X-Matrix origin="o.example",key="ed25519:1",sig="s""#;
    assert_eq!(ServerSignature::extract(&with_header(without)).unwrap().destination, None);
}

#[test]
fn an_invalid_header_is_refused_without_showing_it() {
    let request = http::Request::new(Bytes::new());
    assert!(matches!(ServerSignature::extract(&request), Err(AuthenticationError::Missing(_))));
    for value in [
        "Bearer marker",
        "X-Matrix",
        r#"X-Matrix origin="marker",key="ed25519:1""#,
        r#"X-Matrix origin="marker,key="ed25519:1",sig="s""#,
        r#"X-Matrix origin="marker",origin="marker",key="k",sig="s""#,
        r#"X-Matrix =marker"#,
    ] {
        let error = ServerSignature::extract(&with_header(value)).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("marker"), "{value}");
    }
}
