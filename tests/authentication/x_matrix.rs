//! `Authorization: X-Matrix origin="..",destination="..",key="..",sig=".."`.

use std::collections::BTreeMap;

use matrix_api::{
    authentication::{AuthenticationError, AuthenticationScheme},
    bytes::Bytes,
    http::{self, HeaderValue, header::AUTHORIZATION},
};
use serde_json::{Value, json};

/// The sending server signs its requests.
pub enum ServerSignature {}

/// The signer, the receiver and the key.
#[derive(Clone, Copy)]
pub struct Signer<'a> {
    /// The sending server.
    pub origin: &'a str,
    /// The receiving server.
    pub destination: &'a str,
    /// The identifier of the key.
    pub key: &'a str,
    /// Signs canonical JSON and encodes the signature.
    pub sign: fn(&str) -> String,
}

/// The parameters of the header.
#[derive(Debug, PartialEq, Eq)]
pub struct Signature {
    /// The server that claims to have sent the request.
    pub origin: String,
    /// The receiving server; old servers leave it out.
    pub destination: Option<String>,
    /// The identifier of the key.
    pub key: String,
    /// The signature.
    pub signature: String,
}

impl Signature {
    /// Whether the signature belongs to this request.
    pub fn verifies(&self, request: &http::Request<Bytes>, sign: fn(&str) -> String) -> bool {
        let destination = self.destination.as_deref().unwrap_or_default();
        signed_json(request, &self.origin, destination)
            .is_ok_and(|json| sign(&json) == self.signature)
    }
}

impl AuthenticationScheme for ServerSignature {
    const NAME: &'static str = "ServerSignature";
    type Input<'a> = Signer<'a>;
    type Output = Signature;

    fn add_to_request(
        request: &mut http::Request<Bytes>,
        signer: Signer<'_>,
    ) -> Result<(), AuthenticationError> {
        let Signer { origin, destination, key, sign } = signer;
        let signature = sign(&signed_json(request, origin, destination)?);
        let value = format!(
            r#"X-Matrix origin="{origin}",destination="{destination}",key="{key}",sig="{signature}""#
        );
        let mut value = HeaderValue::try_from(value).map_err(AuthenticationError::other)?;
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
        Ok(())
    }

    fn extract(request: &http::Request<Bytes>) -> Result<Signature, AuthenticationError> {
        let missing = AuthenticationError::Missing("`Authorization: X-Matrix origin=..`");
        let header = request.headers().get(AUTHORIZATION).ok_or(missing)?;
        let header = header.to_str().map_err(AuthenticationError::other)?;
        let malformed = || AuthenticationError::other("the header is not of the scheme X-Matrix");
        let (scheme, parameters) = header.split_once(' ').ok_or_else(malformed)?;
        if !scheme.eq_ignore_ascii_case("x-matrix") {
            return Err(malformed());
        }
        let mut parameters = parse_parameters(parameters).ok_or_else(malformed)?;
        let mut take = |name| parameters.remove(name);
        Ok(Signature {
            origin: take("origin").ok_or_else(malformed)?,
            destination: take("destination"),
            key: take("key").ok_or_else(malformed)?,
            signature: take("sig").ok_or_else(malformed)?,
        })
    }
}

/// The signed text in canonical JSON: sorted keys, no white space.
fn signed_json(
    request: &http::Request<Bytes>,
    origin: &str,
    destination: &str,
) -> Result<String, AuthenticationError> {
    let uri = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    let mut signed = json!({
        "method": request.method().as_str(),
        "uri": uri,
        "origin": origin,
        "destination": destination,
    });
    if !request.body().is_empty() {
        let content: Value =
            serde_json::from_slice(request.body()).map_err(AuthenticationError::other)?;
        signed["content"] = content;
    }
    Ok(signed.to_string())
}

/// Parses `name=value` and `name="value"`, separated by commas. Names are unique regardless of case.
fn parse_parameters(mut rest: &str) -> Option<BTreeMap<String, String>> {
    let mut parameters = BTreeMap::new();
    loop {
        let (name, value) = rest.trim_start().split_once('=')?;
        let name = name.trim_end().to_ascii_lowercase();
        let (value, after) = parse_value(value.trim_start())?;
        if name.is_empty() || parameters.insert(name, value).is_some() {
            return None;
        }
        match after.trim_start().split_once(',') {
            Some(("", more)) => rest = more,
            Some(_) => return None,
            None if after.trim().is_empty() => return Some(parameters),
            None => return None,
        }
    }
}

/// Parses one value; returns it and the rest.
fn parse_value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ']).unwrap_or(text.len());
        let (value, after) = text.split_at(end);
        return Some((value.to_owned(), after));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, quoted.split_at(at + 1).1)),
            '\\' => value.push(characters.next()?.1),
            _ => value.push(character),
        }
    }
    None
}
