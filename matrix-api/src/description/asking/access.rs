//! The parts of a value, which are offered one after the other.

use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{
    error::Refusal,
    key::Key,
    members::{Offer, Said},
    plan::{Keys, Members, Plan, Stage, Variant, Variants},
    samples::UNKNOWN,
    session::Session,
};

/// Offers a value as planned, at a depth.
pub(super) trait Ask {
    fn ask<'de, S: DeserializeSeed<'de>>(
        plan: &mut Plan,
        session: &mut Session<'_>,
        depth: usize,
        is_key: bool,
        seed: S,
    ) -> Result<S::Value, Refusal>;
}

/// Items of a list. The last plan is repeated.
pub(super) struct Items<'a, 's, A> {
    plans: &'a mut [Plan],
    next: usize,
    left: usize,
    session: &'a mut Session<'s>,
    depth: usize,
    ask: std::marker::PhantomData<A>,
}

impl<'a, 's, A> Items<'a, 's, A> {
    pub(super) fn new(
        plans: &'a mut [Plan],
        length: usize,
        session: &'a mut Session<'s>,
        depth: usize,
    ) -> Self {
        Self { plans, next: 0, left: length, session, depth, ask: std::marker::PhantomData }
    }
}

impl<'de, A: Ask> SeqAccess<'de> for Items<'_, '_, A> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refusal> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let last = self.plans.len().saturating_sub(1);
        let Some(plan) = self.plans.get_mut(self.next.min(last)) else { return Ok(None) };
        self.next += 1;
        A::ask(plan, self.session, self.depth, false, seed).map(Some)
    }
}

/// An object with any names: one member, or none.
pub(super) struct Entry<'a, 's, A> {
    pub(super) key: &'a mut Plan,
    pub(super) value: &'a mut Plan,
    pub(super) is_left: bool,
    pub(super) session: &'a mut Session<'s>,
    pub(super) depth: usize,
    pub(super) ask: std::marker::PhantomData<A>,
}

impl<'de, A: Ask> MapAccess<'de> for Entry<'_, '_, A> {
    type Error = Refusal;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refusal> {
        if !std::mem::take(&mut self.is_left) {
            return Ok(None);
        }
        A::ask(self.key, self.session, self.depth, true, seed).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        A::ask(self.value, self.session, self.depth, false, seed)
    }
}

/// Offers members, and learns about them.
pub(super) fn offer_members<'de, A: Ask, V: Visitor<'de>>(
    members: &mut Members,
    session: &mut Session<'_>,
    depth: usize,
    visitor: V,
) -> Result<V::Value, Refusal> {
    let was_settled = members.stage == Stage::Done;
    let stage = members.next_stage(&session.types);
    let offers = members.offers(stage, &session.types);
    let progress = session.progress;
    let mut access = Offers::<A> {
        members,
        offers: &offers,
        offered: None,
        next: 0,
        session,
        depth,
        was_read: false,
        unknown: Plan::anything(),
        ask: std::marker::PhantomData,
    };
    let read = visitor.visit_map(&mut access);
    let Offers { was_read, unknown, .. } = access;
    if !session.is_stopped && !was_settled {
        let said = Said {
            refusal: read.as_ref().err().copied(),
            was_read,
            keeps_unknown: was_read && !matches!(unknown, Plan::Ignored),
            has_progressed: session.progress > progress,
        };
        members.learn(stage, &offers, said, &session.types);
        members.next_stage(&session.types);
        session.learned();
    }
    read
}

/// The members of an object that are offered.
struct Offers<'a, 's, A> {
    members: &'a mut Members,
    offers: &'a [Offer],
    offered: Option<Offer>,
    next: usize,
    session: &'a mut Session<'s>,
    depth: usize,
    was_read: bool,
    unknown: Plan,
    ask: std::marker::PhantomData<A>,
}

/// The number of a member that no type has.
const UNKNOWN_POSITION: u64 = 1 << 20;

