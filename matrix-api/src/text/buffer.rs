//! A text that is being written.

use std::io;

use bytes::Bytes;

/// How many bytes are put together before they go to the heap. Most messages stay below; and the
/// compiler clears so many without a call.
const ROOM: usize = 224;

/// A text that is being written.
///
/// It grows in a room of its own: a text that fits is allocated once, at its size, when it is complete.
/// Of a longer one, what fills the room is appended to the heap. It is large: pass it by reference.
pub(crate) struct TextBuffer {
    /// What precedes the room.
    long: Vec<u8>,
    room: [u8; ROOM],
    /// How much of the room is taken.
    taken: usize,
}

impl TextBuffer {
    /// Without any text.
    pub(crate) const fn new() -> Self {
        Self { long: Vec::new(), room: [0; ROOM], taken: 0 }
    }

    /// Appends a text.
    pub(crate) fn push(&mut self, text: &[u8]) {
        self.push_between([], text, []);
    }

    /// Appends a text with a few bytes around it.
    #[inline]
    pub(crate) fn push_between<const A: usize, const B: usize>(
        &mut self,
        before: [u8; A],
        text: &[u8],
        behind: [u8; B],
    ) {
        // Once for all three: finding room takes longer than filling it.
        if let Some(room) = self.take_room(A + text.len() + B)
            && let Some((first, room)) = room.split_first_chunk_mut()
            && let Some((room, last)) = room.split_last_chunk_mut()
        {
            *first = before;
            room.copy_from_slice(text);
            *last = behind;
        } else {
            self.push_beyond(&[&before, text, &behind]);
        }
    }

    /// Appends what `write` writes into a part of the room; it says how much that is.
    #[inline]
    pub(crate) fn push_with<const N: usize>(&mut self, write: impl FnOnce(&mut [u8; N]) -> usize) {
        const { assert!(N <= ROOM) };
        if self.taken + N > ROOM {
            self.empty_room();
        }
        if let Some(room) = self.room.get_mut(self.taken..).and_then(<[u8]>::first_chunk_mut) {
            self.taken += write(room).min(N);
        }
    }

    /// Has memory for so many bytes more, so that they are not moved later on. What fits into the room
    /// needs none.
    pub(crate) fn reserve(&mut self, additional: usize) {
        let additional = self.taken.saturating_add(additional);
        if additional > ROOM {
            self.long.reserve(additional);
        }
    }

    /// How long the text is.
    pub(crate) fn len(&self) -> usize {
        self.long.len() + self.taken
    }

    /// Takes the text out.
    pub(crate) fn take(&mut self) -> Bytes {
        if self.long.is_empty() {
            let text = self.room.get(..self.taken).map(Bytes::copy_from_slice);
            self.taken = 0;
            text.unwrap_or_default()
        } else {
            self.empty_room();
            std::mem::take(&mut self.long).into()
        }
    }

    /// The next bytes of the room, if it has as many.
    #[inline]
    fn take_room(&mut self, length: usize) -> Option<&mut [u8]> {
        let room = self.room.get_mut(self.taken..)?.get_mut(..length)?;
        self.taken += length;
        Some(room)
    }

    /// Appends texts for which there may not be room.
    #[inline(never)]
    fn push_beyond(&mut self, texts: &[&[u8]]) {
        for text in texts {
            if self.taken + text.len() > ROOM {
                self.empty_room();
            }
            match self.take_room(text.len()) {
                Some(room) => room.copy_from_slice(text),
                None => self.long.extend_from_slice(text),
            }
        }
    }

    /// Appends the room to what precedes it. Never inlined, since what calls it mostly does not need it.
    #[inline(never)]
    fn empty_room(&mut self) {
        if self.long.is_empty() {
            // What does not fit into the room is often several times as long.
            self.long.reserve(4 * ROOM);
        }
        self.long.extend_from_slice(self.room.get(..self.taken).unwrap_or_default());
        self.taken = 0;
    }
}

// For what serde_json writes.
impl io::Write for TextBuffer {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.push(text);
        Ok(text.len())
    }

    fn write_all(&mut self, text: &[u8]) -> io::Result<()> {
        self.push(text);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_what_was_appended_however_long_the_pieces_are() {
        for piece in [0, 1, 2, 3, 7, 100, 254, 255, 256, 257, 1000] {
            let mut buffer = TextBuffer::new();
            let mut expected = Vec::new();
            for number in 0..30_u8 {
                let text = vec![number; piece];
                buffer.push_between([b'<'], &text, *b"/>");
                buffer.push(&text);
                expected.extend([b"<", text.as_slice(), b"/>", text.as_slice()].concat());
                assert_eq!(buffer.len(), expected.len());
                buffer.reserve(usize::from(number));
            }
            assert_eq!(buffer.take(), expected);
            assert_eq!(buffer.len(), 0);
            buffer.push(b"again");
            assert_eq!(buffer.take(), "again");
        }
    }
}
