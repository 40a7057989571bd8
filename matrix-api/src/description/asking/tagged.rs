//! Enums that are read from an object with a tag.
//!
//! serde buffers the members, so that their types are not seen. A variant is described by the members
//! that it misses.

use serde_json::{Map, Value};

use super::{error::Refusal, samples::anything};
use crate::description::shape::{Member, Shape, Variant};

/// An enum with a tag, and what was learned about it.
#[derive(Debug)]
pub(super) struct Tagged {
    tag: &'static str,
    variants: Vec<TaggedVariant>,
}

#[derive(Debug)]
struct TaggedVariant {
    name: &'static str,
    /// The members that it misses, with a sample for each.
    members: Vec<(&'static str, usize)>,
    /// Whether a value can be made. `None` if that is not known so far.
    is_alive: Option<bool>,
}

impl Tagged {
    pub(super) fn new(tag: &'static str, names: &[&'static str]) -> Self {
        let variant =
            |name: &&'static str| TaggedVariant { name, members: Vec::new(), is_alive: None };
        Self { tag, variants: names.iter().map(variant).collect() }
    }

    pub(super) fn is_settled(&self) -> bool {
        self.variants.iter().all(|variant| variant.is_alive.is_some())
    }

    pub(super) fn is_alive(&self) -> bool {
        self.variants.iter().any(|variant| variant.is_alive != Some(false))
    }

    /// The object to offer: of a variant about which something can be learned, or of one that can be made.
    pub(super) fn offer(&self) -> Value {
        let unsettled = self.variants.iter().find(|variant| variant.is_alive.is_none());
        let alive = || self.variants.iter().find(|variant| variant.is_alive == Some(true));
        let mut object = Map::new();
        if let Some(variant) = unsettled.or_else(alive) {
            object.insert(self.tag.to_owned(), Value::from(variant.name));
            for (name, sample) in &variant.members {
                object.insert((*name).to_owned(), anything(*sample).unwrap_or_default());
            }
        }
        Value::Object(object)
    }

    /// Learns from what the type said to the offer.
    pub(super) fn learn(&mut self, refusal: Option<Refusal>) {
        let Some(variant) = self.variants.iter_mut().find(|variant| variant.is_alive.is_none())
        else {
            return;
        };
        match refusal {
            None => variant.is_alive = Some(true),
            Some(Refusal::Missing(name))
                if variant.members.iter().all(|(known, _)| *known != name) =>
            {
                variant.members.push((name, 0));
            }
            // The last sample is not what the member is.
            Some(_) => match variant.members.last_mut() {
                Some((_, sample)) if anything(*sample + 1).is_some() => *sample += 1,
                _ => variant.is_alive = Some(false),
            },
        }
    }

    pub(super) fn shape(&self) -> Shape {
        let variants = self.variants.iter().map(|variant| {
            let members = variant.members.iter();
            let members = members.map(|(name, _)| Member::required(*name, Shape::Any));
            Variant::new(variant.name, Shape::open_object(members))
        });
        Shape::Tagged { tag: self.tag.to_owned(), variants: variants.collect(), other: None }
    }
}
