//! Points in time on the wire.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since the start of 1970 in UTC.
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
    /// The time as the system counts it. `None` when it is too far off for that.
    #[must_use]
    #[inline]
    pub fn to_system_time(self) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(self.0))
    }

    /// From the time of the system. `None` when it is before 1970.
    #[must_use]
    #[inline]
    pub fn from_system_time(time: SystemTime) -> Option<Self> {
        let since_epoch = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        u64::try_from(since_epoch.as_millis()).ok().map(Self)
    }
}
