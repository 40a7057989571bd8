//! Text that is written, searched, encoded and matched: the ground floor, which knows no HTTP message.

pub(crate) mod buffer;
pub(crate) mod location;
pub(crate) mod percent_decode;
pub(crate) mod percent_encode;
pub(crate) mod pieces;
pub(crate) mod swar;
#[macro_use]
pub(crate) mod template;
