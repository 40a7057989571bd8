//! What the types of an endpoint look like on the wire.
//!
//! [`EndpointEntry::describe`](crate::endpoints::EndpointEntry::describe) describes an endpoint. Each field has a
//! [`Shape`], which is taken from the best source there is: [`Describe`], or the type's own `Deserialize`.

mod field_types;
mod mismatch;
mod shape;
mod shapes;
pub(crate) mod source;

pub use self::{
    field_types::{FieldType, FieldTypes, ResponseFields},
    mismatch::Mismatch,
    shape::{Member, Object, Shape, Text, UnknownMembers, Variant},
    shapes::{Describe, Shapes},
};
