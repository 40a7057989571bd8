//! Dates as HTTP headers write them: `Sun, 06 Nov 1994 08:49:37 GMT`.
//!
//! Only the preferred form of [RFC 9110, section 5.6.7], which is the only one that may be sent.
//!
//! [RFC 9110, section 5.6.7]: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const SECONDS_OF_DAY: u64 = 86_400;
/// Days from the first of January of year 1 to that of 1970, both in the Gregorian calendar.
const DAYS_TO_1970: u64 = 719_162;

/// Reads a date. `None` when it is malformed, does not exist, or is before 1970.
#[inline]
pub(super) fn parse(text: &str) -> Option<SystemTime> {
    let (weekday, rest) = text.split_once(", ")?;
    let rest = rest.strip_suffix(" GMT")?;
    let mut parts = rest.split(' ');
    let (day, month, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let month = MONTHS.iter().position(|name| *name == month)? as u64;
    let days = days_since_1970(digits(year, 4)?, month, digits(day, 2)?)?;
    if weekday_of(days) != weekday {
        return None;
    }
    UNIX_EPOCH.checked_add(Duration::from_secs(days * SECONDS_OF_DAY + parse_time(time)?))
}

/// Seconds since midnight.
#[inline]
fn parse_time(text: &str) -> Option<u64> {
    let mut parts = text.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    let (hour, minute, second) = (digits(hour, 2)?, digits(minute, 2)?, digits(second, 2)?);
    // 60 is a leap second.
    let valid = parts.next().is_none() && hour < 24 && minute < 60 && second <= 60;
    valid.then_some((hour * 60 + minute) * 60 + second)
}

/// A number of exactly `length` digits.
fn digits(text: &str, length: usize) -> Option<u64> {
    let valid = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.parse().ok()).flatten()
}

/// `month` counts from zero, `day` from one.
fn days_since_1970(year: u64, month: u64, day: u64) -> Option<u64> {
    if year < 1970 || day == 0 || day > days_of_month(year, month) {
        return None;
    }
    let months: u64 = (0..month).map(|month| days_of_month(year, month)).sum();
    Some(days_before_year(year) - DAYS_TO_1970 + months + day - 1)
}

/// Days from the first of January of year 1 to that of `year`.
const fn days_before_year(year: u64) -> u64 {
    let years = year - 1;
    years * 365 + years / 4 - years / 100 + years / 400
}

const fn days_of_month(year: u64, month: u64) -> u64 {
    match month {
        1 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        1 => 28,
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

fn weekday_of(days_since_1970: u64) -> &'static str {
    // The first of January of 1970 was a Thursday.
    WEEKDAYS.get((days_since_1970 as usize + 3) % 7).copied().unwrap_or_default()
}

/// Writes a date, to the second. One before 1970 or after 9999, which the form has no room for, is
/// written as the nearest that it has.
#[inline]
pub(super) fn format(time: SystemTime) -> String {
    const LAST: u64 = (days_before_year(10_000) - DAYS_TO_1970) * SECONDS_OF_DAY - 1;
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()).min(LAST);
    let (days, second) = (seconds / SECONDS_OF_DAY, seconds % SECONDS_OF_DAY);

    // The estimate is never late, and early by one year at most.
    let mut year = 1970 + days / 366;
    while days_before_year(year + 1) - DAYS_TO_1970 <= days {
        year += 1;
    }
    let mut day = days - (days_before_year(year) - DAYS_TO_1970);
    let mut month = 0;
    while day >= days_of_month(year, month) {
        day -= days_of_month(year, month);
        month += 1;
    }
    std::format!(
        "{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT",
        weekday = weekday_of(days),
        day = day + 1,
        month = MONTHS.get(month as usize).copied().unwrap_or_default(),
        hour = second / 3600,
        minute = second / 60 % 60,
        second = second % 60,
    )
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::{format, parse};

    /// The first is the example of RFC 9110; the others are from `date --utc`.
    const DATES: [(&str, u64); 8] = [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Wed, 31 Dec 1997 23:59:59 GMT", 883_612_799),
        ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
        ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
        ("Thu, 31 Dec 2020 23:59:59 GMT", 1_609_459_199),
        ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
    ];

    #[test]
    fn dates_are_read() {
        for (text, seconds) in DATES {
            assert_eq!(parse(text), Some(UNIX_EPOCH + Duration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn dates_are_written() {
        for (text, seconds) in DATES {
            assert_eq!(format(UNIX_EPOCH + Duration::from_secs(seconds)), text);
        }
    }

    #[test]
    fn a_day_of_every_year_survives_a_round_trip() {
        // 12,345,678 seconds are about 143 days, so that every season is met.
        for seconds in (0..253_402_300_799).step_by(12_345_678) {
            let time = UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(parse(&format(time)), Some(time), "{seconds}");
        }
    }

    #[test]
    fn what_the_form_has_no_room_for_is_brought_near() {
        let (early, late) = (Duration::from_secs(1), Duration::from_secs(400_000_000_000));
        assert_eq!(format(UNIX_EPOCH - early), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(format(UNIX_EPOCH + late), "Fri, 31 Dec 9999 23:59:59 GMT");
    }

    #[test]
    fn other_strings_are_no_dates() {
        for text in [
            "",
            "120",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "sun, 06 nov 1994 08:49:37 gmt",
            "Sun,06 Nov 1994 08:49:37 GMT",
            "Sun, 06  Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 94 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Wed, 31 Dec 1969 23:59:59 GMT",
            "Fri, 00 Nov 1994 08:49:37 GMT",
            "Thu, 31 Nov 1994 08:49:37 GMT",
            "Mon, 29 Feb 2100 00:00:00 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1994 08:60:00 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 08:49:37:00 GMT",
            "Sun, 06 Nov 1994 +8:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT GMT",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
