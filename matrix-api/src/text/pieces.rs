//! Text that is written in pieces.

use std::fmt;

/// Writes pieces of text. It compiles to less code than `write!`.
pub(crate) fn write_pieces(f: &mut fmt::Formatter<'_>, pieces: &[&str]) -> fmt::Result {
    for piece in pieces {
        f.write_str(piece)?;
    }
    Ok(())
}
