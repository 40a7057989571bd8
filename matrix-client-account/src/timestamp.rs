//! Timestamps in messages.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// A point in time, in milliseconds since the Unix epoch.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use matrix_client_account::UnixMilliseconds;
///
/// let time = UnixMilliseconds(1_535_176_800_000);
/// assert_eq!(
///     time.to_system_time(),
///     Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_535_176_800)),
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(transparent)]
pub struct UnixMilliseconds(pub u64);

impl UnixMilliseconds {
    /// Converts to the system's representation of time. `None` if that cannot represent it.
    #[must_use]
    #[inline]
    pub fn to_system_time(self) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(self.0))
    }

    /// Converts from the system's representation of time. `None` if the time is before 1970.
    #[must_use]
    #[inline]
    pub fn from_system_time(time: SystemTime) -> Option<Self> {
        let since_epoch = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        u64::try_from(since_epoch.as_millis()).ok().map(Self)
    }
}
