//! The requests that the servers get.

use axum::body::Body;
use bytes::Bytes;
use http::{Method, Request, StatusCode, header};

use super::{
    app::{TOKEN, USER_ID},
    frames::Frames,
};

/// A request, and the status of its response.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: &'static str,
    pub method: Method,
    pub path: String,
    pub token: Option<&'static str>,
    pub content_type: Option<&'static str>,
    pub body: Bytes,
    /// The size of the frames in which the body arrives. `None` if it arrives at once.
    pub frame: Option<usize>,
    pub status: StatusCode,
}

const JSON: Option<&str> = Some("application/json");

/// The measured cases.
#[must_use]
pub fn all() -> Vec<Case> {
    let upload = || Case {
        body: Bytes::from(vec![b'x'; 1024 * 1024]),
        content_type: Some("application/octet-stream"),
        ..case("upload of 1 MB", Method::POST, "/_matrix/media/v3/upload")
    };
    let register = r#"{"auth":{"type":"m.login.dummy","session":"xxxxxxyzdkr9ZKL"},"username":"alice","password":"correct horse battery staple","device_id":"GHTYAJCE","initial_device_display_name":"Jungle Phone"}"#;
    vec![
        case("whoami", Method::GET, WHOAMI),
        Case {
            body: Bytes::from_static(br#"{"displayname":"Alice Margatroid"}"#),
            content_type: JSON,
            ..case("set display name", Method::PUT, &display_name(USER_ID))
        },
        Case {
            token: None,
            body: Bytes::from_static(register.as_bytes()),
            content_type: JSON,
            ..case("register", Method::POST, "/_matrix/client/v3/register")
        },
        upload(),
        Case { name: "upload of 1 MB, in frames of 64 kB", frame: Some(64 * 1024), ..upload() },
        Case {
            status: StatusCode::NOT_FOUND,
            ..case("404", Method::GET, "/_matrix/client/v3/account/nobody")
        },
        Case {
            status: StatusCode::UNAUTHORIZED,
            token: Some("syt_Ym9i_hTRDzSgWKmGyBdFvNkCx_2Zq4Lw"),
            ..case("401", Method::GET, WHOAMI)
        },
    ]
}

/// The path of a request that gets no response.
pub const WAIT: &str = "/_matrix/client/v3/wait";

pub const WHOAMI: &str = "/_matrix/client/v3/account/whoami";

/// The path of a display name, with the user ID as clients write it.
#[must_use]
pub fn display_name(user_id: &str) -> String {
    let user_id = user_id.replace('@', "%40").replace(':', "%3A");
    format!("/_matrix/client/v3/profile/{user_id}/displayname")
}

/// A request with a token and without a body, that succeeds.
#[must_use]
pub fn case(name: &'static str, method: Method, path: &str) -> Case {
    Case {
        name,
        method,
        path: path.to_owned(),
        token: Some(TOKEN),
        content_type: None,
        body: Bytes::new(),
        frame: None,
        status: StatusCode::OK,
    }
}

impl Case {
    /// The request as a connection passes it on, with the headers that HTTP libraries send.
    #[must_use]
    pub fn request(&self) -> Request<Body> {
        let mut request = Request::builder().method(&self.method).uri(&self.path);
        for (name, value) in self.headers() {
            request = request.header(name, value);
        }
        let body = match self.frame {
            Some(size) => Body::new(Frames { rest: self.body.clone(), size }),
            None if self.body.is_empty() => Body::empty(),
            None => Body::from(self.body.clone()),
        };
        request.body(body).expect("a request")
    }

    /// The request as a client sends it.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut text = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        for (name, value) in self.headers() {
            text.extend([name.as_str(), ": ", &value, "\r\n"]);
        }
        text.push_str("\r\n");
        [text.as_bytes(), &self.body].concat()
    }

    /// The headers of the request.
    #[must_use]
    pub fn headers(&self) -> Vec<(header::HeaderName, String)> {
        let mut headers = vec![
            (header::HOST, "example.org".to_owned()),
            (header::USER_AGENT, "load/1.0".to_owned()),
            (header::ACCEPT, "*/*".to_owned()),
        ];
        if let Some(token) = self.token {
            headers.push((header::AUTHORIZATION, format!("Bearer {token}")));
        }
        if let Some(content_type) = self.content_type {
            headers.push((header::CONTENT_TYPE, content_type.to_owned()));
            headers.push((header::CONTENT_LENGTH, self.body.len().to_string()));
        }
        headers
    }
}

/// Whether a response is there as a whole. Its body is not chunked.
#[must_use]
pub fn is_complete(response: &[u8]) -> bool {
    let end = b"\r\n\r\n";
    let Some(head) = response.windows(end.len()).position(|bytes| bytes == end) else {
        return false;
    };
    let text = String::from_utf8_lossy(&response[..head]).to_ascii_lowercase();
    let lengths = text.lines().filter_map(|line| line.strip_prefix("content-length: "));
    let length = lengths.map(|length| length.parse::<usize>().expect("a length")).sum::<usize>();
    response.len() >= head + end.len() + length
}
