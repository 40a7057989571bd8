//! A lock on the wire format: a text beside the code, and what each change of it means for others.

mod check;
mod compare;
mod compare_paths;
mod compare_values;
mod cursor;
mod facts;
mod model;
mod read;
mod reads;
mod shape_text;
mod verdict;
mod view;
mod write;

pub use self::{
    compare::compare,
    model::Lock,
    read::LockError,
    verdict::{Change, ChangeKind, Verdict},
};
