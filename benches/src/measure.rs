//! Measurements.

use std::fmt;

/// The author of the measured code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// `ruma_api!`.
    Ours,
    /// Code written by hand.
    ByHand,
    /// `ruma-client-api`.
    Peer,
}

/// The measured operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    ClientEncode,
    ServerDecode,
    ServerEncode,
    ClientDecode,
}

/// Identifies a measurement.
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
    /// Measures `run`, without `prepare` and without dropping the output.
    fn measure<I, O>(&mut self, name: Name, prepare: impl Fn() -> I, run: impl Fn(I) -> O);
}
