//! A buffer for text that is being written.

use std::{io, mem};

use bytes::Bytes;

/// How many bytes are kept on the stack. Most messages are shorter, and the compiler clears that many
/// without a call.
const INLINE_CAPACITY: usize = 224;

/// A buffer for text: bytes on the stack, which are flushed to the heap whenever they are full.
///
/// Text that fits on the stack is allocated once, at its exact size, by [`take`](Self::take).
///
/// | after | `heap` | `inline` |
/// |---|---|---|
/// | 200 bytes | | 200 bytes |
/// | 50 more | 200 bytes, capacity 896 | 50 bytes |
/// | 300 more | 550 bytes | |
/// | `take` | | |
///
/// The buffer is large: pass it by reference.
pub(crate) struct TextBuffer {
    /// The text before the inline bytes.
    heap: Vec<u8>,
    inline: [u8; INLINE_CAPACITY],
    /// How many inline bytes are written.
    inline_length: usize,
}

impl TextBuffer {
    pub(crate) const fn new() -> Self {
        Self { heap: Vec::new(), inline: [0; INLINE_CAPACITY], inline_length: 0 }
    }

    /// Appends text.
    pub(crate) fn push(&mut self, text: &[u8]) {
        self.push_between([], text, []);
    }

    /// Appends text with a few bytes before and after it.
    #[inline]
    pub(crate) fn push_between<const A: usize, const B: usize>(
        &mut self,
        before: [u8; A],
        text: &[u8],
        after: [u8; B],
    ) {
        // Once for all three: reserving takes longer than writing.
        if let Some(reserved) = self.reserve_inline(A + text.len() + B)
            && let Some((first, reserved)) = reserved.split_first_chunk_mut()
            && let Some((reserved, last)) = reserved.split_last_chunk_mut()
        {
            *first = before;
            reserved.copy_from_slice(text);
            *last = after;
        } else {
            self.push_slow(&[&before, text, &after]);
        }
    }

    /// Appends the text that `write` writes into `N` inline bytes; it returns the length.
    #[inline]
    pub(crate) fn push_with<const N: usize>(&mut self, write: impl FnOnce(&mut [u8; N]) -> usize) {
        const { assert!(N <= INLINE_CAPACITY) };
        if self.inline_length + N > INLINE_CAPACITY {
            self.flush_inline();
        }
        if let Some(target) =
            self.inline.get_mut(self.inline_length..).and_then(<[u8]>::first_chunk_mut)
        {
            self.inline_length += write(target).min(N);
        }
    }

    /// Reserves memory for that many more bytes, unless they fit on the stack.
    pub(crate) fn reserve(&mut self, additional: usize) {
        let additional = self.inline_length.saturating_add(additional);
        if additional > INLINE_CAPACITY {
            self.heap.reserve(additional);
        }
    }

    /// The length of the text.
    pub(crate) fn len(&self) -> usize {
        self.heap.len() + self.inline_length
    }

    /// The byte at this distance before the end: 1 is the last one.
    pub(crate) fn byte_from_end(&self, distance: usize) -> Option<u8> {
        match self.inline_length.checked_sub(distance) {
            Some(position) => self.inline.get(position).copied(),
            None => self.heap.get(self.len().checked_sub(distance)?).copied(),
        }
    }

    /// A copy of the text from this offset on.
    #[cold]
    pub(crate) fn copy_from(&self, offset: usize) -> Vec<u8> {
        let mut text = self.heap.clone();
        text.extend_from_slice(self.inline.get(..self.inline_length).unwrap_or_default());
        text.split_off(offset.min(text.len()))
    }

    /// Takes the text, and leaves the buffer empty.
    pub(crate) fn take(&mut self) -> Bytes {
        if self.heap.is_empty() {
            let text = self.inline.get(..self.inline_length).map(Bytes::copy_from_slice);
            self.inline_length = 0;
            text.unwrap_or_default()
        } else {
            self.flush_inline();
            mem::take(&mut self.heap).into()
        }
    }

    /// The next inline bytes, if there are that many.
    #[inline]
    fn reserve_inline(&mut self, length: usize) -> Option<&mut [u8]> {
        let reserved = self.inline.get_mut(self.inline_length..)?.get_mut(..length)?;
        self.inline_length += length;
        Some(reserved)
    }

    /// Appends texts that may not fit on the stack.
    #[inline(never)]
    fn push_slow(&mut self, texts: &[&[u8]]) {
        for text in texts {
            if self.inline_length + text.len() > INLINE_CAPACITY {
                self.flush_inline();
            }
            match self.reserve_inline(text.len()) {
                Some(reserved) => reserved.copy_from_slice(text),
                None => self.heap.extend_from_slice(text),
            }
        }
    }

    /// Appends the inline bytes to the heap. Never inlined, since most callers do not need it.
    #[inline(never)]
    fn flush_inline(&mut self) {
        if self.heap.is_empty() {
            // Text that does not fit on the stack is often several times as long.
            self.heap.reserve(4 * INLINE_CAPACITY);
        }
        self.heap.extend_from_slice(self.inline.get(..self.inline_length).unwrap_or_default());
        self.inline_length = 0;
    }
}

// serde_json writes numbers.
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
