//! What one side sends, the other side receives: for every place and every value.

mod account;
