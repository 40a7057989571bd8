//! The response of `/versions`.

use serde_json::json;

use super::reply::Reply;
use crate::versions::{MatrixVersion, SupportedVersions};

pub(super) const PATH: &str = "/_matrix/client/versions";

/// Every version that this crate knows.
pub(super) fn all() -> SupportedVersions {
    let newest = MatrixVersion::V1_19;
    (0..=newest.minor()).map(|minor| MatrixVersion::new(newest.major(), minor)).collect()
}

pub(super) fn reply(supported: &SupportedVersions) -> Reply<()> {
    let known = supported.versions.iter().map(|version| match *version {
        MatrixVersion::V1_0 => "r0.6.1".to_owned(),
        version => version.to_string(),
    });
    let versions: Vec<_> = known.chain(supported.unknown_versions.iter().cloned()).collect();
    let features = supported.features.iter().map(|feature| (feature.clone(), true.into()));
    let features = serde_json::Map::from_iter(features);
    let body = json!({ "versions": versions, "unstable_features": features });
    Reply::raw(200, body.to_string()).header("content-type", "application/json")
}
