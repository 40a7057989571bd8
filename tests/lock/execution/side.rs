//! An endpoint as one of the two sides has it.

use matrix_api::{
    Endpoint, IncomingRequest, IncomingResponse, MatrixVersion, OutgoingRequest, OutgoingResponse,
    PathTemplate, SupportedVersions,
    authentication::AuthenticationScheme,
    bytes::Bytes,
    description::Shapes,
    endpoints::{DecodedResponse, EndpointDescription, EndpointEntry, RecodeError},
    http::{Request, Response, StatusCode},
};

use super::{
    credentials::{Credentials, Identity},
    http_form,
};

/// An endpoint with its codec and its authentication scheme.
pub struct Side {
    entry: EndpointEntry,
    pub shapes: Shapes,
    pub description: EndpointDescription,
    credentials: &'static [fn(&mut Request<Bytes>)],
    identify: fn(&Request<Bytes>) -> Result<Identity, String>,
    items: Option<ReadItems>,
}

/// Reads the items of a stream, and writes them again.
pub type ReadItems = fn(Response<Bytes>) -> Result<Bytes, String>;

impl Side {
    /// The endpoint of a request type.
    pub fn of<R>() -> Self
    where
        R: OutgoingRequest
            + IncomingRequest
            + Endpoint<
                Authentication: Credentials,
                Response: IncomingResponse<Endpoint = R> + OutgoingResponse<Endpoint = R>,
            >,
    {
        let entry = EndpointEntry::of::<R>();
        let mut shapes = Shapes::new();
        Self {
            entry,
            description: entry.describe(&mut shapes),
            shapes,
            credentials: <R::Authentication as Credentials>::ALL,
            identify: |request| {
                let output = R::Authentication::extract(request);
                output.map(R::Authentication::identity).map_err(|error| error.to_string())
            },
            items: None,
        }
    }

    /// Reads the items of streams in answers, too. A codec leaves them unread.
    pub fn with_items(mut self, items: ReadItems) -> Self {
        self.items = Some(items);
        self
    }

    /// The name of the authentication scheme.
    pub fn scheme(&self) -> &'static str {
        self.entry.metadata().authentication
    }

    /// The paths that clients may use, the newest first.
    pub fn all_templates(&self) -> Vec<PathTemplate> {
        self.entry.metadata().path.templates().rev().collect()
    }

    /// The paths that a client selects for servers of an older definition: those with one of the versions, and those
    /// of version 1.0 with one of the features, that the older definition has paths for.
    pub fn templates_for(&self, server: &Self) -> Result<Vec<PathTemplate>, String> {
        let path = &server.entry.metadata().path;
        let own = &self.entry.metadata().path;
        // A server with a path of all versions may have any version.
        let own_versions = own.stable().iter().map(|(version, _)| *version).chain(own.removed());
        let any = own_versions.chain([MatrixVersion::V1_0]).map(|it| SupportedVersions::from([it]));
        let fixed = path.fixed_path().map(|_| any).into_iter().flatten();
        let stable = path.stable().iter().map(|(version, _)| SupportedVersions::from([*version]));
        let unstable = path.unstable().iter();
        let unstable = unstable
            .map(|(it, _)| SupportedVersions::from([MatrixVersion::V1_0]).with_feature(*it));
        let servers = fixed.chain(stable).chain(unstable);
        let select = |supported| own.select(&supported);
        let selected: Result<_, _> = servers.map(select).collect();
        selected.map_err(|error| error.to_string())
    }

    /// The arguments in a path with the names of their placeholders, in their order.
    pub fn path_arguments(&self, path: &str) -> Vec<(&'static str, String)> {
        let templates = self.entry.metadata().path.templates();
        let found = templates.flat_map(|it| it.forms()).find_map(|form| arguments(form, path));
        found.unwrap_or_default()
    }

    /// The index of the response that a status stands for.
    pub fn section_of(&self, status: StatusCode) -> usize {
        let responses = &self.entry.metadata().responses;
        let found = responses.with_status(status).map(|response| response.status);
        let position = responses.iter().position(|response| Some(response.status) == found);
        position.expect("the status is that of a success")
    }

    /// Reads a request as a server, and writes it again.
    pub fn recode_request(&self, request: &Request<Bytes>) -> Result<Request<Bytes>, String> {
        self.entry.recode_request(request).map_err(|error| error.to_string())
    }

    /// As [`recode_request`](Self::recode_request), with the place of an error.
    pub fn accept_request(&self, request: &Request<Bytes>) -> Result<Request<Bytes>, Refused> {
        self.entry.recode_request(request).map_err(Refused::from)
    }

    /// Reads a response as a client, and writes it again. Says whether it is a success.
    pub fn recode_answer(
        &self,
        response: &Response<Bytes>,
    ) -> Result<(bool, Response<Bytes>), String> {
        self.accept_answer(response).map_err(|refused| refused.text)
    }

    /// As [`recode_answer`](Self::recode_answer), with the place of an error.
    pub fn accept_answer(
        &self,
        response: &Response<Bytes>,
    ) -> Result<(bool, Response<Bytes>), Refused> {
        match self.entry.recode_response(response).map_err(Refused::from)? {
            DecodedResponse::Success(mut read) => {
                if let Some(items) = self.items {
                    *read.body_mut() = items(response.clone()).map_err(Refused::other)?;
                }
                Ok((true, read))
            }
            DecodedResponse::Error(response) => Ok((false, response)),
            _ => Err(Refused::other("neither a success nor an error".to_owned())),
        }
    }

    /// The request with each of the credentials that clients may send.
    pub fn with_credentials(&self, request: &Request<Bytes>) -> Vec<Request<Bytes>> {
        let add = |add: &fn(&mut Request<Bytes>)| {
            let mut request = request.clone();
            add(&mut request);
            request
        };
        self.credentials.iter().map(add).collect()
    }

    /// Whom a request comes from.
    pub fn identify(&self, request: &Request<Bytes>) -> Result<Identity, String> {
        (self.identify)(request)
    }
}

/// A message that a codec refuses.
pub struct Refused {
    /// The name of the field, and what follows it.
    pub location: String,
    pub text: String,
}

impl Refused {
    pub fn other(text: impl Into<String>) -> Self {
        Self { location: String::new(), text: text.into() }
    }
}

impl From<RecodeError> for Refused {
    fn from(error: RecodeError) -> Self {
        let location = match &error {
            RecodeError::Decode(error) => error.location().to_owned(),
            _ => String::new(),
        };
        Self { location, text: error.to_string() }
    }
}

/// The arguments of a path that has the form of a template.
fn arguments(form: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut arguments = Vec::new();
    let mut segments = path.split('/');
    for expected in form.split('/') {
        let name = expected.trim_matches(['{', '}']).trim_end_matches("..");
        if expected.ends_with("..}") {
            let rest: Vec<_> = segments.by_ref().map(http_form::decode).collect();
            arguments.push((name, rest.join("/")));
            return (!rest.is_empty()).then_some(arguments);
        }
        let segment = segments.next()?;
        if expected.starts_with('{') {
            arguments.push((name, http_form::decode(segment)));
        } else if expected != segment {
            return None;
        }
    }
    segments.next().is_none().then_some(arguments)
}
