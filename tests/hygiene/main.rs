//! Blocks do not depend on names of the author's module, and do not clash with them.

#![deny(warnings, missing_docs, unreachable_pub, unused)]

mod awkward_names;
mod blocks_in_functions;
mod blocks_in_macros;
mod conditional_fields;
mod shadowed_prelude;
