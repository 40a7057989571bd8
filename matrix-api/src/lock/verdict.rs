//! What a change means for others.

use std::fmt;

/// What a change means for one side. The order is from harmless to harmful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// Every message is read, and means the same.
    Works,
    /// Every message is read, but some mean something else, or a part of them is ignored.
    OtherMeaning,
    /// It cannot be known whether all messages are read: nothing is known about a type.
    Unknown,
    /// Some messages are refused, or do not arrive.
    Breaks,
}

impl Verdict {
    /// Whether a change with this verdict has to be accepted.
    #[must_use]
    pub const fn may_break(self) -> bool {
        matches!(self, Self::Unknown | Self::Breaks)
    }
}

/// A verdict with its reason, which is empty if it works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) reason: &'static str,
}

impl Outcome {
    pub(super) const WORKS: Self = Self { verdict: Verdict::Works, reason: "" };

    pub(super) const fn breaks(reason: &'static str) -> Self {
        Self { verdict: Verdict::Breaks, reason }
    }

    pub(super) const fn other(reason: &'static str) -> Self {
        Self { verdict: Verdict::OtherMeaning, reason }
    }

    pub(super) const fn unknown(reason: &'static str) -> Self {
        Self { verdict: Verdict::Unknown, reason }
    }

    /// The worse one. Of equal verdicts, the first.
    pub(super) fn and(self, other: Self) -> Self {
        if other.verdict > self.verdict { other } else { self }
    }

    /// The better one.
    pub(super) fn or(self, other: Self) -> Self {
        if other.verdict < self.verdict { other } else { self }
    }

    /// The outcome, unless it is worse than another one.
    pub(super) fn at_most(self, verdict: Verdict, reason: &'static str) -> Self {
        if self.verdict > verdict { Self { verdict, reason } } else { self }
    }

    pub(super) fn worst(outcomes: impl IntoIterator<Item = Self>) -> Self {
        outcomes.into_iter().fold(Self::WORKS, Self::and)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.verdict {
            Verdict::Works => return f.write_str("works"),
            Verdict::OtherMeaning => "works, but means something else",
            Verdict::Unknown => "cannot be known",
            Verdict::Breaks => "breaks",
        })?;
        write!(f, " ({})", self.reason)
    }
}

/// A change of the wire format.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The name of the endpoint, in the new definition if it is there.
    pub endpoint: String,
    /// What was changed: `path`, `authentication`, `request body auth.session`. Empty for the whole endpoint.
    pub place: String,
    /// The kind of the change.
    pub kind: ChangeKind,
    /// The change in words, such as `added, required`.
    pub what: String,
    /// Clients that were released before meet a server with the new definition.
    pub clients: Verdict,
    /// A client with the new definition meets older servers.
    pub servers: Verdict,
    /// Why the verdicts are as they are.
    pub(super) reasons: [&'static str; 2],
}

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// The endpoint, a response or a field was added.
    Added,
    /// It was removed.
    Removed,
    /// A field has another name.
    Renamed,
    /// The method was changed.
    Method,
    /// A path was added or removed.
    Path,
    /// The version was changed that deprecates or removes the endpoint.
    Lifetime,
    /// The credentials of requests were changed.
    Authentication,
    /// The status of a response was changed.
    Status,
    /// Error responses were changed.
    Error,
    /// The format of a body was changed.
    Format,
    /// A field became optional or required.
    Presence,
    /// The value of an absent field was changed.
    Default,
    /// The other names were changed under which a field is read.
    Aliases,
    /// The type of a value was changed.
    Type,
    /// Other members or keys are treated otherwise.
    UnknownMembers,
    /// A secret became public, or the reverse: logs show it, or do not.
    Secret,
    /// The version of Matrix was changed that has a field.
    Since,
}

impl Change {
    pub(super) fn new(
        endpoint: &str,
        place: &str,
        (kind, what): (ChangeKind, String),
        clients: Outcome,
        servers: Outcome,
    ) -> Self {
        Self {
            endpoint: endpoint.to_owned(),
            place: place.to_owned(),
            kind,
            what,
            clients: clients.verdict,
            servers: servers.verdict,
            reasons: [clients.reason, servers.reason],
        }
    }

    /// Whether the change breaks others, or may, so that a lock has to accept it.
    ///
    /// A new endpoint is not served by older servers, but nobody could call it before.
    #[must_use]
    pub fn may_break(&self) -> bool {
        let is_new_endpoint = self.place.is_empty() && self.kind == ChangeKind::Added;
        (self.clients.may_break() || self.servers.may_break()) && !is_new_endpoint
    }

    pub(super) fn outcomes(&self) -> [Outcome; 2] {
        let [clients, servers] = self.reasons;
        [
            Outcome { verdict: self.clients, reason: clients },
            Outcome { verdict: self.servers, reason: servers },
        ]
    }
}

impl Change {
    /// The change without its endpoint.
    pub(super) fn description(&self) -> String {
        let [clients, servers] = self.outcomes();
        let place = if self.place.is_empty() { String::new() } else { format!("{}: ", self.place) };
        let sides = format!(
            "    old clients, new server: {clients}\n    new client, old servers: {servers}"
        );
        format!("  {place}{}\n{sides}", self.what)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.endpoint, self.description())
    }
}
