//! The shapes of types that do not derive what serde reads: they have a tag, or keep unknown members.

mod discovery;
mod login;
mod uiaa;
