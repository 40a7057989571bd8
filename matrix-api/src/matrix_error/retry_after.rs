//! When a request may be retried.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderValue, header::RETRY_AFTER};
use serde_json::{Map, Value};

/// When a request may be retried.
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
    /// After this long, counted from the response.
    Delay(Duration),
    /// At this time.
    At(SystemTime),
}

impl RetryAfter {
    /// How long to wait if the time is `now`.
    #[must_use]
    pub fn delay_from(self, now: SystemTime) -> Duration {
        match self {
            Self::Delay(delay) => delay,
            Self::At(time) => time.duration_since(now).unwrap_or_default(),
        }
    }

    /// Reads the header `Retry-After`, or else `retry_after_ms`. A malformed value counts as absent.
    #[inline]
    pub(crate) fn read(headers: &HeaderMap, fields: &Map<String, Value>) -> Option<Self> {
        match in_header(headers) {
            None => fields.get("retry_after_ms").and_then(from_milliseconds),
            retry_after => retry_after,
        }
    }

    /// The value of the header `Retry-After`, rounded up to whole seconds so that no client retries
    /// too early.
    #[inline]
    #[must_use]
    pub fn to_header(self) -> Option<HeaderValue> {
        match self {
            Self::Delay(delay) => Some(whole_seconds(delay).into()),
            Self::At(time) => {
                let seconds = whole_seconds(time.duration_since(UNIX_EPOCH).unwrap_or_default());
                let time = UNIX_EPOCH + Duration::from_secs(seconds.min(LAST_HTTP_DATE));
                HeaderValue::try_from(httpdate::fmt_http_date(time)).ok()
            }
        }
    }
}

/// The last second of year 9999, in seconds since 1970: `httpdate` panics on later times, and on
/// times before 1970.
const LAST_HTTP_DATE: u64 = 253_402_300_799;

/// Rounds up.
#[inline]
fn whole_seconds(duration: Duration) -> u64 {
    duration.as_secs().saturating_add(u64::from(duration.subsec_nanos() > 0))
}

/// The value of the header `Retry-After`. Compiled once, since every error response may have it.
#[cold]
fn in_header(headers: &HeaderMap) -> Option<RetryAfter> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim_ascii();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Parsing fails only if the number is too large to be meant.
        return Some(RetryAfter::Delay(Duration::from_secs(text.parse().ok()?)));
    }
    httpdate::parse_http_date(text).ok().map(RetryAfter::At)
}

/// Servers write milliseconds as integers, and by mistake as floats and strings.
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
            // Both formats are obsolete, and still valid.
            (b"Sunday, 06-Nov-94 08:49:37 GMT", Some(RetryAfter::At(time))),
            (b"Sun Nov  6 08:49:37 1994", Some(RetryAfter::At(time))),
            (b"Mon, 06 Nov 1994 08:49:37 GMT", None),
            (b"Thu, 31 Nov 1994 08:49:37 GMT", None),
            (b"Sun, 06 Nov 1994 24:00:00 GMT", None),
            (b"Sun, 06 Nov 1994 08:49:37 UTC", None),
            (b"Wed, 31 Dec 1969 23:59:59 GMT", None),
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
    fn the_header_is_rounded_up_to_whole_seconds() {
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
            (RetryAfter::At(epoch - Duration::from_secs(1)), "Thu, 01 Jan 1970 00:00:00 GMT"),
            (
                RetryAfter::At(epoch + Duration::from_secs(400_000_000_000)),
                "Fri, 31 Dec 9999 23:59:59 GMT",
            ),
        ] {
            assert_eq!(retry_after.to_header().unwrap(), expected);
        }
    }
}
