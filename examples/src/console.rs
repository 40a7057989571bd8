//! Prints HTTP exchanges for people: formatted, and without secrets.

mod json;
mod layout;
mod style;

use std::{
    fmt::{Debug, Write as _},
    io::{self, Write},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Uri, header};

pub use self::style::Style;

/// Printed instead of a secret.
pub(crate) const HIDDEN: &str = "‹hidden›";

/// The names of secrets in JSON bodies and queries: those that `ruma_api!` hides.
const SECRET_NAMES: [&str; 12] = [
    "access_token",
    "as_token",
    "client_secret",
    "guest_access_token",
    "hs_token",
    "id_access_token",
    "login_token",
    "new_password",
    "password",
    "refresh_token",
    "secret",
    "token",
];

/// The headers that are printed besides `Authorization`.
const SHOWN_HEADERS: [HeaderName; 4] =
    [header::CONTENT_TYPE, header::LOCATION, header::ALLOW, header::RETRY_AFTER];

/// The indentation of everything below the title of a step.
const INDENT: &str = "       ";

/// Prints the steps of a program that calls an API.
pub struct Console<W> {
    output: W,
    style: Style,
    steps: usize,
}

impl Console<io::Stdout> {
    /// Prints to the standard output, in colour if that is a terminal.
    #[must_use]
    pub fn stdout() -> Self {
        Self::new(io::stdout(), Style::of_stdout())
    }
}

impl<W: Write> Console<W> {
    /// Prints to any writer.
    pub fn new(output: W, style: Style) -> Self {
        Self { output, style, steps: 0 }
    }

    /// Prints a heading, followed by facts as aligned pairs of a label and a value.
    ///
    /// # Errors
    ///
    /// If the output cannot be written to.
    pub fn heading(&mut self, title: &str, facts: &[(&str, String)]) -> io::Result<()> {
        let style = self.style;
        writeln!(self.output, "\n{}", style.strong(title))?;
        let width = facts.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
        for (label, value) in facts {
            writeln!(self.output, "  {}  {value}", style.faint(&format!("{label:width$}")))?;
        }
        Ok(())
    }

    /// Prints the number of the next step, and a sentence that describes it.
    ///
    /// # Errors
    ///
    /// If the output cannot be written to.
    pub fn step(&mut self, sentence: &str) -> io::Result<()> {
        self.steps += 1;
        let number = self.style.faint(&format!("{:>3}", self.steps));
        writeln!(self.output, "\n{number}  {}\n", self.style.strong(sentence))
    }

    /// Prints a request.
    ///
    /// # Errors
    ///
    /// If the output cannot be written to.
    pub fn request(&mut self, request: &Request<Bytes>) -> io::Result<()> {
        let method = self.style.strong(request.method().as_str());
        let line = format!("{method} {}", target(request.uri()));
        self.message("──▶", &line, request.headers(), request.body())
    }

    /// Prints a response and how long it took.
    ///
    /// # Errors
    ///
    /// If the output cannot be written to.
    pub fn response(&mut self, response: &Response<Bytes>, elapsed: Duration) -> io::Result<()> {
        let milliseconds = format!("{:.1} ms", elapsed.as_secs_f64() * 1000.0);
        let status = status_line(response.status());
        let status = match response.status().is_success() {
            true => self.style.good(&status),
            false => self.style.warning(&status),
        };
        let line = format!("{status}   {}", self.style.faint(&milliseconds));
        self.message("◀──", &line, response.headers(), response.body())
    }

    /// Prints a value of the program.
    ///
    /// # Errors
    ///
    /// If the output cannot be written to.
    pub fn typed(&mut self, value: &dyn Debug) -> io::Result<()> {
        let debug = layout::fold(&format!("{value:#?}"), true);
        self.block("═══", &debug)
    }

    /// Prints the expected outcome of a step.
    ///
    /// # Errors
    ///
    /// If the output cannot be written to.
    pub fn success(&mut self, sentence: &str) -> io::Result<()> {
        writeln!(self.output, "    {}  {sentence}", self.style.good("✓"))
    }

    /// Prints the last line of a successful program.
    ///
    /// # Errors
    ///
    /// If the output cannot be written to.
    pub fn closing(&mut self, sentence: &str) -> io::Result<()> {
        writeln!(self.output, "\n{}\n", self.style.good(sentence))
    }

    /// Prints lines of text with a mark in the margin.
    ///
    /// # Errors
    ///
    /// If the output cannot be written to.
    pub fn block(&mut self, mark: &str, text: &str) -> io::Result<()> {
        let mark = self.style.faint(mark);
        let mut lines = text.lines();
        writeln!(self.output, "   {mark} {}", lines.next().unwrap_or_default())?;
        for line in lines {
            let indent = if line.is_empty() { "" } else { INDENT };
            writeln!(self.output, "{indent}{line}")?;
        }
        writeln!(self.output)
    }

