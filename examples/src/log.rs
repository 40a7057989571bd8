//! Logging of both programs.

use std::io;

use tracing_subscriber::filter::LevelFilter;

/// Logs warnings and errors to standard error.
pub fn log_to_stderr() {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::WARN)
        .with_writer(io::stderr)
        // If standard error cannot be written, because the disk is full for example, an error about that
        // would panic.
        .log_internal_errors(false)
        .init();
}
