//! What the types of endpoints look like on the wire.

mod asked;
mod fields;
