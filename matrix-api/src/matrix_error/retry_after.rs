//! When a request may be tried again.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue, header::RETRY_AFTER};
use serde_json::{Map, Value};

use super::http_date;

/// When a request may be tried again.
///
/// See [Rate limiting](https://spec.matrix.org/v1.19/client-server-api/#rate-limiting).
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use matrix_api::RetryAfter;
///
/// let now = SystemTime::now();
/// let minute = Duration::from_secs(60);
/// assert_eq!(RetryAfter::Delay(minute).delay_from(now), minute);
/// assert_eq!(RetryAfter::At(now + minute).delay_from(now), minute);
/// assert_eq!(RetryAfter::At(now - minute).delay_from(now), Duration::ZERO);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums)]
pub enum RetryAfter {
    /// When this much time has passed since the answer.
    Delay(Duration),
    /// From this time on.
    At(SystemTime),
}

impl RetryAfter {
    /// How long to wait, if it is `now`.
    #[must_use]
    pub fn delay_from(self, now: SystemTime) -> Duration {
        match self {
            Self::Delay(delay) => delay,
            Self::At(time) => time.duration_since(now).unwrap_or_default(),
        }
    }

    /// From the header `Retry-After`, and else from `retry_after_ms`. What is malformed counts as
    /// absent.
    #[inline]
    pub(super) fn read(headers: &HeaderMap, fields: &Map<String, Value>) -> Option<Self> {
        headers
            .get(RETRY_AFTER)
            .and_then(from_header)
            .or_else(|| fields.get("retry_after_ms").and_then(from_milliseconds))
    }

    /// The value of the header `Retry-After`, which has whole seconds: rounded up, so that no
    /// client comes too early.
    #[inline]
    pub(super) fn to_header(self) -> Option<HeaderValue> {
        match self {
            Self::Delay(delay) => {
                let seconds = delay.as_secs().saturating_add(u64::from(delay.subsec_nanos() > 0));
                Some(seconds.into())
            }
            Self::At(time) => HeaderValue::try_from(http_date::format(next_second(time))).ok(),
        }
    }
}

/// The time itself if it is a whole second, and else the next one.
#[inline]
fn next_second(time: SystemTime) -> SystemTime {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    match since.subsec_nanos() {
        0 => time,
        nanos => {
            let missing = Duration::from_nanos(u64::from(1_000_000_000 - nanos));
            time.checked_add(missing).unwrap_or(time)
        }
    }
}

#[inline]
fn from_header(value: &HeaderValue) -> Option<RetryAfter> {
    let text = value.to_str().ok()?.trim_matches([' ', '\t']);
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Nothing else than too many digits makes it fail: the delay is longer than any client.
        return Some(RetryAfter::Delay(Duration::from_secs(text.parse().ok()?)));
    }
    http_date::parse(text).map(RetryAfter::At)
}

/// Milliseconds as servers write them: as integers, and by mistake as floats and strings.
#[inline]
fn from_milliseconds(value: &Value) -> Option<RetryAfter> {
    let milliseconds = match value {
        Value::Number(number) => match number.as_u64() {
            Some(milliseconds) => return Some(delay(Duration::from_millis(milliseconds))),
            None => number.as_f64()?,
        },
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    Duration::try_from_secs_f64(milliseconds / 1000.0).ok().map(delay)
}

const fn delay(duration: Duration) -> RetryAfter {
    RetryAfter::Delay(duration)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::{HeaderMap, HeaderValue, header::RETRY_AFTER};
    use serde_json::{Map, Value, json};

    use super::RetryAfter;

    fn read(header: Option<&[u8]>, milliseconds: Option<Value>) -> Option<RetryAfter> {
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            headers.insert(RETRY_AFTER, HeaderValue::from_bytes(header).unwrap());
        }
        let mut fields = Map::new();
        if let Some(milliseconds) = milliseconds {
            fields.insert("retry_after_ms".to_owned(), milliseconds);
        }
        RetryAfter::read(&headers, &fields)
    }

    const fn delay(milliseconds: u64) -> Option<RetryAfter> {
        Some(RetryAfter::Delay(Duration::from_millis(milliseconds)))
    }

    #[test]
    fn milliseconds_are_read_leniently() {
        for (value, expected) in [
            (json!(2000), delay(2000)),
            (json!(0), delay(0)),
            (json!(1500.5), Some(RetryAfter::Delay(Duration::from_micros(1_500_500)))),
            (json!("2000"), delay(2000)),
            (json!(" 2000 "), delay(2000)),
            (json!("1e3"), delay(1000)),
            (json!(-1), None),
            (json!(-1.5), None),
            (json!("-1"), None),
            (json!("soon"), None),
            (json!("NaN"), None),
            (json!("inf"), None),
            (json!(1e300), None),
            (json!(null), None),
            (json!(true), None),
            (json!([2000]), None),
            (json!({"ms": 2000}), None),
        ] {
            assert_eq!(read(None, Some(value.clone())), expected, "{value}");
        }
    }

    #[test]
    fn the_header_is_read_as_seconds_or_a_date() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (header, expected) in [
            (&b"120"[..], delay(120_000)),
            (b"0", delay(0)),
            (b" 7 ", delay(7000)),
            (b"Sun, 06 Nov 1994 08:49:37 GMT", Some(RetryAfter::At(time))),
            (b"-1", None),
            (b"+1", None),
            (b"1.5", None),
            (b"", None),
            (b"soon", None),
            (b"99999999999999999999", None),
            (b"\xff", None),
        ] {
            assert_eq!(read(Some(header), None), expected, "{header:?}");
        }
    }

    #[test]
    fn the_header_wins_over_the_body_unless_it_is_malformed() {
        assert_eq!(read(Some(b"3"), Some(json!(2000))), delay(3000));
        assert_eq!(read(Some(b"soon"), Some(json!(2000))), delay(2000));
        assert_eq!(read(None, None), None);
    }

    #[test]
    fn the_header_is_written_so_that_nobody_comes_too_early() {
        let epoch = SystemTime::UNIX_EPOCH;
        for (retry_after, expected) in [
            (RetryAfter::Delay(Duration::ZERO), "0"),
            (RetryAfter::Delay(Duration::from_secs(2)), "2"),
            (RetryAfter::Delay(Duration::from_millis(2001)), "3"),
            (RetryAfter::Delay(Duration::MAX), "18446744073709551615"),
            (
                RetryAfter::At(epoch + Duration::from_secs(784_111_777)),
                "Sun, 06 Nov 1994 08:49:37 GMT",
            ),
            (
                RetryAfter::At(epoch + Duration::from_millis(784_111_776_001)),
                "Sun, 06 Nov 1994 08:49:37 GMT",
            ),
        ] {
            assert_eq!(retry_after.to_header().unwrap(), expected);
        }
    }
}
