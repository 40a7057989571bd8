//! What few errors have: kept aside, so that the others stay small.

use std::{error::Error, sync::Arc};

use super::RetryAfter;

/// What few errors have.
#[derive(Clone, Debug, Default)]
pub(super) struct Extra(Option<Box<Parts>>);

#[derive(Clone, Debug, Default)]
struct Parts {
    retry_after: Option<RetryAfter>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Extra {
    pub(super) fn retry_after(&self) -> Option<RetryAfter> {
        self.0.as_ref().and_then(|parts| parts.retry_after)
    }

    pub(super) fn cause(&self) -> Option<&(dyn Error + 'static)> {
        let cause = self.0.as_ref()?.cause.as_ref()?;
        Some(cause.as_ref())
    }

    pub(super) fn set_retry_after(&mut self, retry_after: RetryAfter) {
        self.parts().retry_after = Some(retry_after);
    }

    pub(super) fn set_cause(&mut self, cause: Box<dyn Error + Send + Sync>) {
        self.parts().cause = Some(cause.into());
    }

    fn parts(&mut self) -> &mut Parts {
        self.0.get_or_insert_default()
    }
}

impl From<Option<RetryAfter>> for Extra {
    fn from(retry_after: Option<RetryAfter>) -> Self {
        Self(retry_after.map(|_| Box::new(Parts { retry_after, cause: None })))
    }
}

/// By what is written into an answer: the cause is not.
impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.retry_after() == other.retry_after()
    }
}
