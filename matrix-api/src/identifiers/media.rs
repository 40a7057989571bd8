//! Media.

use super::{
    ServerName, grammar,
    newtype::{identifier, show_identifier},
};

identifier! {
    /// Uploaded media: `mxc://example.org/opaque`.
    ///
    /// See [Matrix Content URIs].
    ///
    /// [Matrix Content URIs]: https://spec.matrix.org/v1.19/client-server-api/#matrix-content-mxc-uris
    MxcUri, "Matrix content URI", grammar::mxc_uri
}

show_identifier!(MxcUri);

impl MxcUri {
    /// The server that the media was uploaded to.
    #[must_use]
    pub fn server_name(&self) -> ServerName {
        ServerName::from_validated(grammar::mxc_parts(self.as_str()).0)
    }

    /// What that server calls the media.
    #[must_use]
    pub fn media_id(&self) -> &str {
        grammar::mxc_parts(self.as_str()).1
    }
}
