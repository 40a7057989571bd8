//! No secret is shown: by no `Debug`, and by no error.

mod debug;
mod errors;
