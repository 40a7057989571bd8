//! A request body that is a stream needs an authentication scheme that does not read it.

use matrix_api::{
    authentication::{AuthenticationError, AuthenticationScheme},
    bytes::Bytes,
    http,
};

matrix_api::ruma_api! {
    metadata {
        description: "Upload a file.",
        method: POST,
        name: "upload",
        path: "/upload",
        rate_limited: false,
        authentication: self::Signature,
    }
    request {
        #[ruma_api(raw_body)]
        // wrong:
        pub content: matrix_api::Body,
        // instead:
        // pub content: matrix_api::bytes::Bytes,
    }
    response {}
}

/// Signs the body.
pub enum Signature {}

impl AuthenticationScheme for Signature {
    const NAME: &'static str = "Signature";
    type Input<'a> = ();
    type Output = ();

    fn add_to_request(_: &mut http::Request<Bytes>, (): ()) -> Result<(), AuthenticationError> {
        Ok(())
    }

    fn extract(_: &http::Request<Bytes>) -> Result<(), AuthenticationError> {
        Ok(())
    }
}

fn main() {}
