//! What an author's module may contain without a block noticing, and the other way round.

#![deny(warnings, missing_docs, unreachable_pub, unused)]

mod awkward_names;
mod blocks_in_functions;
mod conditional_fields;
mod shadowed_prelude;
