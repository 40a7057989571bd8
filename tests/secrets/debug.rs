//! Messages whose secrets are markers.

use std::collections::BTreeMap;

use matrix_api::OutgoingResponse;
use matrix_api_tests::account::{
    AccountEndpoint, Filled, Filler, MARKER, Visitor, for_each, is_marked, send,
};

/// At least as many as any type has variants.
const FORMS: usize = 16;

#[test]
fn debug_of_every_request_and_response_shows_no_secret() {
    #[derive(Default)]
    struct Debugs {
        form: usize,
        /// The number of messages with a marker, by endpoint.
        marked: BTreeMap<&'static str, usize>,
    }
    impl Visitor for Debugs {
        fn visit<R: AccountEndpoint>(&mut self) {
            let name = R::METADATA.name;
            let request = R::filled(&mut Filler::marked(self.form));
            let response = <R::Response as Filled>::filled(&mut Filler::marked(self.form));
            for shown in [
                format!("{request:?}"),
                format!("{request:#?}"),
                format!("{response:?}"),
                format!("{response:#?}"),
            ] {
                assert!(!is_marked(&shown), "{name}: {shown}");
                assert!(shown.contains("Re"), "{shown}");
            }
            let sent = send(&request, MARKER);
            assert!(!is_marked(&format!("{:?}", sent.headers())), "{name}");
            // URIs are logged. Only this endpoint has a secret in its URI.
            if name != "check_registration_token_validity" {
                assert!(!is_marked(&sent.uri().to_string()), "{name}");
            }
            let answer =
                response.try_into_http_response().unwrap_or_else(|error| panic!("{error}"));
            for body in [sent.body(), answer.body()] {
                if is_marked(&String::from_utf8_lossy(body)) {
                    *self.marked.entry(name).or_default() += 1;
                }
            }
        }
    }
    let mut debugs = Debugs::default();
    for form in 0..FORMS {
        debugs.form = form;
        for_each(&mut debugs);
    }
    // These have a password, a token or `auth`.
    for name in ["register", "change_password", "deactivate", "request_register_token"] {
        assert!(debugs.marked.get(name).is_some_and(|marked| *marked > 0), "{name}");
    }
}

#[test]
fn the_authorization_header_is_sensitive() {
    struct Headers(usize);
    impl Visitor for Headers {
        fn visit<R: AccountEndpoint>(&mut self) {
            let request = send(&R::filled(&mut Filler::marked(0)), MARKER);
            if let Some(header) = request.headers().get("authorization") {
                assert_eq!(header.as_bytes(), format!("Bearer {MARKER}").as_bytes());
                assert!(header.is_sensitive());
                // A log shows the head without the body.
                let (parts, _) = request.into_parts();
                let shown = format!("{:?}", matrix_api::http::Request::from_parts(parts, ()));
                assert!(shown.contains("authorization"), "{shown}");
                assert!(!is_marked(&shown), "{shown}");
                self.0 += 1;
            }
        }
    }
    let mut headers = Headers(0);
    for_each(&mut headers);
    assert!(headers.0 >= 2, "change_password and deactivate are authenticated");
}
