//! Policies that a user has to accept.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::take_web_url;
use crate::json_object::{self, Checked, Object, take_object, take_required_string};

/// The parameters of [`AuthStage::Terms`](crate::uiaa::AuthStage::Terms): the policies to accept.
///
/// See [Terms of service at registration](https://spec.matrix.org/v1.19/client-server-api/#terms-of-service-at-registration).
///
/// ```
/// use matrix_client_account::uiaa::{
///     AuthStage, PolicyDefinition, PolicyTranslation, StageParams, TermsParams,
/// };
///
/// let url = "https://example.org/privacy-3-en.html";
/// let english = PolicyTranslation::new("Privacy", url);
/// let mut privacy = PolicyDefinition::new("3");
/// privacy.translations.insert("en".to_owned(), english);
/// let mut terms = TermsParams::default();
/// terms.policies.insert("privacy".to_owned(), privacy);
///
/// let mut params = StageParams::default();
/// params.insert(&AuthStage::Terms, terms.clone());
/// assert_eq!(serde_json::to_value(&params)?, serde_json::json!({
///     "m.login.terms": {
///         "policies": { "privacy": { "version": "3", "en": { "name": "Privacy", "url": url } } },
///     },
/// }));
/// assert_eq!(params.terms()?, Some(terms));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TermsParams {
    /// The policies by their IDs.
    pub policies: BTreeMap<String, PolicyDefinition>,
}

/// A version of a policy, in all its languages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicyDefinition {
    /// The version of the document.
    pub version: String,
    /// The document by language code, such as `en` or `en-US`. Some servers write `en_US`.
    pub translations: BTreeMap<String, PolicyTranslation>,
}

/// A policy in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicyTranslation {
    /// The name of the document.
    pub name: String,
    /// The URL of the document, with the scheme `https` or `http`.
    pub url: String,
}

impl TermsParams {
    #[inline]
    pub(super) fn read(mut object: Object) -> Checked<Self> {
        let policies = take_object(&mut object, "policies")?
            .ok_or_else(|| json_object::missing("policies"))?
            .into_iter()
            .map(|(id, policy)| Ok((id, PolicyDefinition::read(policy)?)))
            .collect::<Checked<_>>()
            .map_err(|error| error.in_member("policies"))?;
        Ok(Self { policies })
    }
}

impl PolicyDefinition {
    /// Creates a version of a policy without translations.
    #[must_use]
    pub fn new(version: impl Into<String>) -> Self {
        Self { version: version.into(), translations: BTreeMap::new() }
    }

    #[inline]
    fn read(value: Value) -> Checked<Self> {
        let mut object = json_object::object(value, "an object for each policy")?;
        let version = take_required_string(&mut object, "version")?;
        let translations = object
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(language, value)| Ok((language, PolicyTranslation::read(value)?)))
            .collect::<Checked<_>>()?;
        Ok(Self { version, translations })
    }
}

impl PolicyTranslation {
    /// Creates a translation from the name of the document and its URL, which must have the scheme
    /// `https` or `http`.
    #[must_use]
    pub fn new(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self { name: name.into(), url: url.into() }
    }

    #[inline]
    fn read(value: Value) -> Checked<Self> {
        let mut object = json_object::object(value, "an object for each language")?;
        let name = take_required_string(&mut object, "name")?;
        Ok(Self { name, url: take_web_url(&mut object, "url")? })
    }
}

impl From<TermsParams> for Value {
    #[inline]
    fn from(params: TermsParams) -> Self {
        let policies: Map<_, _> =
            params.policies.into_iter().map(|(id, policy)| (id, policy.into())).collect();
        Self::Object(Map::from_iter([("policies".to_owned(), policies.into())]))
    }
}

impl From<PolicyDefinition> for Value {
    #[inline]
    fn from(policy: PolicyDefinition) -> Self {
        let translations = policy.translations.into_iter();
        let mut object: Map<_, _> =
            translations.map(|(language, document)| (language, document.into())).collect();
        object.insert("version".to_owned(), policy.version.into());
        Self::Object(object)
    }
}

impl From<PolicyTranslation> for Value {
    #[inline]
    fn from(document: PolicyTranslation) -> Self {
        Self::Object(Map::from_iter([
            ("name".to_owned(), document.name.into()),
            ("url".to_owned(), document.url.into()),
        ]))
    }
}
