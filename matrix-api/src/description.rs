//! What the types of an endpoint look like on the wire.
//!
//! [`EndpointEntry::describe`](crate::endpoints::EndpointEntry::describe) describes an endpoint. Each field has a
//! [`Shape`], which is taken from the best source there is: [`Describe`], or the type's own `Deserialize`.

mod announcement;
mod asking;
mod errors;
mod field_types;
mod mismatch;
mod sample;
#[cfg(feature = "schemars")]
mod schema;
mod shape;
mod shapes;
pub(crate) mod source;
mod standard;
mod type_names;

pub use self::{
    announcement::announce,
    errors::{ErrorDescription, StatusDescription},
    field_types::{BodyDescription, FieldType, FieldTypes, MessageTypes},
    mismatch::Mismatch,
    shape::{Member, Object, Shape, Text, UnknownMembers, Variant},
    shapes::{Describe, Shapes},
};
