//! A lock on the wire format: a file beside the code that says what is on the wire, and a test that compares.
//!
//! ```no_run
//! # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
//! # path: "/greet/{name}", rate_limited: false, requires_authentication: false, }
//! # request { #[ruma_api(path)] pub name: String } response { pub text: String } } }
//! matrix_api::endpoints! {
//!     /// Greetings.
//!     pub const GREETINGS = [greet];
//! }
//!
//! #[test]
//! # fn is_a_doctest() {}
//! fn the_wire_format_is_that_of_the_lock() {
//!     GREETINGS.check_wire_lock("wire.lock");
//! }
//! ```
//!
//! `WIRE_LOCK=update cargo test` writes the file. Commit it. From then on the test fails if a definition changes what
//! is on the wire, and says whom the change breaks:
//!
//! ```text
//! the wire format of `GREETINGS` is not that of wire.lock
//!
//! greet
//!   request query language: added, required text
//!     old clients, new server: breaks (it is required, but not sent)
//!     new client, old servers: works, but means something else (it is ignored)
//! ```
//!
//! *Old clients* were released before the change, and meet a server with the new definition. A *new client* has the
//! new definition, and meets servers that have the old one.
//!
//! # What to do if the test fails
//!
//! 1. Read the list. If a change was not meant, undo it in the code.
//! 2. If no change breaks others, run `WIRE_LOCK=update cargo test`, and commit the file. Its difference is what
//!    reviewers look at: one fact a line.
//! 3. If a change breaks others, look for another way first: an optional field instead of a required one, an alias
//!    beside a new name, a new path in the `history`. Otherwise accept it.
//!
//! ## A change that breaks others
//!
//! Write a line for it into the file, before the first endpoint, and then run the update. The message of the test has
//! the line, but not the reason:
//!
//! ```text
//! accept greet "request query language" "version 2 is not released yet"
//! ```
//!
//! `*` instead of the name accepts the change of this place in all endpoints. The update turns the line into
//! `accepted`, with a description of the change. Such a line accepts nothing more: a second change of the place needs
//! a line of its own. So the file lists what was broken, and why; remove the `accepted` lines when you have released
//! them and told your users. An `accept` that no change needs fails the test.
//!
//! The update is refused where the environment variable `CI` is set: a machine that tests must not accept changes.
//!
//! # What the file is compared with
//!
//! The file says what the previous commit had on the wire. To compare with a release, keep its lock as another file:
//!
//! ```no_run
//! use matrix_api::lock::{Lock, compare};
//!
//! # fn breaking(ours: &matrix_api::endpoints::Endpoints) -> Result<(), Box<dyn std::error::Error>> {
//! let released: Lock = std::fs::read_to_string("wire-1.0.lock")?.parse()?;
//! for change in compare(&released, &Lock::of(ours)).iter().filter(|change| change.may_break()) {
//!     println!("{change}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The facts are those of a build: a field with `#[cfg(feature = "..")]` is in the lock if the feature is enabled in
//! the test. Enable all of them.
//!
//! # The verdicts
//!
//! | verdict | |
//! |---|---|
//! | works | every message is read, and means the same |
//! | other meaning | every message is read, but something in it is ignored, or means something else |
//! | cannot be known | nothing is known about a type, so that it may break |
//! | breaks | some messages are refused, or do not arrive |
//!
//! One question decides: can the reader read everything that the writer may write? Messages that clients do not send in
//! practice count as well: an optional field that becomes required breaks those who leave it out.
//!
#![doc = include_str!("lock/verdicts.md")]
//!
//! # What is not seen
//!
//! * A type has the shape that is [described](crate::description). What its code refuses beyond that is not seen, nor
//!   is another meaning of the same shape, such as seconds that become milliseconds.
//! * `any` is a type of which nothing is known, because of `#[serde(untagged)]` for instance, or one that really has
//!   any value. A change within it is not seen. Implement [`Describe`](crate::description::Describe) for such a type.
//! * The keys of a map are texts, whatever their type. `f32` and `f64` are the same.
//! * Names and types of Rust. For those there is `cargo-semver-checks`.

mod check;
mod compare;
mod cursor;
mod facts;
mod model;
mod read;
mod reads;
mod shape_text;
mod verdict;
mod view;
mod write;

pub use self::{
    compare::compare,
    model::Lock,
    read::LockError,
    verdict::{Change, ChangeKind, Verdict},
};
