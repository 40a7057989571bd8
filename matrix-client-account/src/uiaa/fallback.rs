//! The web page on which a user can complete any stage.

use matrix_api::{IntoHttpError, OutgoingRequest, SupportedVersions, ToBaseUrl};

use super::AuthStage;

/// The URL of the page on which a user completes a stage that the client does not know, to be opened in a
/// browser.
///
/// Afterwards the client repeats its request with a
/// [`FallbackAcknowledgement`](super::FallbackAcknowledgement). See
/// [Fallback](https://spec.matrix.org/v1.19/client-server-api/#fallback).
///
/// ```
/// use matrix_api::SupportedVersions;
/// use matrix_client_account::uiaa::{AuthStage, fallback_url};
///
/// let (stage, supported) = (AuthStage::Terms, SupportedVersions::unknown());
/// assert_eq!(
///     fallback_url("https://matrix.example.org", &stage, "dkr9ZK", &supported)?,
///     "https://matrix.example.org/_matrix/client/v3/auth/m.login.terms/fallback/web?session=dkr9ZK",
/// );
/// # Ok::<(), matrix_api::IntoHttpError>(())
/// ```
///
/// # Errors
///
/// If the base URL is invalid, or the name of the stage is empty, `.` or `..`.
pub fn fallback_url(
    base_url: &(impl ToBaseUrl + ?Sized),
    stage: &AuthStage,
    session: &str,
    supported: &SupportedVersions,
) -> Result<String, IntoHttpError> {
    let request = page::Request::new(stage.clone(), session.to_owned());
    Ok(request.try_into_http_request(base_url, (), supported)?.uri().to_string())
}

mod page {
    use matrix_api::ruma_api;

    use crate::uiaa::AuthStage;

    ruma_api! {
        metadata {
            description: "Show a page on which the user completes a stage.",
            method: GET,
            name: "auth_fallback",
            history: {
                1.0 => "/_matrix/client/r0/auth/{stage}/fallback/web",
                1.1 => "/_matrix/client/v3/auth/{stage}/fallback/web",
            },
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            /// The stage.
            #[ruma_api(path)]
            pub stage: AuthStage,

            /// The session of the authentication.
            #[ruma_api(query)]
            pub session: String,
        }

        response {
            /// The page.
            #[ruma_api(raw_body)]
            pub page: Vec<u8>,
        }
    }
}

#[cfg(test)]
mod tests {
    use matrix_api::SupportedVersions;

    use super::fallback_url;

    #[test]
    fn stage_and_session_are_escaped() {
        let old = SupportedVersions::from_parts(&["r0.6.1".to_owned()], &Default::default());
        for (base_url, supported, expected) in [
            (
                "https://a.org/base/",
                &SupportedVersions::unknown(),
                "https://a.org/base/_matrix/client/v3/auth/a%2Fb%3F%23/fallback/web?session=%26%3D+%23",
            ),
            (
                "http://a.org:80",
                &old,
                "http://a.org:80/_matrix/client/r0/auth/a%2Fb%3F%23/fallback/web?session=%26%3D+%23",
            ),
        ] {
            let url = fallback_url(base_url, &"a/b?#".into(), "&= #", supported);
            assert_eq!(url.unwrap(), expected);
        }
        assert!(fallback_url("a.org", &"a".into(), "b", &old).is_err());
        assert!(fallback_url("https://a.org", &"..".into(), "b", &old).is_err());
    }
}
