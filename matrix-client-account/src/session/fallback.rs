//! The web page on which a user can log in by any flow.

use matrix_api::{
    IntoHttpError, OutgoingRequest, SupportedVersions, ToBaseUrl, identifiers::DeviceId,
};

/// The URL of the page on which a user logs in if the client knows none of the flows, to be shown in a
/// web view.
///
/// The page calls `window.matrixLogin.onLogin` with the response to the login. See
/// [Login fallback](https://spec.matrix.org/v1.19/client-server-api/#login-fallback).
///
/// ```
/// use matrix_client_account::session::login_fallback_url;
///
/// assert_eq!(
///     login_fallback_url("https://matrix.example.org", None, Some("Teapot in the kitchen"))?,
///     "https://matrix.example.org/_matrix/static/client/login/\
///      ?initial_device_display_name=Teapot+in+the+kitchen",
/// );
/// # Ok::<(), matrix_api::IntoHttpError>(())
/// ```
///
/// # Errors
///
/// If the base URL is invalid.
pub fn login_fallback_url(
    base_url: &(impl ToBaseUrl + ?Sized),
    device_id: Option<&DeviceId>,
    initial_device_display_name: Option<&str>,
) -> Result<String, IntoHttpError> {
    let mut request = page::Request::new();
    request.device_id = device_id.cloned();
    request.initial_device_display_name = initial_device_display_name.map(str::to_owned);
    let request = request.try_into_http_request(base_url, (), &SupportedVersions::unknown())?;
    Ok(request.uri().to_string())
}

mod page {
    use matrix_api::{identifiers::DeviceId, ruma_api};

    ruma_api! {
        metadata {
            description: "Show a page on which the user logs in.",
            method: GET,
            name: "login_fallback",
            path: "/_matrix/static/client/login/",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            /// The ID of the device to log in.
            #[ruma_api(query)]
            pub device_id: Option<DeviceId>,

            /// The display name of a new device.
            #[ruma_api(query)]
            pub initial_device_display_name: Option<String>,
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
    use super::login_fallback_url;

    #[test]
    fn the_device_is_in_the_query() {
        assert_eq!(
            login_fallback_url("https://a.org", None, None).unwrap(),
            "https://a.org/_matrix/static/client/login/"
        );
        assert_eq!(
            login_fallback_url("https://a.org/b", Some(&"A&B".parse().unwrap()), Some("x=y"))
                .unwrap(),
            "https://a.org/b/_matrix/static/client/login/?device_id=A%26B&initial_device_display_name=x%3Dy"
        );
        assert!(login_fallback_url("a.org", None, None).is_err());
    }
}
