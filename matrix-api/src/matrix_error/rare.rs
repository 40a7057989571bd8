//! Rarely used parts of an error, boxed so that most errors stay small.

use std::{error::Error, sync::Arc};

use super::retry_after::RetryAfter;

#[derive(Clone, Debug, Default)]
pub(super) struct Rare(Option<Box<RareParts>>);

#[derive(Clone, Debug, Default)]
struct RareParts {
    retry_after: Option<RetryAfter>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Rare {
    pub(super) fn retry_after(&self) -> Option<RetryAfter> {
        self.0.as_ref()?.retry_after
    }

    pub(super) fn cause(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.0.as_ref()?.cause.as_deref()?)
    }

    #[inline]
    pub(super) fn set_retry_after(&mut self, retry_after: RetryAfter) {
        self.0.get_or_insert_default().retry_after = Some(retry_after);
    }

    #[inline]
    pub(super) fn set_cause(&mut self, cause: Box<dyn Error + Send + Sync>) {
        self.0.get_or_insert_default().cause = Some(cause.into());
    }
}

impl From<Option<RetryAfter>> for Rare {
    #[inline]
    fn from(retry_after: Option<RetryAfter>) -> Self {
        Self(retry_after.map(|_| Box::new(RareParts { retry_after, cause: None })))
    }
}

/// The cause is not part of the response, so it is not compared.
impl PartialEq for Rare {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.retry_after() == other.retry_after()
    }
}
