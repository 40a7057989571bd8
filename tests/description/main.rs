//! What the types of endpoints look like on the wire.

mod account;
mod asked;
mod fields;
mod parts;
mod schemas;
