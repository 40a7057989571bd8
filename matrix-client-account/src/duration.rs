//! Durations as whole numbers on the wire, for `#[serde(with = "..")]`: the modules are the units.
//!
//! Each is for [`Duration`] and `Option<Duration>`. What is shorter than the unit is cut off.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serializer, ser::Error};

/// Whole milliseconds.
pub(crate) mod milliseconds {
    use serde::{Deserializer, Serializer};

    use super::{Length, MILLISECONDS};

    pub(crate) fn serialize<L: Length, S: Serializer>(
        length: &L,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        length.write(&MILLISECONDS, serializer)
    }

    pub(crate) fn deserialize<'de, L: Length, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<L, D::Error> {
        L::read(&MILLISECONDS, deserializer)
    }
}

/// Whole seconds.
pub(crate) mod seconds {
    use serde::{Deserializer, Serializer};

    use super::{Length, SECONDS};

    pub(crate) fn serialize<L: Length, S: Serializer>(
        length: &L,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        length.write(&SECONDS, serializer)
    }

    pub(crate) fn deserialize<'de, L: Length, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<L, D::Error> {
        L::read(&SECONDS, deserializer)
    }
}

/// How a duration becomes a number and back.
pub(crate) struct Unit {
    count: fn(&Duration) -> u128,
    length: fn(u64) -> Duration,
}

const MILLISECONDS: Unit = Unit { count: Duration::as_millis, length: Duration::from_millis };
const SECONDS: Unit = Unit { count: |length| length.as_secs().into(), length: Duration::from_secs };

/// A duration that may be absent, or not.
pub(crate) trait Length: Sized {
    fn write<S: Serializer>(&self, unit: &Unit, serializer: S) -> Result<S::Ok, S::Error>;
    fn read<'de, D: Deserializer<'de>>(unit: &Unit, deserializer: D) -> Result<Self, D::Error>;
}

impl Length for Duration {
    fn write<S: Serializer>(&self, unit: &Unit, serializer: S) -> Result<S::Ok, S::Error> {
        let count = u64::try_from((unit.count)(self))
            .map_err(|_| S::Error::custom("the duration is too long for its unit"))?;
        serializer.serialize_u64(count)
    }

    fn read<'de, D: Deserializer<'de>>(unit: &Unit, deserializer: D) -> Result<Self, D::Error> {
        u64::deserialize(deserializer).map(unit.length)
    }
}

impl Length for Option<Duration> {
    fn write<S: Serializer>(&self, unit: &Unit, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(length) => length.write(unit, serializer),
            None => serializer.serialize_none(),
        }
    }

    fn read<'de, D: Deserializer<'de>>(unit: &Unit, deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<u64>::deserialize(deserializer)?.map(unit.length))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Lengths {
        #[serde(with = "super::milliseconds")]
        ms: Duration,
        #[serde(with = "super::seconds")]
        s: Duration,
        #[serde(with = "super::milliseconds", default, skip_serializing_if = "Option::is_none")]
        maybe: Option<Duration>,
    }

    #[test]
    fn lengths_are_whole_numbers_of_their_unit() {
        let lengths = Lengths {
            ms: Duration::from_micros(60_000_999),
            s: Duration::from_millis(3_600_999),
            maybe: Some(Duration::from_secs(1)),
        };
        let json = serde_json::to_string(&lengths).unwrap();
        assert_eq!(json, r#"{"ms":60000,"s":3600,"maybe":1000}"#);
        let read: Lengths = serde_json::from_str(&json).unwrap();
        assert_eq!(read.ms, Duration::from_secs(60));
        assert_eq!(read.s, Duration::from_secs(3600));
        assert_eq!(read.maybe, Some(Duration::from_secs(1)));
    }

    #[test]
    fn an_absent_length_and_null_are_none() {
        for json in [r#"{"ms":1,"s":1}"#, r#"{"ms":1,"s":1,"maybe":null}"#] {
            assert_eq!(serde_json::from_str::<Lengths>(json).unwrap().maybe, None);
        }
    }

    #[test]
    fn what_is_no_whole_number_is_refused() {
        for json in [r#"{"ms":-1,"s":1}"#, r#"{"ms":1.5,"s":1}"#, r#"{"ms":"1","s":1}"#] {
            assert!(serde_json::from_str::<Lengths>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn what_no_number_holds_is_refused() {
        let lengths = Lengths { ms: Duration::MAX, s: Duration::MAX, maybe: None };
        assert!(serde_json::to_string(&lengths).is_err());
    }
}
