//! The log of the two programs.

use std::io;

use tracing_subscriber::filter::LevelFilter;

/// Writes warnings and errors to the standard error stream.
pub fn log_to_stderr() {
    tracing_subscriber::fmt().with_max_level(LevelFilter::WARN).with_writer(io::stderr).init();
}
