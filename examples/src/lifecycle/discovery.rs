//! Server discovery.

use std::io;

use matrix_client_account::discovery::{versions, well_known_client};

use super::{Lifecycle, LifecycleError};

impl<W: io::Write + Send + 'static> Lifecycle<W> {
    /// Finds the homeserver and its supported versions.
    ///
    /// `Client::discover` does both in one call; here each request is shown.
    pub(super) async fn discover(&mut self) -> Result<(), LifecycleError> {
        self.console().step("Discover the URL of the homeserver")?;
        let result = self.client.send(&well_known_client::Request::new()).await;
        match self.print_result(result)? {
            Ok(found) => {
                let client = self.transport.client(&found.homeserver.base_url);
                self.client = client.map_err(|error| LifecycleError::unexpected("a URL", error))?;
                self.console().success(&format!("it is at {}", self.client.base_url()))?;
            }
            // Not every server has this file. Without it, the URL stays the same.
            Err(error) if error.status().is_some() => {
                self.console().success("there is no such file: the URL stays the same")?;
            }
            Err(error) => return Err(LifecycleError::unexpected("a response", error)),
        }

        self.console().step("Get the supported versions of the specification")?;
        let request = versions::Request::new();
        let response = self.expect_success(&self.client, &request, "versions").await?;
        self.client.set_supported_versions(response.supported_versions());
        Ok(self.console().success("the client chooses the paths by these versions")?)
    }
}
