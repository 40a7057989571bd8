//! A homeserver for one test, and helpers that call it.

use std::{fs, path::PathBuf};

use matrix_api::{
    Endpoint, EndpointError, FromHttpResponseError, IncomingResponse, OutgoingRequest,
    SupportedVersions,
    authentication::AuthenticationScheme,
    bytes::Bytes,
    http::{Method, Request, Response, header},
    identifiers::{ClientSecret, UserId},
};
use matrix_api_examples::homeserver::{Config, Homeserver, PasswordCost, RunningHomeserver};
use matrix_api_tests::status_and_code;
use matrix_client_account::{
    UserIdentifier, register,
    session::{PasswordLogin, login},
    uiaa::{AuthData, Dummy, Password, UiaaResponse},
};
use serde_json::Value;

pub(crate) const PASSWORD: &str = "correct horse battery staple";

type Credentials<'a, R> = <<R as Endpoint>::Authentication as AuthenticationScheme>::Input<'a>;

/// No rate limit, and cheap password hashes.
pub(crate) fn config() -> Config {
    Config {
        rate_limit: None,
        reveal_email_owners: true,
        password_cost: PasswordCost { memory_kib: 8, passes: 1 },
        ..Config::default()
    }
}

pub(crate) struct Server {
    pub(crate) running: RunningHomeserver,
    http: reqwest::Client,
}

/// A logged-in user.
pub(crate) struct Account {
    pub(crate) user_id: UserId,
    pub(crate) token: String,
}

/// A response.
pub(crate) struct Answer(pub(crate) Response<Bytes>);

impl Answer {
    /// The status, and the error code if there is one: `403 M_FORBIDDEN`.
    pub(crate) fn code(&self) -> String {
        status_and_code(self.0.status(), &self.json())
    }

    /// The body as JSON, or `null`.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(self.0.body()).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.0.headers().get(name).map(|value| value.to_str().expect("ASCII"))
    }
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::with(config()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let running = Homeserver::start(config).await.expect("the server starts");
        // Tests look at redirects.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        Self { running, http }
    }

    /// Sends a request whose URI is a path.
    pub(crate) async fn send(&self, mut request: Request<Bytes>) -> Answer {
        let uri = format!("{}{}", self.running.base_url(), request.uri());
        *request.uri_mut() = uri.parse().expect("a URI");
        self.transport(request).await
    }

    async fn transport(&self, request: Request<Bytes>) -> Answer {
        let request = request.try_into().expect("reqwest takes the request");
        let answer = self.http.execute(request).await.expect("an answer");
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        *response.body_mut() = answer.bytes().await.expect("a body");
        Answer(response)
    }

    /// Sends a request without types.
    pub(crate) async fn raw(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: impl Into<Bytes>,
    ) -> Answer {
        let mut request = Request::new(body.into());
        *request.method_mut() = Method::from_bytes(method.as_bytes()).expect("a method");
        *request.uri_mut() = path.parse().expect("a path");
        if let Some(token) = token {
            let value = format!("Bearer {token}").parse().expect("a header");
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        self.send(request).await
    }

    /// Sends a typed request.
    pub(crate) async fn call<R: OutgoingRequest>(
        &self,
        request: &R,
        credentials: Credentials<'_, R>,
    ) -> Result<R::Response, R::Error> {
        let versions = SupportedVersions::unknown();
        let base_url = self.running.base_url();
        let request = request
            .try_into_http_request(&base_url, credentials, &versions)
            .expect("the request can be encoded");
        let answer = self.transport(request).await.0;
        R::Response::try_from_http_response(&answer).map_err(|error| match error {
            FromHttpResponseError::Endpoint(error) => error,
            _ => panic!("a success that cannot be read: {answer:?}"),
        })
    }

    pub(crate) async fn register(&self, username: &str) -> Account {
        let request = register::Request::new()
            .username(username.to_owned())
            .password(PASSWORD.to_owned())
            .auth(AuthData::from(Dummy::new()));
        let answer = self.call(&request, None).await.expect("an account");
        Account { user_id: answer.user_id, token: answer.access_token.expect("a token") }
    }

    pub(crate) async fn log_in(
        &self,
        username: &str,
        password: &str,
    ) -> Result<login::Response, matrix_api::MatrixError> {
        let login = PasswordLogin::new(UserIdentifier::user(username), password);
        self.call(&login::Request::new(login.into()), None).await
    }

    /// The user of a token, or the code of the error.
    pub(crate) async fn whoami(&self, token: &str) -> String {
        let answer = self.raw("GET", "/_matrix/client/v3/account/whoami", Some(token), "").await;
        match answer.json()["user_id"].as_str() {
            Some(user_id) => user_id.to_owned(),
            None => answer.code(),
        }
    }

    /// The mails that were sent, oldest first.
    pub(crate) fn mails(&self) -> Vec<String> {
        let folder = self.running.mail_folder().expect("mail goes into a folder");
        let mut files = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .collect::<Vec<PathBuf>>();
        files.sort();
        files.iter().map(|file| fs::read_to_string(file).expect("a mail")).collect()
    }

    /// Opens the link in the newest mail, and presses the button on its page.
    pub(crate) async fn open_newest_link(&self) -> Answer {
        let path = self.newest_link();
        assert_eq!(self.raw("GET", &path, None, "").await.code(), "200");
        self.raw("POST", &path, None, "").await
    }

    /// The path of the link in the newest mail.
    pub(crate) fn newest_link(&self) -> String {
        let mail = self.mails().pop().expect("a mail");
        let link = mail.split_whitespace().find(|word| word.starts_with("http")).expect("a link");
        link.strip_prefix(&self.running.base_url()).expect("a link to the server").to_owned()
    }
}

/// The password stage of a user.
pub(crate) fn password_proof(user: &str, password: &str) -> AuthData {
    Password::new(UserIdentifier::user(user), password).into()
}

pub(crate) fn client_secret() -> ClientSecret {
    "monkeys_are_GREAT".parse().expect("a client secret")
}

/// The error of a call, in the form of [`Answer::code`].
pub(crate) fn refusal<T, E: EndpointError>(answer: Result<T, E>) -> String {
    match answer {
        Ok(_) => "success".to_owned(),
        Err(error) => Answer(error.try_into_http_response().expect("it is written")).code(),
    }
}

/// The challenge of user-interactive authentication, as JSON.
pub(crate) fn challenge<T>(answer: Result<T, UiaaResponse>) -> Value {
    match answer {
        Err(UiaaResponse::AuthenticationRequired(info)) => {
            serde_json::to_value(&*info).expect("JSON")
        }
        Err(UiaaResponse::Matrix(error)) => panic!("no challenge: {error}"),
        Ok(_) => panic!("no challenge: success"),
    }
}
