//! Durations as whole numbers in JSON, for `#[serde(with = "..")]`: one module for each unit.
//!
//! Each module supports [`Duration`] and `Option<Duration>`. Serialization rounds down.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serializer, ser::Error};

/// Whole milliseconds.
pub(crate) mod milliseconds {
    use serde::{Deserializer, Serializer};

    use super::{DurationField, MILLISECONDS};

    pub(crate) fn serialize<T: DurationField, S: Serializer>(
        duration: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        duration.serialize(&MILLISECONDS, serializer)
    }

    pub(crate) fn deserialize<'de, T: DurationField, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        T::deserialize(&MILLISECONDS, deserializer)
    }
}

/// Whole seconds.
pub(crate) mod seconds {
    use serde::{Deserializer, Serializer};

    use super::{DurationField, SECONDS};

    pub(crate) fn serialize<T: DurationField, S: Serializer>(
        duration: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        duration.serialize(&SECONDS, serializer)
    }

    pub(crate) fn deserialize<'de, T: DurationField, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        T::deserialize(&SECONDS, deserializer)
    }
}

/// A unit: conversions between durations and numbers.
pub(crate) struct Unit {
    to_number: fn(&Duration) -> u128,
    from_number: fn(u64) -> Duration,
}

const MILLISECONDS: Unit =
    Unit { to_number: Duration::as_millis, from_number: Duration::from_millis };
const SECONDS: Unit =
    Unit { to_number: |duration| duration.as_secs().into(), from_number: Duration::from_secs };

/// The type of a field: a duration, or an optional one.
pub(crate) trait DurationField: Sized {
    fn serialize<S: Serializer>(&self, unit: &Unit, serializer: S) -> Result<S::Ok, S::Error>;
    fn deserialize<'de, D: Deserializer<'de>>(
        unit: &Unit,
        deserializer: D,
    ) -> Result<Self, D::Error>;
}

impl DurationField for Duration {
    fn serialize<S: Serializer>(&self, unit: &Unit, serializer: S) -> Result<S::Ok, S::Error> {
        let number = u64::try_from((unit.to_number)(self))
            .map_err(|_| S::Error::custom("the duration is too long for its unit"))?;
        serializer.serialize_u64(number)
    }

    fn deserialize<'de, D: Deserializer<'de>>(
        unit: &Unit,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        u64::deserialize(deserializer).map(unit.from_number)
    }
}

impl DurationField for Option<Duration> {
    fn serialize<S: Serializer>(&self, unit: &Unit, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(duration) => duration.serialize(unit, serializer),
            None => serializer.serialize_none(),
        }
    }

    fn deserialize<'de, D: Deserializer<'de>>(
        unit: &Unit,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        Ok(Option::<u64>::deserialize(deserializer)?.map(unit.from_number))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Durations {
        #[serde(with = "super::milliseconds")]
        ms: Duration,
        #[serde(with = "super::seconds")]
        s: Duration,
        #[serde(with = "super::milliseconds", default, skip_serializing_if = "Option::is_none")]
        optional: Option<Duration>,
    }

    #[test]
    fn durations_are_whole_numbers_of_their_unit() {
        let durations = Durations {
            ms: Duration::from_micros(60_000_999),
            s: Duration::from_millis(3_600_999),
            optional: Some(Duration::from_secs(1)),
        };
        let json = serde_json::to_string(&durations).unwrap();
        assert_eq!(json, r#"{"ms":60000,"s":3600,"optional":1000}"#);
        let read: Durations = serde_json::from_str(&json).unwrap();
        assert_eq!(read.ms, Duration::from_secs(60));
        assert_eq!(read.s, Duration::from_secs(3600));
        assert_eq!(read.optional, Some(Duration::from_secs(1)));
    }

    #[test]
    fn absent_and_null_are_none() {
        for json in [r#"{"ms":1,"s":1}"#, r#"{"ms":1,"s":1,"optional":null}"#] {
            assert_eq!(serde_json::from_str::<Durations>(json).unwrap().optional, None);
        }
    }

    #[test]
    fn other_values_are_rejected() {
        for json in [r#"{"ms":-1,"s":1}"#, r#"{"ms":1.5,"s":1}"#, r#"{"ms":"1","s":1}"#] {
            assert!(serde_json::from_str::<Durations>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_duration_that_is_too_long_is_rejected() {
        let durations = Durations { ms: Duration::MAX, s: Duration::MAX, optional: None };
        assert!(serde_json::to_string(&durations).is_err());
    }
}
