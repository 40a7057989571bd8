//! What the types of an endpoint look like on the wire.
//!
//! [`EndpointEntry::describe`](crate::endpoints::EndpointEntry::describe) describes an endpoint: each field with
//! its [`Shape`], the error responses, and how requests carry credentials. Shapes with names, to which others
//! refer, are in [`Shapes`].
//!
//! # Where a shape comes from
//!
//! For each field, the compiler takes the first of these sources that its type has:
//!
//! 1. **[`Describe`]**: the type says it itself. Identifiers, enums of [`string_enum!`](crate::string_enum!), the
//!    types of the standard library and containers of all these do. Implement it for a type that is read by
//!    hand-written code: one with a tag, or one that keeps the members that it does not know.
//! 2. **`schemars::JsonSchema`** (feature `schemars`): the type derives its JSON Schema. Its members have
//!    documentation, and its values limits.
//! 3. **Asking**: the type's own `Deserialize` is offered samples, again and again, with something else each
//!    time. This tells its members, which of them it requires, the kinds of their values, the variants of an enum,
//!    and the format of a text. It needs no code. See [`Shapes::ask`].
//!
//! A shape that cannot be known is [`Shape::Any`], never a guess. serde does not show the members of enums with
//! `#[serde(tag)]` or `#[serde(untagged)]` and those beside `#[serde(flatten)]`: for such types use another source.
//!
//! ```
//! pub mod place_order {
//!     use matrix_api::{identifiers::UserId, ruma_api};
//!     use serde::{Deserialize, Serialize};
//!
//!     #[derive(Clone, Debug, Deserialize, Serialize)]
//!     pub struct Item {
//!         pub name: String,
//!         #[serde(default)]
//!         pub note: String,
//!     }
//!
//!     ruma_api! {
//!         metadata {
//!             description: "Place an order.",
//!             method: POST,
//!             name: "place_order",
//!             path: "/orders",
//!             rate_limited: false,
//!             requires_authentication: false,
//!         }
//!         request {
//!             /// Who orders.
//!             pub customer: UserId,
//!             /// What is ordered.
//!             pub items: Vec<Item>,
//!         }
//!         response {}
//!     }
//! }
//!
//! use matrix_api::{
//!     description::{Member, Shape, Shapes},
//!     endpoints::EndpointEntry,
//! };
//!
//! let mut shapes = Shapes::new();
//! let described = EndpointEntry::of::<place_order::Request>().describe(&mut shapes);
//!
//! let [customer, items] = &*described.request else { unreachable!() };
//! assert_eq!(customer.documentation.trim(), "Who orders.");
//! assert_eq!(customer.shape, Shape::text("mx-user-id"));
//! assert_eq!(items.shape, Shape::Named("Item".to_owned()).list());
//!
//! let item = Shape::object([
//!     Member::required("name", Shape::TEXT),
//!     Member::optional("note", Shape::TEXT),
//! ]);
//! assert_eq!(shapes.get("Item"), Some(&item));
//!
//! // A value is compared with a shape, and a sample is made of one.
//! let mismatch = shapes.mismatch(&items.shape, &serde_json::json!([{ "note": "cold" }])).unwrap();
//! assert_eq!(mismatch.to_string(), "`[0].name`: missing");
//! assert_eq!(shapes.sample(&items.shape), serde_json::json!([{ "name": "a", "note": "a" }]));
//! ```

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
