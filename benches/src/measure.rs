//! What a measurement is of, and who takes it.

use std::fmt;

/// Who wrote the code that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// `ruma_api!`.
    Ours,
    /// Code written by hand: the yardstick.
    ByHand,
    /// `ruma-client-api`.
    Peer,
}

/// What is done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    ClientEncode,
    ServerDecode,
    ServerEncode,
    ClientDecode,
}

/// What a measurement is of.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    pub case: &'static str,
    pub direction: Direction,
    pub party: Party,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let direction = match self.direction {
            Direction::ClientEncode => "client encode",
            Direction::ServerDecode => "server decode",
            Direction::ServerEncode => "server encode",
            Direction::ClientDecode => "client decode",
        };
        let party = match self.party {
            Party::Ours => "ours",
            Party::ByHand => "by hand",
            Party::Peer => "peer",
        };
        write!(f, "{}/{direction}/{party}", self.case)
    }
}

/// Takes measurements of one kind.
pub trait Measure {
    /// Measures `run`. Neither `prepare` nor dropping what `run` returns counts.
    fn measure<I, O>(&mut self, name: Name, prepare: impl Fn() -> I, run: impl Fn(I) -> O);
}