impl<A> Offers<'_, '_, A> {
    fn key(&self, offer: Offer) -> Key {
        match (offer, self.members.keys) {
            (Offer::Unknown, _) if self.members.stage == Stage::Unnumbered => {
                Key::Position(UNKNOWN_POSITION)
            }
            (Offer::Unknown, _) => Key::Name(UNKNOWN),
            (Offer::Member(member), Keys::Positions) => Key::Position(member as u64),
            (Offer::Member(member), Keys::Names | Keys::Missing) => {
                Key::Name(self.members.list.get(member).map_or(UNKNOWN, |member| member.name))
            }
        }
    }
}

impl<'de, A: Ask> MapAccess<'de> for &mut Offers<'_, '_, A> {
    type Error = Refusal;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refusal> {
        self.offered = self.offers.get(self.next).copied();
        self.next += 1;
        let key = self.offered.map(|offer| self.key(offer));
        key.map(|key| seed.deserialize(key)).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        let plan = match self.offered {
            Some(Offer::Member(member)) => self.members.list.get_mut(member).map(|it| &mut it.plan),
            _ => None,
        };
        self.was_read = true;
        A::ask(plan.unwrap_or(&mut self.unknown), self.session, self.depth, false, seed)
    }
}

/// One of the variants of an enum.
pub(super) struct Choice<'a, 's, A> {
    pub(super) variants: &'a mut Variants,
    pub(super) session: &'a mut Session<'s>,
    pub(super) depth: usize,
    pub(super) ask: std::marker::PhantomData<A>,
}

impl<'a, 'de, 's, A: Ask> EnumAccess<'de> for Choice<'a, 's, A> {
    type Error = Refusal;
    type Variant = Content<'a, 's, A>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), Refusal> {
        let Self { variants, session, depth, ask } = self;
        let chosen = variants.next(&session.types);
        let Some((name, variant)) = chosen.and_then(|chosen| variants.known.get_mut(chosen)) else {
            // The last question to an enum: whether it accepts any other name.
            let read = seed.deserialize(Key::Name(UNKNOWN));
            variants.is_open = Some(read.is_ok());
            session.learned();
            let content = Content { variant: None, session, depth, ask };
            return match read {
                Ok(value) => Ok((value, content)),
                Err(_) => Err(content.session.stop()),
            };
        };
        match seed.deserialize(Key::Name(name)) {
            Ok(value) => Ok((value, Content { variant: Some(variant), session, depth, ask })),
            Err(_) => {
                *variant = Variant::Refused;
                Err(session.stop())
            }
        }
    }
}

/// What a variant contains.
pub(super) struct Content<'a, 's, A> {
    variant: Option<&'a mut Variant>,
    session: &'a mut Session<'s>,
    depth: usize,
    ask: std::marker::PhantomData<A>,
}

impl<'de, A: Ask> VariantAccess<'de> for Content<'_, '_, A> {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        if let Some(variant @ Variant::Unknown) = self.variant {
            *variant = Variant::Unit;
            self.session.learned();
        }
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Refusal> {
        let variant = self.variant.ok_or(Refusal::Other)?;
        if !matches!(variant, Variant::Newtype(_)) {
            *variant = Variant::Newtype(Plan::Unknown);
        }
        let Variant::Newtype(plan) = variant else { return Err(Refusal::Other) };
        A::ask(plan, self.session, self.depth, false, seed)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let variant = self.variant.ok_or(Refusal::Other)?;
        if !matches!(variant, Variant::Tuple(_)) {
            *variant = Variant::Tuple((0..length).map(|_| Plan::Unknown).collect());
        }
        let Variant::Tuple(plans) = variant else { return Err(Refusal::Other) };
        visitor.visit_seq(Items::<A>::new(plans, length, self.session, self.depth))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let variant = self.variant.ok_or(Refusal::Other)?;
        if !matches!(variant, Variant::Struct(_)) {
            *variant = Variant::Struct(Members::named(fields));
        }
        let Variant::Struct(members) = variant else { return Err(Refusal::Other) };
        offer_members::<A, V>(members, self.session, self.depth, visitor)
    }
}
