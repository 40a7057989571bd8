//! What the server supports, asked for once.

use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::OnceCell;

use super::{CallError, Client, Error, Transport, endpoints::versions, error, exchange::Deadline};
use crate::{Endpoint as _, MatrixError, Metadata, OutgoingRequest as _, SupportedVersions};

/// What the server supports, as far as it has been asked.
#[derive(Default)]
pub(super) struct Versions(RwLock<Arc<OnceCell<Arc<SupportedVersions>>>>);

impl Versions {
    pub(super) fn new(supported: Option<SupportedVersions>) -> Self {
        let versions = Self::default();
        versions.set(supported);
        versions
    }

    fn cell(&self) -> Arc<OnceCell<Arc<SupportedVersions>>> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, supported: Option<SupportedVersions>) {
        let cell = OnceCell::new_with(supported.map(Arc::new));
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(cell);
    }
}

impl<T: Transport> Client<T> {
    /// Which versions of the specification and unstable features the server supports. The server
    /// is asked unless it has been before; calls at the same time ask once.
    ///
    /// # Errors
    ///
    /// When the server cannot be asked. The next call asks again.
    pub async fn supported_versions(&self) -> Result<Arc<SupportedVersions>, Error<MatrixError>> {
        let deadline = self.exchanger.deadline();
        let work = async { Ok(self.known_versions(deadline).await) };
        self.exchanger.within(deadline, versions::Request::METADATA.name, work).await?
    }

    /// Takes the server for one that supports this from now on. `None` forgets what is known, so
    /// that the server is asked again: it may have been updated.
    pub fn set_supported_versions(&self, supported: impl Into<Option<SupportedVersions>>) {
        self.server.versions.set(supported.into());
    }

    /// What has to be known of the server to call an endpoint.
    pub(super) async fn versions_for(
        &self,
        metadata: &Metadata,
        deadline: Deadline,
    ) -> Result<Arc<SupportedVersions>, CallError> {
        if metadata.path.fixed_path().is_some() {
            return Ok(Arc::default());
        }
        self.known_versions(deadline).await.map_err(|source| CallError::Versions {
            endpoint: metadata.name,
            source: Box::new(source),
        })
    }

    /// What the server supports; the first to want it asks for all.
    async fn known_versions(
        &self,
        deadline: Deadline,
    ) -> Result<Arc<SupportedVersions>, Error<MatrixError>> {
        let cell = self.server.versions.cell();
        cell.get_or_try_init(|| self.ask_for_versions(deadline)).await.cloned()
    }

    /// Asks without a token: an expired one would be refused. What the server offers to some users
    /// only can be set.
    async fn ask_for_versions(
        &self,
        deadline: Deadline,
    ) -> Result<Arc<SupportedVersions>, Error<MatrixError>> {
        let unknown = SupportedVersions::unknown();
        let request = versions::Request::new()
            .try_into_http_request(&self.server.base_url, None, &unknown)
            .map_err(CallError::Request)?;
        let metadata = versions::Request::METADATA;
        let response = self.exchange(metadata, &unknown, request, deadline).await?;
        let answer: versions::Response = error::read(&response)?;
        let features = answer.unstable_features.unwrap_or_default();
        Ok(Arc::new(SupportedVersions::from_parts(&answer.versions, &features)))
    }
}
