//! A client of typed requests, on reqwest, that shows what it does.

use std::{fmt::Debug, io, time::Instant};

use bytes::Bytes;
use http::{Request, Response, StatusCode, Uri};
use matrix_api::{
    Endpoint, FromHttpResponseError, IncomingResponse, IntoHttpError, MatrixError, OutgoingRequest,
    SupportedVersions, authentication::AuthenticationScheme,
};

use crate::console::Console;

/// What a client must supply to call an endpoint: an access token, or nothing.
pub type Credentials<'a, R> = <<R as Endpoint>::Authentication as AuthenticationScheme>::Input<'a>;

/// A call that did not end in a success.
#[derive(Debug, thiserror::Error)]
pub enum CallError<E> {
    /// The request could not be written.
    #[error(transparent)]
    Request(#[from] IntoHttpError),
    /// The server could not be reached, or hung up.
    #[error("no answer: {0}")]
    Transport(#[from] reqwest::Error),
    /// The server answered with an error, or with a success that could not be read.
    #[error(transparent)]
    Response(FromHttpResponseError<E>),
    /// The call could not be shown.
    #[error("cannot print: {0}")]
    Console(#[from] io::Error),
}

/// Calls one homeserver and prints each call.
pub struct Client<W> {
    http: reqwest::Client,
    base_url: String,
    versions: SupportedVersions,
    /// Where the calls are shown.
    pub console: Console<W>,
}

impl<W: io::Write> Client<W> {
    /// A client of the homeserver at `base_url`, such as `http://127.0.0.1:8008`, of which nothing
    /// is known yet.
    pub fn new(base_url: impl Into<String>, console: Console<W>) -> Self {
        Self {
            http: reqwest::Client::new(),
            base_url: base_url.into(),
            versions: SupportedVersions::unknown(),
            console,
        }
    }

    /// Goes to another URL from now on.
    pub fn set_base_url(&mut self, base_url: impl Into<String>) {
        self.base_url = base_url.into();
    }

    /// Chooses the path of each request by what the server supports, from now on.
    pub fn set_versions(&mut self, versions: SupportedVersions) {
        self.versions = versions;
    }

    /// Sends a request and returns the typed answer; both are printed, on the wire and as values.
    ///
    /// # Errors
    ///
    /// When there is no answer, or one that is no success: also an error that the endpoint
    /// declares, such as a challenge to authenticate.
    pub async fn call<R>(
        &mut self,
        request: &R,
        credentials: Credentials<'_, R>,
    ) -> Result<R::Response, CallError<R::Error>>
    where
        R: OutgoingRequest<Response: Debug>,
    {
        let request = request.try_into_http_request(&self.base_url, credentials, &self.versions)?;
        self.console.request(&request)?;
        let began = Instant::now();
        let response = send(&self.http, request).await?;
        self.console.response(&response, began.elapsed())?;
        let answer = R::Response::try_from_http_response(&response);
        match &answer {
            Ok(response) => self.console.typed(response)?,
            Err(FromHttpResponseError::Endpoint(error)) => self.console.typed(error)?,
            Err(error) => self.console.typed(error)?,
        }
        answer.map_err(CallError::Response)
    }

    /// Opens a link, as a browser would.
    ///
    /// # Errors
    ///
    /// When there is no answer.
    pub async fn open(&mut self, link: Uri) -> Result<StatusCode, CallError<MatrixError>> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = link;
        self.console.request(&request)?;
        let began = Instant::now();
        let response = send(&self.http, request).await?;
        self.console.response(&response, began.elapsed())?;
        Ok(response.status())
    }
}

/// The whole of the transport: `http` types in, `http` types out.
async fn send(
    client: &reqwest::Client,
    request: Request<Bytes>,
) -> Result<Response<Bytes>, reqwest::Error> {
    let mut answer = client.execute(request.try_into()?).await?;
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = answer.status();
    *response.headers_mut() = std::mem::take(answer.headers_mut());
    *response.body_mut() = answer.bytes().await?;
    Ok(response)
}
