//! The homeserver, and the versions that it supports.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use serde_json::Value;
use tokio::sync::OnceCell;

use super::{
    deadline::Deadline,
    endpoints::versions,
    error::{CallError, Error},
    exchange::{Exchanger, Outgoing},
    response,
    transport::Transport,
};
use crate::{
    authentication::AuthenticationScheme, base_url::BaseUrl, endpoint::OutgoingRequest,
    matrix_error::MatrixError, metadata::Metadata, versions::SupportedVersions,
};

/// A homeserver, without an account.
pub(super) struct Homeserver<T> {
    pub(super) exchanger: Arc<Exchanger<T>>,
    pub(super) base_url: BaseUrl,
    /// What the server supports. The cell is empty until the client asks.
    versions: RwLock<Arc<OnceCell<Arc<SupportedVersions>>>>,
    /// For endpoints whose path does not depend on the versions.
    unknown: Arc<SupportedVersions>,
}

impl<T> Homeserver<T> {
    pub(super) fn new(
        exchanger: Arc<Exchanger<T>>,
        base_url: BaseUrl,
        supported: Option<SupportedVersions>,
    ) -> Self {
        let (versions, unknown) = (RwLock::default(), Arc::default());
        let homeserver = Self { exchanger, base_url, versions, unknown };
        homeserver.set_versions(supported);
        homeserver
    }

    pub(super) fn set_versions(&self, supported: Option<SupportedVersions>) {
        let cell = OnceCell::new_with(supported.map(Arc::new));
        *self.versions.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(cell);
    }

    pub(super) fn encode<R: OutgoingRequest>(
        &self,
        request: &R,
        input: <R::Authentication as AuthenticationScheme>::Input<'_>,
        supported: &SupportedVersions,
    ) -> Result<Outgoing, CallError> {
        Outgoing::encode(request, &self.base_url, input, supported)
    }
}

impl<T: Transport> Homeserver<T> {
    /// The supported versions, if they are known, or the endpoint's path does not depend on them.
    pub(super) fn known_versions(
        &self,
        metadata: &'static Metadata,
    ) -> Option<Arc<SupportedVersions>> {
        if metadata.path.fixed_path().is_some() {
            return Some(Arc::clone(&self.unknown));
        }
        self.versions.read().unwrap_or_else(PoisonError::into_inner).get().cloned()
    }

    /// [`versions_for`](Self::versions_for), until the deadline of a call.
    pub(super) async fn versions_until(
        &self,
        metadata: &'static Metadata,
        deadline: &Deadline,
    ) -> Result<Arc<SupportedVersions>, CallError> {
        match self.known_versions(metadata) {
            Some(known) => Ok(known),
            None => {
                let asked = self.versions_for(metadata, deadline.clone());
                // On the heap, because most calls do not ask.
                Box::pin(self.exchanger.until(deadline, metadata.name, asked)).await
            }
        }
    }

    /// The supported versions, unless the endpoint's path does not depend on them.
    pub(super) async fn versions_for(
        &self,
        metadata: &'static Metadata,
        deadline: Deadline,
    ) -> Result<Arc<SupportedVersions>, CallError> {
        if let Some(known) = self.known_versions(metadata) {
            return Ok(known);
        }
        self.versions(deadline).await.map_err(|source| CallError::Versions {
            endpoint: metadata.name,
            source: Box::new(source),
        })
    }

    /// The supported versions. Concurrent calls share one request.
    pub(super) async fn versions(
        &self,
        deadline: Deadline,
    ) -> Result<Arc<SupportedVersions>, Error<MatrixError>> {
        let cell = Arc::clone(&self.versions.read().unwrap_or_else(PoisonError::into_inner));
        cell.get_or_try_init(|| self.ask_for_versions(deadline)).await.cloned()
    }

    /// Asks without a token, because the server would reject an expired one.
    async fn ask_for_versions(
        &self,
        deadline: Deadline,
    ) -> Result<Arc<SupportedVersions>, Error<MatrixError>> {
        let request = versions::Request::new();
        let encode = || self.encode(&request, None, &self.unknown);
        let mut response = self.exchanger.exchange(&encode, deadline).await?;
        let response: versions::Response = response::decode(&mut response)?;
        let features = enabled(response.unstable_features);
        Ok(Arc::new(SupportedVersions::from_parts(&response.versions, &features)))
    }
}

/// Which unstable features are enabled. A malformed value enables none, and costs no call.
fn enabled(features: Option<Value>) -> BTreeMap<String, bool> {
    let Some(Value::Object(features)) = features else { return BTreeMap::new() };
    features.into_iter().map(|(feature, value)| (feature, value == Value::Bool(true))).collect()
}
