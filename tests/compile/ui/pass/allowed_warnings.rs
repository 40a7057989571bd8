//! `#[allow(..)]` on a field silences its warnings.

#![deny(warnings)]

mod check_password {
    matrix_api::ruma_api! {
        metadata {
            description: "Check a password.",
            method: GET,
            name: "check_password",
            path: "/check",
            rate_limited: true,
            requires_authentication: false,
        }
        request {
            /// The password.
            #[ruma_api(query)]
            #[allow(deprecated)]
            pub password: String,
        }
        response {
            #[ruma_api(header = PRAGMA)]
            #[allow(deprecated)]
            pub caching: String,
        }
    }
}

#[test]
fn warnings_can_be_allowed_at_their_field() {
    println!("{:?}", check_password::Request::new("123".to_owned()));
    println!("{:?}", check_password::Response::new("no-cache".to_owned()));
}
