//! Endpoints, and a state with one user.

use std::{future, sync::Arc};

use axum::extract::State;
use matrix_api::{
    MatrixError,
    authentication::{AccessToken, AuthenticationError, AuthenticationScheme, BearerToken},
    bytes::Bytes,
    http::Request,
    server::{Authenticate, Caller},
};
use tokio::sync::Notify;

/// Fields in every place, and three paths.
pub(crate) mod greet {
    matrix_api::ruma_api! {
        metadata {
            description: "Greet someone.",
            method: POST,
            name: "greet",
            history: {
                unstable("org.example.greet") => "/unstable/greet/{name}",
                1.0 => "/r0/greet/{name}",
                1.1 => "/v3/greet/{name}",
            },
            rate_limited: true,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub name: String,
            #[ruma_api(query)]
            pub times: u8,
            #[ruma_api(header = "x-tone")]
            pub tone: u8,
            pub word: String,
        }
        response {
            pub text: String,
        }
    }
}

pub(crate) mod whoami {
    matrix_api::ruma_api! {
        metadata {
            description: "Ask who is calling.",
            method: GET,
            name: "whoami",
            path: "/whoami",
            rate_limited: false,
            requires_authentication: true,
        }
        request {
            /// A number, so that tests can send something else.
            #[ruma_api(query)]
            #[serde(default)]
            pub number: u8,
        }
        response {
            pub user: String,
        }
    }
}

pub(crate) mod look_around {
    matrix_api::ruma_api! {
        metadata {
            description: "What anyone may see, and users may see more of.",
            method: GET,
            name: "look_around",
            path: "/look_around",
            rate_limited: false,
            authentication: AccessTokenOptional,
        }
        request {}
        response {
            pub seen_by: Option<String>,
        }
    }
}

pub(crate) mod upload {
    matrix_api::ruma_api! {
        metadata {
            description: "Say how much was sent.",
            method: PUT,
            name: "upload",
            path: "/upload",
            rate_limited: true,
            requires_authentication: false,
        }
        request {
            #[ruma_api(raw_body)]
            pub content: Vec<u8>,
        }
        response {
            pub size: usize,
        }
    }
}

pub(crate) mod sign {
    matrix_api::ruma_api! {
        metadata {
            description: "Take what is signed.",
            method: POST,
            name: "sign",
            path: "/sign",
            rate_limited: false,
            authentication: crate::endpoints::Checksum,
        }
        request {
            pub text: String,
        }
        response {
            pub sender: String,
        }
    }
}

pub(crate) mod ping {
    matrix_api::ruma_api! {
        metadata {
            description: "Do something.",
            method: POST,
            name: "ping",
            path: "/ping",
            rate_limited: false,
            requires_authentication: false,
        }
        request {}
        response {
            #[ruma_api(header = "x-pong")]
            pub pong: Option<String>,
        }
    }
}

/// The credentials are a name and the sum of the body's bytes.
#[derive(Debug)]
pub enum Checksum {}

impl AuthenticationScheme for Checksum {
    const NAME: &'static str = "Checksum";
    const HEADERS: &'static [&'static str] = &["x-checksum"];
    type Input<'a> = ();
    type Output = (u64, String);

    fn add_to_request(_: &mut Request<Bytes>, (): ()) -> Result<(), AuthenticationError> {
        Ok(())
    }

    fn extract(request: &Request<Bytes>) -> Result<(u64, String), AuthenticationError> {
        let missing = AuthenticationError::Missing("the header `X-Checksum`");
        let value = request.headers().get("x-checksum").ok_or(missing)?;
        let text = value.to_str().map_err(AuthenticationError::other)?;
        let (sum, name) = text.split_once(' ').ok_or(AuthenticationError::MalformedHeader)?;
        let sum = sum.parse().map_err(AuthenticationError::other)?;
        Ok((sum, name.to_owned()))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct User(pub(crate) String);

/// Ann's token is `ann-token`.
#[derive(Clone, Default)]
pub(crate) struct App {
    /// Waiting handlers wait for the first, and notify the second when they finish.
    pub(crate) go: Arc<Notify>,
    pub(crate) done: Arc<Notify>,
}

impl Authenticate<AccessToken> for App {
    type Identity = User;

    async fn authenticate(
        &self,
        token: BearerToken,
        _: &Request<Bytes>,
    ) -> Result<User, MatrixError> {
        // As after a query of a database.
        tokio::task::yield_now().await;
        match token.as_str() {
            "ann-token" => Ok(User("ann".to_owned())),
            "old-token" => Err(MatrixError::expired_token()),
            "broken-store" => Err(MatrixError::internal("the store is broken")),
            _ => Err(MatrixError::unknown_token()),
        }
    }
}

impl Authenticate<Checksum> for App {
    type Identity = String;

    fn authenticate(
        &self,
        (sum, name): (u64, String),
        request: &Request<Bytes>,
    ) -> impl Future<Output = Result<String, MatrixError>> + Send {
        let is_right = request.body().iter().map(|byte| u64::from(*byte)).sum::<u64>() == sum;
        future::ready(if is_right { Ok(name) } else { Err(MatrixError::unknown_token()) })
    }
}

pub(crate) async fn greet(request: greet::Request) -> Result<greet::Response, MatrixError> {
    Ok(greet::Response::new(format!("{} {}", request.word, request.name)))
}

pub(crate) async fn whoami(
    Caller(User(user)): Caller<User>,
    _: whoami::Request,
) -> Result<whoami::Response, MatrixError> {
    Ok(whoami::Response::new(user))
}

pub(crate) async fn look_around(
    Caller(user): Caller<Option<User>>,
    _: look_around::Request,
) -> Result<look_around::Response, MatrixError> {
    Ok(look_around::Response::new().seen_by(user.map(|User(name)| name)))
}

pub(crate) async fn upload(request: upload::Request) -> Result<upload::Response, MatrixError> {
    Ok(upload::Response::new(request.content.len()))
}

pub(crate) async fn sign(
    Caller(sender): Caller<String>,
    _: sign::Request,
) -> Result<sign::Response, MatrixError> {
    Ok(sign::Response::new(sender))
}

/// Waits, and notifies when it finishes.
pub(crate) async fn wait(
    State(app): State<App>,
    _: ping::Request,
) -> Result<ping::Response, MatrixError> {
    app.go.notified().await;
    app.done.notify_one();
    Ok(ping::Response::new())
}

/// Panics.
pub(crate) async fn panic(_: ping::Request) -> Result<ping::Response, MatrixError> {
    // A value, so that the compiler does not see unreachable code.
    assert!(Vec::<u8>::new().pop().is_some(), "on purpose, with a secret: {}", "hunter2");
    Ok(ping::Response::new())
}
