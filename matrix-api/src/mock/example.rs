//! Responses of examples.

use bytes::Bytes;
use http::Response;

use crate::endpoint::Endpoint;

/// The response of an example, or why it is missing.
pub(super) fn response<R: Endpoint>(name: &str) -> Result<Response<Bytes>, String> {
    let endpoint = R::METADATA.name;
    let with_response = R::EXAMPLES.iter().filter(|example| example.response.is_some());
    let names: Vec<_> = with_response.map(|example| format!("{:?}", example.name)).collect();
    let others = match names.as_slice() {
        [] => "none of its examples has a response".to_owned(),
        names => format!("write one of {}", names.join(", ")),
    };
    let example = R::EXAMPLES.iter().find(|example| example.name == name);
    let example =
        example.ok_or_else(|| format!("`{endpoint}` has no example {name:?}; {others}"))?;
    let response = example.response.as_ref();
    let response = response
        .ok_or_else(|| format!("the example {name:?} of `{endpoint}` has no response; {others}"))?;
    response
        .to_http_response()
        .map_err(|error| format!("the example {name:?} of `{endpoint}` is invalid: {error}"))
}
