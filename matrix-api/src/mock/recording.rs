//! Recordings: what a client and a server said to each other, without secrets.

mod base64;
mod bindings;
mod definitions;
mod exchange;
mod json;
mod members;
mod message;
mod path;
mod pattern;
mod placeholder;
mod record_or_replay;
mod recorder;
mod redact;
mod replay;
mod secrets;
mod visit;

pub use self::{
    record_or_replay::{Recording, RecordingTransport},
    recorder::Recorder,
    replay::{InvalidRecording, Replay},
};
