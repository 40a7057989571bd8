//! Types that announce their description while they are deserialized.

use std::cell::RefCell;

use serde::de::Error;

use super::{shape::Shape, shapes::Shapes};

/// What a type that announces itself hands over.
pub(super) type Description = Box<dyn FnOnce(&mut Shapes) -> Shape>;

thread_local! {
    static ANNOUNCED: RefCell<Option<Description>> = const { RefCell::new(None) };
}

/// Announces the description of a type that is within another one.
///
/// [`Shapes::ask`] deserializes a type to learn its shape. Before it tries texts and objects, it calls the
/// visitor's `visit_newtype_struct`, which no format calls for a string or an object. A type that knows better
/// announces its description there, and returns the error:
///
/// ```
/// use matrix_api::description::{Shape, Shapes, announce};
/// use serde::{Deserialize, Deserializer, de::{Error, Visitor}};
///
/// /// A colour, such as `#ff8800`.
/// struct Colour(u32);
///
/// impl<'de> Deserialize<'de> for Colour {
///     fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
///         deserializer.deserialize_str(ColourVisitor)
///     }
/// }
///
/// struct ColourVisitor;
///
/// impl<'de> Visitor<'de> for ColourVisitor {
///     type Value = Colour;
///
///     fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         f.write_str("a colour")
///     }
///
///     fn visit_str<E: Error>(self, text: &str) -> Result<Colour, E> {
///         let digits = text.strip_prefix('#').ok_or_else(|| E::custom("expected `#`"))?;
///         u32::from_str_radix(digits, 16).map(Colour).map_err(E::custom)
///     }
///
///     fn visit_newtype_struct<D: Deserializer<'de>>(self, _: D) -> Result<Colour, D::Error> {
///         Err(announce(Box::new(|_| Shape::text("color"))))
///     }
/// }
///
/// # let _ = Colour(0).0;
/// assert_eq!(Shapes::new().ask::<Vec<Colour>>(), Shape::text("color").list());
/// ```
pub fn announce<E: Error>(describe: Box<dyn FnOnce(&mut Shapes) -> Shape>) -> E {
    ANNOUNCED.with_borrow_mut(|announced| *announced = Some(describe));
    E::custom("the type announced its description")
}

/// Takes what was announced last.
pub(super) fn take_announced() -> Option<Description> {
    ANNOUNCED.with_borrow_mut(Option::take)
}
