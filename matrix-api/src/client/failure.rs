//! Recognizes why an HTTP library failed.

#[cfg(feature = "tower")]
use std::io::{self, ErrorKind};
use std::{error::Error, iter};

use crate::body::BodyError;

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(Some(error), |&error| error.source())
}

/// Whether the body of the request failed.
pub(super) fn is_body_problem(error: &(dyn Error + 'static)) -> bool {
    chain(error).any(<dyn Error>::is::<BodyError>)
}

/// Whether a certificate was refused. rustls and OpenSSL have only their words in common.
pub(super) fn is_certificate_problem(error: &(dyn Error + 'static)) -> bool {
    chain(error).any(|error| {
        let message = error.to_string();
        message.contains("invalid peer certificate")
            || message.contains("certificate verify failed")
    })
}

/// Whether a connection could not be opened.
#[cfg(feature = "tower")]
pub(super) fn is_connect_problem(error: &(dyn Error + 'static)) -> bool {
    chain(error).filter_map(<dyn Error>::downcast_ref).any(is_unreachable)
}

#[cfg(feature = "tower")]
fn is_unreachable(error: &io::Error) -> bool {
    // `source` skips an error that is wrapped in an `io::Error`.
    let wrapped = error.get_ref().and_then(|error| error.downcast_ref());
    wrapped.is_some_and(is_unreachable)
        || matches!(
            error.kind(),
            ErrorKind::AddrNotAvailable
                | ErrorKind::ConnectionRefused
                | ErrorKind::HostUnreachable
                | ErrorKind::NetworkUnreachable
        )
}

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind};

    use super::is_certificate_problem;
    use crate::client::transport::TransportError;

    #[test]
    fn a_refused_certificate_is_recognized() {
        let problem = |message: &str| {
            let handshake = io::Error::new(ErrorKind::InvalidData, message);
            is_certificate_problem(&TransportError::connect(io::Error::other(handshake)))
        };
        assert!(problem("invalid peer certificate: UnknownIssuer"));
        assert!(problem("error:0A000086:SSL routines::certificate verify failed"));
        assert!(!problem("connection refused"));
    }
}
