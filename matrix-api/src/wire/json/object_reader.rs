//! Reads a JSON object member by member: one loop for all messages.

use std::fmt;

use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};

use super::failure;
use crate::{DecodeError, Message, Metadata};

/// A member of a JSON object whose value is to be read.
pub struct JsonMember<'a> {
    /// The text from the value on.
    text: &'a str,
    /// How much of it the value was.
    length: usize,
}

// Not the text: there may be secrets in it.
impl fmt::Debug for JsonMember<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonMember").finish_non_exhaustive()
    }
}

/// Why a member could not be read.
#[derive(Debug)]
pub enum UnreadMember {
    /// It was read before.
    Repeated,
    /// The type refuses the value.
    Refused {
        /// What serde_json says.
        error: serde_json::Error,
        /// The error of another attempt, on another text.
        probe: fn(&str) -> Option<serde_json::Error>,
    },
}

impl JsonMember<'_> {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When it is not as the type wants it.
    pub fn read<T: DeserializeOwned>(&mut self) -> Result<T, UnreadMember> {
        let mut deserializer = serde_json::Deserializer::from_str(self.text);
        match T::deserialize(&mut deserializer) {
            Ok(value) => {
                self.length = deserializer.into_iter::<IgnoredAny>().byte_offset();
                Ok(value)
            }
            Err(error) => Err(UnreadMember::Refused { error, probe: super::probe::<T> }),
        }
    }
}

/// Calls `read` with the number of each member that has one of the names; `names` are those, and
/// `numbers` what each belongs to.
pub(in crate::wire) fn read_object(
    metadata: &'static Metadata,
    message: Message,
    body: &[u8],
    names: &'static [&'static str],
    numbers: &'static [u16],
    read: &mut dyn FnMut(u16, &mut JsonMember<'_>) -> Result<(), UnreadMember>,
) -> Result<(), DecodeError> {
    let body = super::text(metadata, message, body)?;
    if body.trim_ascii_start().is_empty() {
        return Ok(());
    }
    let mut reader = Reader { rest: body };
    let mut next = 0;
    let result = reader.members(|key, text| {
        let Some(position) = key.position(names, next) else {
            return ignore(text);
        };
        next = position + 1;
        let mut member = JsonMember { text, length: 0 };
        let number = numbers.get(position).copied().unwrap_or(u16::MAX);
        match read(number, &mut member) {
            Ok(()) => Ok(member.length),
            Err(reason) => Err(Stop::Member { position, text, reason }),
        }
    });
    result.map_err(|stop| match stop {
        Stop::Syntax => failure::not_an_object(metadata, message, body),
        Stop::Member { position, text, reason } => {
            let member = names_of_member(names, numbers, position);
            failure::unread_member(metadata, message, body, &member, text, reason)
        }
    })
}

/// The name at that position, and the other names of the same member.
#[cold]
fn names_of_member(names: &[&'static str], numbers: &[u16], position: usize) -> Vec<&'static str> {
    let number = numbers.get(position);
    let others = names.iter().zip(numbers).filter(|(_, other)| Some(*other) == number);
    names.get(position).into_iter().chain(others.map(|(name, _)| name)).copied().collect()
}

/// Where reading stopped.
enum Stop<'a> {
    /// The text is no JSON object.
    Syntax,
    /// A member could not be read.
    Member { position: usize, text: &'a str, reason: UnreadMember },
}

/// The length of a value that nobody asked for.
fn ignore(text: &str) -> Result<usize, Stop<'_>> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    IgnoredAny::deserialize(&mut deserializer).map_err(|_| Stop::Syntax)?;
    Ok(deserializer.into_iter::<IgnoredAny>().byte_offset())
}

/// A text that is read from the left.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// Calls `read` with each key and the text from its value on; it returns the value's length.
    fn members(
        &mut self,
        mut read: impl FnMut(Key<'a>, &'a str) -> Result<usize, Stop<'a>>,
    ) -> Result<(), Stop<'a>> {
        self.expect('{')?;
        if !self.take('}') {
            loop {
                let key = self.key()?;
                self.expect(':')?;
                self.skip_space();
                let length = read(key, self.rest)?;
                self.rest = self.rest.get(length..).unwrap_or_default();
                if !self.take(',') {
                    break;
                }
            }
            self.expect('}')?;
        }
        self.skip_space();
        if self.rest.is_empty() { Ok(()) } else { Err(Stop::Syntax) }
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// Skips space and, if it comes next, the character.
    #[inline]
    fn take(&mut self, character: char) -> bool {
        if self.take_next(character) {
            return true;
        }
        self.skip_space();
        self.take_next(character)
    }

    #[inline]
    fn take_next(&mut self, character: char) -> bool {
        match self.rest.strip_prefix(character) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, character: char) -> Result<(), Stop<'a>> {
        if self.take(character) { Ok(()) } else { Err(Stop::Syntax) }
    }

    fn key(&mut self) -> Result<Key<'a>, Stop<'a>> {
        self.skip_space();
        let text = self.rest;
        if !self.take('"') {
            return Err(Stop::Syntax);
        }
        let end = self.rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
        let Some((name, rest)) = end.and_then(|end| self.rest.split_at_checked(end)) else {
            return Err(Stop::Syntax);
        };
        self.rest = rest;
        if self.take_next('"') { Ok(Key::Plain(name)) } else { self.escaped_key(text) }
    }

    /// A key with escapes, or none.
    #[cold]
    fn escaped_key(&mut self, text: &'a str) -> Result<Key<'a>, Stop<'a>> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let name = String::deserialize(&mut deserializer).map_err(|_| Stop::Syntax)?;
        let length = deserializer.into_iter::<IgnoredAny>().byte_offset();
        self.rest = text.get(length..).unwrap_or_default();
        Ok(Key::Escaped(name))
    }
}

/// The name of a member.
enum Key<'a> {
    /// As it stands in the text.
    Plain(&'a str),
    /// Without its escapes.
    Escaped(String),
}

impl Key<'_> {
    /// Its position among the names. Peers mostly send members in the order in which they are
    /// declared, so the search begins behind the last one that was found.
    fn position(&self, names: &[&str], next: usize) -> Option<usize> {
        let key = match self {
            Self::Plain(key) => key,
            Self::Escaped(key) => key.as_str(),
        };
        if names.get(next) == Some(&key) {
            return Some(next);
        }
        names.iter().position(|name| *name == key)
    }
}
