//! Parameters of stages.

mod terms;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, error::Error, fmt};

use matrix_api::wire::DeserializeError;
use serde::{Serialize, de::MapAccess};
use serde_json::{Map, Value};

pub use self::terms::{PolicyDefinition, PolicyTranslation, TermsParams};
use super::{AuthStage, auth_stage::unstable};
use crate::json_object::{self, Checked, JsonShape, Object, take_required_string};

/// The parameters that a client needs for the stages: the member `params` of a
/// [`UiaaInfo`](super::UiaaInfo).
///
/// They are kept as JSON. Methods decode the parameters of known stages:
///
/// ```
/// use matrix_client_account::uiaa::{AuthStage, RecaptchaParams, StageParams};
///
/// let mut params = StageParams::default();
/// params.insert(&AuthStage::Recaptcha, RecaptchaParams::new("6Le31_kEAAAAAK-7"));
///
/// let recaptcha = params.recaptcha()?.ok_or("no parameters")?;
/// assert_eq!(recaptcha.public_key, "6Le31_kEAAAAAK-7");
/// assert_eq!(params.terms()?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct StageParams(BTreeMap<AuthStage, Value>);

impl StageParams {
    /// Whether no stage has parameters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The parameters of a stage, as JSON.
    #[must_use]
    #[inline]
    pub fn get(&self, stage: &AuthStage) -> Option<&Value> {
        self.0.get(stage)
    }

    /// Sets the parameters of a stage, and returns the previous ones.
    pub fn insert(&mut self, stage: &AuthStage, params: impl Into<Value>) -> Option<Value> {
        self.0.insert(stage.clone(), params.into())
    }

    /// All stages that have parameters, with these.
    pub fn iter(&self) -> impl Iterator<Item = (AuthStage, &Value)> {
        self.0.iter().map(|(stage, params)| (stage.clone(), params))
    }

    /// The parameters of [`AuthStage::Recaptcha`].
    ///
    /// # Errors
    ///
    /// If the parameters do not follow the specification.
    #[inline]
    pub fn recaptcha(&self) -> Result<Option<RecaptchaParams>, InvalidStageParams> {
        self.read(&["m.login.recaptcha"], RecaptchaParams::read)
    }

    /// The parameters of [`AuthStage::Terms`].
    ///
    /// # Errors
    ///
    /// If the parameters do not follow the specification. The client then has to stop the registration
    /// and show an error.
    #[inline]
    pub fn terms(&self) -> Result<Option<TermsParams>, InvalidStageParams> {
        self.read(&["m.login.terms"], TermsParams::read)
    }

    /// The parameters of [`AuthStage::OAuth`], or of its unstable name from
    /// [MSC4312](https://github.com/matrix-org/matrix-spec-proposals/pull/4312).
    ///
    /// # Errors
    ///
    /// If the parameters do not follow the specification.
    #[inline]
    pub fn oauth(&self) -> Result<Option<OAuthParams>, InvalidStageParams> {
        self.read(&["m.oauth", unstable::OAUTH], OAuthParams::read)
    }

    #[inline]
    fn read<T>(
        &self,
        names: &[&'static str],
        read: fn(Object) -> Checked<T>,
    ) -> Result<Option<T>, InvalidStageParams> {
        for &stage in names {
            if let Some(params) = self.get(&stage.into()).filter(|params| !params.is_null()) {
                return json_object::object(params.clone(), "an object")
                    .and_then(read)
                    .map(Some)
                    .map_err(|problem| InvalidStageParams { stage, problem });
            }
        }
        Ok(None)
    }
}

impl From<Map<String, Value>> for StageParams {
    #[inline]
    fn from(object: Map<String, Value>) -> Self {
        // One by one: `collect` compiles a sort.
        let mut params = Self::default();
        for (stage, value) in object {
            params.0.insert(stage.into(), value);
        }
        params
    }
}

impl From<StageParams> for Map<String, Value> {
    #[inline]
    fn from(params: StageParams) -> Self {
        let mut object = Self::new();
        for (stage, value) in params.0 {
            object.insert(stage.as_str().to_owned(), value);
        }
        object
    }
}

impl<'de> JsonShape<'de> for StageParams {
    const EXPECTED: &'static str = "an object";

    fn from_object<A: MapAccess<'de>>(mut object: A) -> Result<Checked<Self>, A::Error> {
        let mut params = BTreeMap::new();
        while let Some((stage, value)) = object.next_entry()? {
            params.insert(stage, value);
        }
        Ok(Ok(Self(params)))
    }
}

/// The parameters of [`AuthStage::Recaptcha`].
///
/// See [Google ReCaptcha](https://spec.matrix.org/v1.19/client-server-api/#google-recaptcha).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecaptchaParams {
    /// The public key for the reCAPTCHA.
    pub public_key: String,
}

impl RecaptchaParams {
    /// Creates the parameters from the public key.
    #[must_use]
    pub fn new(public_key: impl Into<String>) -> Self {
        Self { public_key: public_key.into() }
    }

    #[inline]
    fn read(mut object: Object) -> Checked<Self> {
        Ok(Self { public_key: take_required_string(&mut object, "public_key")? })
    }
}

impl From<RecaptchaParams> for Value {
    #[inline]
    fn from(params: RecaptchaParams) -> Self {
        let public_key = ("public_key".to_owned(), params.public_key.into());
        Self::Object(Map::from_iter([public_key]))
    }
}

/// The parameters of [`AuthStage::OAuth`].
///
/// See [OAuth authentication](https://spec.matrix.org/v1.19/client-server-api/#oauth-authentication).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OAuthParams {
    /// The URL at which the user can approve, with the scheme `https` or `http`.
    pub url: String,
}

impl OAuthParams {
    /// Creates the parameters from the URL, which must have the scheme `https` or `http`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into() }
    }

    #[inline]
    fn read(mut object: Object) -> Checked<Self> {
        Ok(Self { url: take_web_url(&mut object, "url")? })
    }
}

impl From<OAuthParams> for Value {
    #[inline]
    fn from(params: OAuthParams) -> Self {
        Self::Object(Map::from_iter([("url".to_owned(), params.url.into())]))
    }
}

/// Takes a URL that a client is going to open. Other schemes than those of the web could run programs.
#[inline]
fn take_web_url(object: &mut Object, name: &'static str) -> Checked<String> {
    let url = take_required_string(object, name)?;
    let has_scheme = |scheme: &str| {
        url.split_once("://").is_some_and(|(found, _)| found.eq_ignore_ascii_case(scheme))
    };
    if has_scheme("https") || has_scheme("http") {
        Ok(url)
    } else {
        Err(json_object::wrong_value(name, "a URL with the scheme `https` or `http`"))
    }
}

/// Parameters of a stage that do not follow the specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidStageParams {
    stage: &'static str,
    problem: DeserializeError,
}

impl InvalidStageParams {
    /// The stage, by the name in the response.
    #[must_use]
    pub const fn stage(&self) -> &'static str {
        self.stage
    }
}

impl fmt::Display for InvalidStageParams {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid parameters of stage {}: {}", self.stage, self.problem)
    }
}

impl Error for InvalidStageParams {}
