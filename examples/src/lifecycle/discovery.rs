//! Finding the server, and what it can do.

use std::io;

use matrix_client_account::discovery::{versions, well_known_client};

use super::{Lifecycle, LifecycleError, expectation};
use crate::client::CallError;

impl<W: io::Write> Lifecycle<W> {
    /// Goes where the server says that it is, and speaks the versions that it says it knows.
    pub(super) async fn discover(&mut self) -> Result<(), LifecycleError> {
        self.client.console.step("Ask where the homeserver is")?;
        match self.client.call(&well_known_client::Request::new(), ()).await {
            Ok(found) => {
                let base_url = found.homeserver.base_url.trim_end_matches('/').to_owned();
                self.client.console.success(&format!("it is at {base_url}"))?;
                self.client.set_base_url(base_url);
            }
            // Not every domain says it; then it is where we asked.
            Err(CallError::Response(_)) => {
                self.client.console.success("it does not say: it must be here")?;
            }
            Err(error) => return Err(LifecycleError::unexpected("an answer", error)),
        }

        self.client.console.step("Ask which versions of Matrix it speaks")?;
        let answer = self.client.call(&versions::Request::new(), None).await;
        let supported = expectation::success(answer, "versions")?.supported_versions();
        self.client.set_versions(supported);
        Ok(self.client.console.success("every path from here on is chosen by these versions")?)
    }
}