    /// Formats a body: JSON without secrets, plain text unchanged, and the length of anything else.
    fn body(&self, headers: &HeaderMap, body: &Bytes) -> String {
        if let Some(pretty) = json::without_secrets(body, &SECRET_NAMES, HIDDEN) {
            return layout::fold(&pretty, false).replace(HIDDEN, &self.style.faint(HIDDEN));
        }
        let content_type = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
        match std::str::from_utf8(body) {
            Ok(text) if content_type.is_some_and(|kind| kind.starts_with(b"text/plain")) => {
                text.trim_end().to_owned()
            }
            _ => format!("({} bytes)", body.len()),
        }
    }

    fn message(
        &mut self,
        mark: &str,
        first_line: &str,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> io::Result<()> {
        let mut text = String::from(first_line);
        for line in header_lines(headers) {
            let _ = write!(text, "\n{}", self.style.faint(&line));
        }
        if !body.is_empty() {
            let body = self.body(headers, body);
            let _ = write!(text, "\n{body}");
        }
        self.block(mark, &text)
    }
}

/// `401 Unauthorized`
fn status_line(status: StatusCode) -> String {
    format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default())
}

/// The path and the query, without the values of secrets.
fn target(uri: &Uri) -> String {
    let mut target = uri.path().to_owned();
    for (index, parameter) in uri.query().into_iter().flat_map(|query| query.split('&')).enumerate()
    {
        target.push(if index == 0 { '?' } else { '&' });
        match parameter.split_once('=') {
            Some((name, _)) if SECRET_NAMES.contains(&name) => {
                let _ = write!(target, "{name}={HIDDEN}");
            }
            _ => target.push_str(parameter),
        }
    }
    target
}

/// The headers to print, with their names aligned.
fn header_lines(headers: &HeaderMap) -> Vec<String> {
    let credentials = headers.get(header::AUTHORIZATION).map(|value| {
        let scheme = value.to_str().ok().and_then(|value| value.split_once(' '));
        (header::AUTHORIZATION, format!("{} {HIDDEN}", scheme.map_or("", |(scheme, _)| scheme)))
    });
    let others = SHOWN_HEADERS.into_iter().filter_map(|name| {
        let value = String::from_utf8_lossy(headers.get(&name)?.as_bytes()).into_owned();
        Some((name, value))
    });
    let shown = credentials.into_iter().chain(others).collect::<Vec<_>>();
    let width = shown.iter().map(|(name, _)| name.as_str().len()).max().unwrap_or(0);
    shown.iter().map(|(name, value)| format!("{:width$}  {value}", name.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(print: impl FnOnce(&mut Console<&mut Vec<u8>>)) -> String {
        let mut output = Vec::new();
        print(&mut Console::new(&mut output, Style::plain()));
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn a_request_is_printed_without_its_secrets() {
        let request = Request::post("http://localhost/register?kind=user&access_token=SECRET1")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, "Bearer SECRET2")
            .header(header::HOST, "localhost")
            .body(Bytes::from_static(br#"{"username":"alice","password":"SECRET3"}"#))
            .unwrap();
        let text = printed(|console| console.request(&request).unwrap());
        assert_eq!(
            text,
            concat!(
                "   ──▶ POST /register?kind=user&access_token=‹hidden›\n",
                "       authorization  Bearer ‹hidden›\n",
                "       content-type   application/json\n",
                "       {\n",
                "         \"username\": \"alice\",\n",
                "         \"password\": \"‹hidden›\"\n",
                "       }\n",
                "\n",
            )
        );
    }

    #[test]
    fn a_response_is_printed_with_status_and_time() {
        let response = Response::builder()
            .status(StatusCode::UNAUTHORIZED)
            .body(Bytes::from_static(b"{}"))
            .unwrap();
        let text = printed(|console| {
            console.response(&response, Duration::from_micros(1250)).unwrap();
        });
        assert_eq!(text, "   ◀── 401 Unauthorized   1.2 ms\n       {}\n\n");
    }

    #[test]
    fn only_the_length_of_other_bodies_is_printed() {
        let response = Response::new(Bytes::from_static(b"<html>"));
        let text = printed(|console| console.response(&response, Duration::ZERO).unwrap());
        assert!(text.contains("(6 bytes)"), "{text}");
    }

    #[test]
    fn without_colour_there_are_no_escapes() {
        let text = printed(|console| {
            console.heading("Title", &[("label", "value".to_owned())]).unwrap();
            console.step("A step").unwrap();
            console.success("done").unwrap();
        });
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
}
