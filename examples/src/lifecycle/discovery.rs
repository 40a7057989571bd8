//! Finding the server, and what it can do.

use std::io;

use matrix_client_account::discovery::{versions, well_known_client};

use super::{Lifecycle, LifecycleError};

impl<W: io::Write + Send> Lifecycle<W> {
    /// Goes where the server says that it is, and speaks the versions that it says it knows.
    ///
    /// A client does both by itself: `Client::discover`. Here it is shown.
    pub(super) async fn discover(&mut self) -> Result<(), LifecycleError> {
        self.console().step("Ask where the homeserver is")?;
        let answer = self.client.send(&well_known_client::Request::new()).await;
        match self.show(answer)? {
            Ok(found) => {
                let client = self.shown.client(&found.homeserver.base_url);
                self.client = client.map_err(|error| LifecycleError::unexpected("a URL", error))?;
                self.console().success(&format!("it is at {}", self.client.base_url()))?;
            }
            // Not every domain says it; then it is where we asked.
            Err(error) if error.status().is_some() => {
                self.console().success("it does not say: it must be here")?;
            }
            Err(error) => return Err(LifecycleError::unexpected("an answer", error)),
        }

        self.console().step("Ask which versions of Matrix it speaks")?;
        let answer = self.succeed(&self.client, &versions::Request::new(), "versions").await?;
        self.client.set_supported_versions(answer.supported_versions());
        Ok(self.console().success("every path from here on is chosen by these versions")?)
    }
}
