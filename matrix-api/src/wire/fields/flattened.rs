//! Fields of a flattened struct.
//!
//! serde reads the fields of a struct with `#[serde(flatten)]` before it knows their types: each is kept as
//! the text, number, boolean or list that the deserializer says it is. Text in a query can be any of them.
//! So fields are text at first. If a type refuses one, it is offered again as what the type expects:
//!
//! | attempt | `?limit=5&tag=a` is read as | error |
//! |---|---|---|
//! | 1 | `"5"`, `"a"` | expected an integer, found the text at the address of `"5"` |
//! | 2 | `5`, `"a"` | expected a list, found the text at the address of `"a"` |
//! | 3 | `5`, `["a"]` | |

use serde::de::DeserializeOwned;

use super::{
    deserialize::{FieldsDeserializer, hide_values},
    forms::{Forms, Learned},
    source::Source,
};
use crate::wire::deserialize_error::DeserializeError;

type Result<T> = std::result::Result<T, DeserializeError>;

/// Reads all fields as one value.
pub(in crate::wire) fn read_all<T: DeserializeOwned>(source: Source<'_>) -> Result<T> {
    match T::deserialize(FieldsDeserializer::new(source)) {
        Err(error) if error.refused_text().is_some() => read_in_forms(source),
        read => read,
    }
}

#[cold]
fn read_in_forms<T: DeserializeOwned>(source: Source<'_>) -> Result<T> {
    let forms = Forms::default();
    loop {
        match T::deserialize(FieldsDeserializer::with_forms(source, &forms)) {
            Ok(value) => return Ok(value),
            Err(error) => match forms.learn(&error) {
                Learned::Form => {}
                Learned::Name(name) => return Err(hide_values(error, source, &name)),
                Learned::Nothing => return Err(error),
            },
        }
    }
}
