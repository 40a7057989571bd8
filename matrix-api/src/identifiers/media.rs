//! Media.

use super::{
    grammar,
    newtype::{identifier, show_identifier},
    server_name::ServerName,
};

identifier! {
    /// The URI of uploaded media: `mxc://example.org/opaque`.
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
    #[inline]
    pub fn server_name(&self) -> ServerName {
        ServerName::from_validated(grammar::mxc_parts(self.as_str()).0)
    }

    /// The ID of the media on that server.
    #[must_use]
    #[inline]
    pub fn media_id(&self) -> &str {
        grammar::mxc_parts(self.as_str()).1
    }
}
