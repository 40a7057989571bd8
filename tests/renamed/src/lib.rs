//! Blocks work if the framework is renamed or re-exported.

/// Stands in for another crate that re-exports the framework.
pub mod facade {
    pub use framework as api;
}

/// Imports the macro by the crate's new name.
pub mod by_its_new_name {
    framework::ruma_api! {
        metadata {
            description: "Look something up.",
            method: GET,
            name: "look_up",
            path: "/look/{up}",
            rate_limited: false,
            requires_authentication: true,
        }
        request {
            /// What.
            #[ruma_api(path)]
            pub up: String,
            /// How often.
            #[ruma_api(query)]
            #[serde(default)]
            pub times: u8,
        }
        response {
            /// How it went.
            pub found: bool,
        }
    }
}

/// Imports the macro through a re-export.
pub mod through_a_facade {
    use crate::facade::api::ruma_api as define;

    define! {
        metadata {
            description: "Say hello.",
            method: POST,
            name: "hello",
            path: "/hello",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            /// To whom.
            pub name: String,
        }
        response {}
    }
}

#[cfg(test)]
mod tests {
    use framework::{IncomingRequest, OutgoingRequest, SupportedVersions};

    use super::{by_its_new_name, through_a_facade};

    #[test]
    fn blocks_find_the_runtime() {
        let base = "http://localhost";
        let versions = SupportedVersions::unknown();
        let request = by_its_new_name::Request::new("a b".to_owned()).times(2);
        let encoded = request.try_into_http_request(base, "token", &versions).unwrap();
        assert_eq!(encoded.uri(), "http://localhost/look/a%20b?times=2");
        let decoded = by_its_new_name::Request::try_from_http_request(&encoded).unwrap();
        assert_eq!((decoded.up.as_str(), decoded.times), ("a b", 2));

        let request = through_a_facade::Request::new("you".to_owned());
        let encoded = request.try_into_http_request(base, (), &versions).unwrap();
        assert_eq!(encoded.body(), r#"{"name":"you"}"#);
    }
}
