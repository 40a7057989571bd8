//! Where the description of a raw body comes from.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::RawBody;
use crate::{
    description::{BodyDescription, Shapes},
    wire::items::{EventStream, JsonLines},
};

/// Selects the best source of a raw body's description, as [`ShapeOf`](crate::description::source::ShapeOf)
/// does for a type: generated code calls `(&&BodyOf::<T>::NEW).describe(shapes)`.
#[derive(Debug)]
pub struct BodyOf<T>(PhantomData<T>);

impl<T> BodyOf<T> {
    /// The selection for the type.
    pub const NEW: Self = Self(PhantomData);
}

/// All sources, for generated code. They have no names there, so that they hide no name of the author's.
pub mod sources {
    pub use super::{DescribedByItems as _, DescribedByRawBody as _};
    pub use crate::description::source::sources::*;
}

/// A stream whose items can be read.
pub trait DescribedByItems {
    /// The media type, and the shape of the list of items.
    fn describe(&self, shapes: &mut Shapes) -> BodyDescription;
}

impl<T: DeserializeOwned> DescribedByItems for &BodyOf<JsonLines<T>> {
    fn describe(&self, shapes: &mut Shapes) -> BodyDescription {
        BodyDescription::new(JsonLines::<T>::MEDIA_TYPE, shapes.ask::<T>().list())
    }
}

impl<T: DeserializeOwned> DescribedByItems for &BodyOf<EventStream<T>> {
    fn describe(&self, shapes: &mut Shapes) -> BodyDescription {
        BodyDescription::new(EventStream::<T>::MEDIA_TYPE, shapes.ask::<T>().list())
    }
}

impl<T: DeserializeOwned> DescribedByItems for &BodyOf<Option<JsonLines<T>>> {
    fn describe(&self, shapes: &mut Shapes) -> BodyDescription {
        (&&BodyOf::<JsonLines<T>>::NEW).describe(shapes)
    }
}

impl<T: DeserializeOwned> DescribedByItems for &BodyOf<Option<EventStream<T>>> {
    fn describe(&self, shapes: &mut Shapes) -> BodyDescription {
        (&&BodyOf::<EventStream<T>>::NEW).describe(shapes)
    }
}

/// Any other raw body.
pub trait DescribedByRawBody {
    /// The media type, and the shape of the value in the body.
    fn describe(&self, shapes: &mut Shapes) -> BodyDescription;
}

impl<T: RawBody> DescribedByRawBody for BodyOf<T> {
    fn describe(&self, shapes: &mut Shapes) -> BodyDescription {
        T::describe(shapes)
    }
}
