//! URLs of requests that a browser sends.

use bytes::Bytes;
use http::{Method, Request, Uri};

use super::{call::Client, error::CallError, transport::Transport};
use crate::{
    endpoint::{self, OutgoingRequest},
    platform::MaybeSync,
};

impl<T: Transport> Client<T> {
    /// The URL of a GET request that a browser opens, such as that of single sign-on. It has no access token. It
    /// asks for the [versions](Self::supported_versions) that the server supports if the path depends on them and they
    /// are not known.
    ///
    /// A field that is secret is in the URL if the endpoint has it in its path or query.
    ///
    /// ```no_run
    /// # #[cfg(feature = "reqwest-no-tls")]
    /// # async fn example(client: matrix_api::client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// # mod sso_redirect { matrix_api::ruma_api! { metadata { description: "Redirect.", method: GET, name: "redirect",
    /// #     path: "/redirect", rate_limited: false, requires_authentication: false, }
    /// #     request { #[ruma_api(query)] pub redirect_url: String } response {} } }
    /// # fn open_in_browser(_: String) {}
    /// let request = sso_redirect::Request::new("http://localhost:9000/".to_owned());
    /// open_in_browser(client.url_for(&request).await?.to_string());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the request cannot be encoded, if it has a header, which a browser would not send, or if the server
    /// cannot be asked for its versions. An endpoint with another method does not compile.
    pub async fn url_for<R>(&self, request: &R) -> Result<Uri, CallError>
    where
        R: OutgoingRequest + MaybeSync,
    {
        const {
            assert!(matches!(R::METADATA.method, Method::GET), "a browser opens URLs with GET");
        }
        let homeserver = &self.homeserver;
        let supported = homeserver.exchanger.call(R::METADATA, self.settings(), |deadline| {
            homeserver.versions_for(R::METADATA, deadline)
        });
        let supported = supported.await?;
        let (mut encoded, base_url) = (Request::new(Bytes::new()), &homeserver.base_url);
        endpoint::encode_fields(request, &mut encoded, None, base_url, &supported)?;
        match encoded.headers().keys().next() {
            None => Ok(encoded.into_parts().0.uri),
            Some(header) => {
                Err(CallError::HeaderInUrl { endpoint: R::METADATA.name, header: header.clone() })
            }
        }
    }
}
