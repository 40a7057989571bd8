//! Finds the place in a JSON text that an error of serde_json means.
//!
//! serde_json gives an error the offset that its reader has reached when the error passes through
//! it. What lies there depends on how the error came about:
//!
//! - a scalar of the wrong kind has been read: the offset is its end;
//! - an object or a list of the wrong kind has not: the offset is its beginning;
//! - a repeated or unknown name has been read: the offset is between it and the colon;
//! - a type refused a value that it had read: the reader goes on, over spaces and, in a list, a
//!   comma, to whatever follows the value. If that is the end of the container, it is read too, and
//!   the offset is the same as for an error of the container, such as a missing member.
//!
//! The text is known to be JSON.

use std::ops::Range;

/// A step from a container to one of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The member with this name: the text between the quotation marks, escapes and all.
    Member(Range<usize>),
    /// The element with this index.
    Element(usize),
}

/// A place in a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The steps to it, from the whole.
    pub(super) steps: Vec<Step>,
    /// Where its value is, as far as it has been looked at; its name, if that is what is meant.
    pub(super) range: Range<usize>,
    /// Set if the error may be of the last value in this container instead.
    pub(super) last: Option<Last>,
}

/// The last value of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Last {
    /// The step from the container.
    pub(super) step: Step,
    /// Where the value begins.
    pub(super) start: usize,
    /// Where the container's closing bracket is.
    pub(super) closing: usize,
}

/// A container that is being read.
struct Open {
    start: usize,
    is_object: bool,
    /// The step to the value that is being read or was the last one; `None` ahead of the first.
    step: Option<Step>,
    /// Where that value begins.
    child: usize,
}

/// Walks over a JSON text, up to the offset.
struct Walk<'a> {
    text: &'a [u8],
    at: usize,
    target: usize,
    open: Vec<Open>,
}

/// Finds what the error at an offset means. `of_container` says that it complains of an object or a
/// list which has not been read.
pub(super) fn find(text: &[u8], target: usize, of_container: bool) -> Place {
    let mut walk = Walk { text, at: 0, target, open: Vec::new() };
    let whole = || Place { steps: Vec::new(), range: 0..text.len(), last: None };
    walk.run(of_container).unwrap_or_else(whole)
}

impl Walk<'_> {
    fn run(&mut self, of_container: bool) -> Option<Place> {
        loop {
            self.skip_spaces();
            let place = match self.peek()? {
                b'{' | b'[' => self.value(of_container).or_else(|| self.enter()),
                b'}' | b']' => self.leave(),
                b',' => self.comma(),
                b':' => self.colon(),
                b'"' if self.expects_name() => self.name(),
                _ => self.value(of_container).or_else(|| self.scalar()),
            };
            if place.is_some() {
                return place;
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn skip_spaces(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// A value begins here.
    fn value(&mut self, of_container: bool) -> Option<Place> {
        let start = self.at;
        let mut previous = None;
        if let Some(open) = self.open.last_mut() {
            if !open.is_object {
                let index = match open.step {
                    Some(Step::Element(index)) => {
                        previous = Some((Step::Element(index), open.child..start));
                        index + 1
                    }
                    _ => 0,
                };
                open.step = Some(Step::Element(index));
            }
            open.child = start;
        }
        if self.target > start {
            return None;
        }
        let is_container = matches!(self.peek(), Some(b'{' | b'['));
        match previous {
            // The reader has gone over the comma behind the element that was refused.
            Some((step, range)) if !(of_container && is_container) => {
                let mut place = self.here(range);
                place.steps.pop();
                place.steps.push(step);
                Some(place)
            }
            _ => Some(self.here(start..self.text.len())),
        }
    }

    fn enter(&mut self) -> Option<Place> {
        let is_object = self.peek() == Some(b'{');
        self.open.push(Open { start: self.at, is_object, step: None, child: self.at });
        self.at += 1;
        None
    }

    fn leave(&mut self) -> Option<Place> {
        let closing = self.at;
        if self.target <= closing {
            return Some(self.child(closing));
        }
        self.at += 1;
        let open = self.open.pop()?;
        let mut place = (self.target == self.at).then(|| self.here(open.start..self.at))?;
        place.last = open.step.map(|step| Last { step, start: open.child, closing });
        Some(place)
    }

    fn comma(&mut self) -> Option<Place> {
        let at = self.at;
        self.at += 1;
        let place = (self.target <= at).then(|| self.child(at));
        if let Some(open) = self.open.last_mut().filter(|open| open.is_object) {
            open.step = None;
        }
        place
    }

    fn colon(&mut self) -> Option<Place> {
        let at = self.at;
        self.at += 1;
        (self.target <= at).then(|| self.child(at))
    }

    fn expects_name(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_object && open.step.is_none())
    }

    fn name(&mut self) -> Option<Place> {
        let start = self.at;
        self.skip_string();
        let name = start.saturating_add(1)..self.at.saturating_sub(1);
        if let Some(open) = self.open.last_mut() {
            open.step = Some(Step::Member(name));
            open.child = start;
        }
        None
    }

    fn scalar(&mut self) -> Option<Place> {
        let start = self.at;
        if self.peek() == Some(b'"') {
            self.skip_string();
        } else {
            self.at += 1;
            while self.peek().is_some_and(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
            }) {
                self.at += 1;
            }
        }
        (self.target <= self.at).then(|| self.here(start..self.at))
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
    }

    /// The value that is being read.
    fn here(&self, range: Range<usize>) -> Place {
        let steps = self.open.iter().filter_map(|open| open.step.clone()).collect();
        Place { steps, range, last: None }
    }

    /// The last value of the innermost container, or its name.
    fn child(&self, end: usize) -> Place {
        self.here(self.open.last().map_or(0, |open| open.child)..end)
    }
}
