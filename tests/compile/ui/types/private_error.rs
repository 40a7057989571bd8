//! The type of an endpoint's error is as public as its requests.

/// What the endpoint can fail with.
#[derive(Debug)]
// wrong:
struct TagError;
// instead:
// pub struct TagError;

impl std::fmt::Display for TagError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no such tag")
    }
}

impl std::error::Error for TagError {}

impl matrix_api::EndpointError for TagError {
    fn from_http_response(_: &matrix_api::http::Response<matrix_api::bytes::Bytes>) -> Self {
        Self
    }

    fn try_into_http_response(
        &self,
    ) -> Result<matrix_api::http::Response<matrix_api::bytes::Bytes>, matrix_api::IntoHttpError>
    {
        let status = matrix_api::http::StatusCode::NOT_FOUND;
        matrix_api::wire::ErrorEncoder::new("tag error", status).body("text/plain", "no such tag")
    }
}

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response {}
    error: TagError
}

fn main() {}
