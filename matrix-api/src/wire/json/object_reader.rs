//! Reads a JSON object member by member: one loop for all messages.

use serde::de::DeserializeOwned;

use super::{
    failure::{self, Locate},
    locate::{locate, locate_in_object},
    value::{escaped_string, plain_string, read_value, skip_value},
};
use crate::{
    error::{DecodeError, DecodeProblem},
    metadata::Metadata,
    wire::{
        decoded_message::DecodedMessage, deserialize_error::DeserializeError,
        field_names::FieldNames,
    },
};

/// A member of a JSON object, before its value is read.
pub struct JsonMember<'a> {
    /// The text from the value on; once it was read, the text after it.
    rest: &'a str,
}

/// The error of a member: it was read before, or its type refuses the value.
pub struct UnreadMember(Locate);

impl UnreadMember {
    /// The member was read before.
    pub(in crate::wire) const REPEATED: Self =
        Self(|_, _| Some(DeserializeError::new(DecodeProblem::Repeated)));
}

impl JsonMember<'_> {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When it is not what the type expects.
    pub fn read<T: DeserializeOwned>(&mut self) -> Result<T, UnreadMember> {
        match read_value(&mut self.rest) {
            Ok(value) => Ok(value),
            Err(_) => Err(UnreadMember(locate::<T>)),
        }
    }
}

/// Where the value of a member is read into.
pub trait ReadMember {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When the member is not what the type expects, or was read before.
    fn read(&mut self, member: &mut JsonMember<'_>) -> Result<(), UnreadMember>;
}

/// Where the members are read into, each at the position that is its number.
pub(in crate::wire) type MemberSlots<'a> = &'a mut [&'a mut dyn ReadMember];

/// Reads the members that have one of the names, each into the slot of its number.
pub(in crate::wire) fn read_object(
    metadata: &'static Metadata,
    message: DecodedMessage,
    body: &[u8],
    names: FieldNames,
    slots: MemberSlots<'_>,
) -> Result<(), DecodeError> {
    let body = failure::text(metadata, message, body)?;
    let mut reader = Reader { rest: body };
    let result = reader.members(names, |position, text| {
        let number = names.get(position).map(|(_, number)| usize::from(*number));
        let mut member = JsonMember { rest: text };
        let Some(slot) = number.and_then(|number| slots.get_mut(number)) else {
            skip_value(&mut member.rest).map_err(|_| Stop::Syntax)?;
            return Ok(member.rest);
        };
        match slot.read(&mut member) {
            Ok(()) => Ok(member.rest),
            Err(error) => Err(Stop::Member { position, text, error }),
        }
    });
    result.or_else(|stop| match stop {
        Stop::Syntax if failure::trim_start(body).is_empty() => Ok(()),
        Stop::Syntax => Err(failure::explain(metadata, message, body, (0, &[]), locate_in_object)),
        Stop::Member { position, text, error } => {
            let names = names_of_member(names, position);
            let offset = body.len() - text.len();
            Err(failure::explain(metadata, message, body, (offset, &names), error.0))
        }
    })
}

/// The name at that position, and the other names of the same member.
#[cold]
fn names_of_member(names: FieldNames, position: usize) -> Vec<String> {
    let Some(own) = names.get(position) else { return Vec::new() };
    let mut found = vec![name(own.0)];
    for (key, number) in names {
        if *number == own.1 {
            found.push(name(key));
        }
    }
    found
}

/// The name in a key, which is JSON with the quotes and the colon.
#[cold]
fn name(key: &str) -> String {
    key.strip_suffix(':').and_then(|name| serde_json::from_str(name).ok()).unwrap_or_default()
}

/// Where reading stopped.
enum Stop<'a> {
    /// The text is not a JSON object.
    Syntax,
    /// A member could not be read.
    Member { position: usize, text: &'a str, error: UnreadMember },
}

/// A JSON text that is read from the left.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// Calls `read` with the position of each key that is found, and the text from its value on; it
    /// returns the text after the value.
    fn members(
        &mut self,
        names: FieldNames,
        mut read: impl FnMut(usize, &'a str) -> Result<&'a str, Stop<'a>>,
    ) -> Result<(), Stop<'a>> {
        self.expect(b'{')?;
        if !self.take(b'}') {
            let mut next = 0;
            loop {
                let position = self.key(names, next)?;
                self.skip_space();
                match position {
                    Some(position) => {
                        self.rest = read(position, self.rest)?;
                        next = position + 1;
                    }
                    None => skip_value(&mut self.rest).map_err(|_| Stop::Syntax)?,
                }
                if !self.take(b',') {
                    break;
                }
            }
            self.expect(b'}')?;
        }
        self.skip_space();
        if self.rest.is_empty() { Ok(()) } else { Err(Stop::Syntax) }
    }

    /// Reads a key and the colon; returns its position among those that are looked for.
    #[inline]
    fn key(&mut self, names: FieldNames, next: usize) -> Result<Option<usize>, Stop<'a>> {
        // Peers mostly send members in the order in which they are declared, and no space.
        match names.get(next).and_then(|(key, _)| self.rest.strip_prefix(*key)) {
            Some(rest) => {
                self.rest = rest;
                Ok(Some(next))
            }
            None => self.any_key(names),
        }
    }

    fn any_key(&mut self, names: FieldNames) -> Result<Option<usize>, Stop<'a>> {
        self.skip_space();
        let position = match plain_string(self.rest) {
            Some((name, rest)) => {
                self.rest = rest;
                let is_of_name = |(key, _): &(&str, u16)| {
                    // The lengths of what is around a name: a quote, and a quote and a colon.
                    key.len() == name.len() + 3
                        && key.as_bytes().get(1..=name.len()) == Some(name.as_bytes())
                };
                names.iter().position(is_of_name)
            }
            None => self.escaped_key(names)?,
        };
        self.expect(b':')?;
        Ok(position)
    }

    #[cold]
    fn escaped_key(&mut self, names: FieldNames) -> Result<Option<usize>, Stop<'a>> {
        let read = escaped_string(&mut self.rest).map_err(|_| Stop::Syntax)?;
        Ok(names.iter().position(|(key, _)| name(key) == read))
    }

    #[inline]
    fn skip_space(&mut self) {
        while matches!(self.rest.as_bytes(), [b' ' | b'\n' | b'\r' | b'\t', ..]) {
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
    }

    /// Skips space and, if it comes next, the byte.
    #[inline]
    fn take(&mut self, byte: u8) -> bool {
        if self.take_next(byte) {
            return true;
        }
        self.skip_space();
        self.take_next(byte)
    }

    #[inline]
    fn take_next(&mut self, byte: u8) -> bool {
        let is_next = self.rest.as_bytes().first() == Some(&byte);
        if is_next {
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
        is_next
    }

    fn expect(&mut self, byte: u8) -> Result<(), Stop<'a>> {
        if self.take(byte) { Ok(()) } else { Err(Stop::Syntax) }
    }
}
