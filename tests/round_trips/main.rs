//! What one side sends, the other side receives: for every place and every value.

#![allow(unreachable_pub, reason = "blocks stand in public modules, as endpoints do")]

mod account;
mod every_place;
mod json_as_serde;
mod query_as_form;
