//! What is known about the values that a type consists of.

use serde_json::Value;

use super::{
    samples::{TEXTS, text_shape},
    tagged::Tagged,
};
use crate::description::shape::Shape;

/// A value, and what was learned about it.
#[derive(Debug, Default)]
pub(super) enum Plan {
    /// Nothing.
    #[default]
    Unknown,
    /// It does not announce a description.
    Silent,
    /// A value without parts. `sample` counts the values that were refused before.
    Simple { shape: Shape, sample: usize, is_settled: bool },
    /// A text: which samples it accepts, of those before `next`.
    Text { accepted: Vec<usize>, next: usize },
    /// A value or nothing.
    Optional(Box<Plan>),
    /// A value in a wrapper that is not on the wire.
    Transparent(Box<Plan>),
    /// A list, offered with a number of items.
    List { item: Box<Plan>, attempt: usize, is_settled: bool },
    /// A list with a plan for each item.
    Tuple(Vec<Plan>),
    /// An object with any names.
    Map { key: Box<Plan>, value: Box<Plan>, attempt: usize },
    /// A type with a name.
    Type(usize),
    /// A value of a type within that type.
    Recursive(usize),
    /// The type skips the value.
    Ignored,
    /// A type that announced its description, with a sample of it.
    Announced { shape: Shape, sample: Value },
    /// A type that misses this member, which may be the tag of an enum.
    TagOf(&'static str),
    /// An enum with a tag among its members.
    Tagged(Tagged),
    /// A value that is refused after all of it was accepted.
    Unmade(Box<Plan>),
    /// No value of it can be made.
    Dead(Shape),
}

/// The types with names that were met so far.
#[derive(Debug, Default)]
pub(super) struct Types(Vec<Type>);

/// A type with a name.
#[derive(Debug)]
pub(super) struct Type {
    /// The path of the Rust type.
    pub(super) key: &'static str,
    /// The name that serde knows.
    pub(super) name: &'static str,
    /// `None` while the type is being asked.
    pub(super) kind: Option<Kind>,
}

/// The kind of a type with a name.
#[derive(Debug)]
pub(super) enum Kind {
    Struct(Members),
    Enum(Variants),
}

/// The members of an object.
#[derive(Debug)]
pub(super) struct Members {
    pub(super) keys: Keys,
    pub(super) list: Vec<MemberPlan>,
    pub(super) stage: Stage,
    /// The members that make a value. `None` if no value can be made, or none was yet.
    pub(super) sample: Option<Vec<usize>>,
    /// Whether unknown members are refused.
    pub(super) refuses_unknown: bool,
}

/// How the members of an object are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    /// By the names that the type gave.
    Names,
    /// By their numbers, since the type gave no names.
    Positions,
    /// By the names that the type misses, since it keeps all members.
    Missing,
}

/// A member of an object.
#[derive(Debug)]
pub(super) struct MemberPlan {
    /// Empty if it is unknown.
    pub(super) name: &'static str,
    pub(super) plan: Plan,
    /// Whether it is another name of a member.
    pub(super) is_alias: bool,
    /// The name of that member.
    pub(super) alias_of: &'static str,
    pub(super) is_required: bool,
    /// Whether it is left out when it is written as `None`.
    pub(super) is_left_out: bool,
}

/// What is being learned about members. Each number is that of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Whether the type keeps members that it does not know.
    Unnumbered,
    /// The value of a member, which is offered alone.
    Explore(usize),
    /// The name of a member, which is offered twice.
    Twice(usize),
    /// Whether all members together make a value.
    All,
    /// Whether a member is required.
    Without(usize),
    /// Whether the required members make a value.
    Required,
    /// Whether unknown members are refused.
    Unknown,
    /// Nothing more.
    Done,
}

/// The variants of an enum.
#[derive(Debug)]
pub(super) struct Variants {
    pub(super) known: Vec<(&'static str, Variant)>,
    /// Whether other variants are accepted.
    pub(super) is_open: Option<bool>,
}

/// What a variant contains.
#[derive(Debug, Default)]
pub(super) enum Variant {
    /// Unknown so far.
    #[default]
    Unknown,
    /// The type does not accept its name.
    Refused,
    Unit,
    Newtype(Plan),
    Tuple(Vec<Plan>),
    Struct(Members),
}

impl Types {
    /// The number of a type, which is added if it is new.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        name: &'static str,
        kind: impl FnOnce() -> Kind,
    ) -> usize {
        let known = self.0.iter().position(|known| known.key == key && known.name == name);
        known.unwrap_or_else(|| {
            self.0.push(Type { key, name, kind: Some(kind()) });
            self.0.len() - 1
        })
    }

    pub(super) fn get(&self, number: usize) -> Option<&Type> {
        self.0.get(number)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Type> {
        self.0.iter()
    }

    /// Takes what is known about a type. `None` if it is being asked already.
    pub(super) fn take(&mut self, number: usize) -> Option<Kind> {
        self.0.get_mut(number)?.kind.take()
    }

    pub(super) fn put_back(&mut self, number: usize, kind: Kind) {
        if let Some(known) = self.0.get_mut(number) {
            known.kind = Some(kind);
        }
    }

    /// The kind of a type. `None` while it is being asked.
    pub(super) fn kind(&self, number: usize) -> Option<&Kind> {
        self.get(number)?.kind.as_ref()
    }

    /// The members of a type, if it is a struct.
    pub(super) fn members_mut(&mut self, number: usize) -> Option<&mut Members> {
        match self.0.get_mut(number)?.kind.as_mut()? {
            Kind::Struct(members) => Some(members),
            Kind::Enum(_) => None,
        }
    }

    /// The structs with a member that may be `None`.
    pub(super) fn with_options(&self) -> Vec<usize> {
        let kinds = self.0.iter().enumerate();
        let with_options = kinds.filter(|(_, known)| match &known.kind {
            Some(Kind::Struct(members)) => {
                members.list.iter().any(|member| matches!(member.plan, Plan::Optional(_)))
            }
            _ => false,
        });
        with_options.map(|(number, _)| number).collect()
    }
}

impl Plan {
    /// A value of which nothing is known.
    pub(super) fn anything() -> Self {
        Self::Simple { shape: Shape::Any, sample: 0, is_settled: false }
    }

    /// A list whose items are unknown.
    pub(super) fn list() -> Self {
        Self::List { item: Box::default(), attempt: 0, is_settled: false }
    }

    /// Whether nothing more can be learned.
    pub(super) fn is_settled(&self, types: &Types) -> bool {
        match self {
            Self::Unknown | Self::Silent | Self::TagOf(_) => false,
            Self::Simple { is_settled, .. } => *is_settled,
            Self::Text { accepted, next } => accepted.first() == Some(&0) || *next == TEXTS.len(),
            Self::Optional(inner) | Self::Transparent(inner) => inner.is_settled(types),
            Self::List { item, is_settled, .. } => *is_settled && item.is_settled(types),
            Self::Tuple(items) => items.iter().all(|item| item.is_settled(types)),
            Self::Map { key, value, .. } => key.is_settled(types) && value.is_settled(types),
            Self::Type(number) => types.kind(*number).is_none_or(|kind| kind.is_settled(types)),
            Self::Tagged(tagged) => tagged.is_settled(),
            Self::Recursive(_)
            | Self::Ignored
            | Self::Announced { .. }
            | Self::Unmade(_)
            | Self::Dead(_) => true,
        }
    }

    /// Whether a value can be made of what is known, or might be made of it.
    pub(super) fn is_alive(&self, types: &Types) -> bool {
        match self {
            Self::Transparent(inner) => inner.is_alive(types),
            Self::Tuple(items) => items.iter().all(|item| item.is_alive(types)),
            Self::Type(number) => types.kind(*number).is_some_and(|kind| kind.is_alive(types)),
            Self::Tagged(tagged) => tagged.is_alive(),
            Self::Recursive(_) | Self::Unmade(_) | Self::Dead(_) => false,
            _ => true,
        }
    }

    /// Whether it is a value without parts.
    pub(super) fn is_leaf(&self) -> bool {
        matches!(self, Self::Simple { .. } | Self::Text { .. })
    }

    /// Learns that a value was refused after it was accepted: the type of a number may have limits, and a
    /// text a grammar. `is_new` says whether a sample was offered for the first time.
    pub(super) fn refuse(&mut self, is_new: bool) {
        match self {
            Self::Unknown | Self::Silent | Self::TagOf(_) | Self::Ignored => {
                *self = Self::Dead(Shape::Any);
            }
            Self::Simple { sample, is_settled, .. } if is_new => {
                *sample += 1;
                *is_settled = false;
            }
            Self::Text { accepted, next } if is_new => {
                accepted.pop();
                if *next == TEXTS.len() && accepted.is_empty() {
                    *self = Self::Dead(Shape::TEXT);
                }
            }
            Self::Dead(_) | Self::Recursive(_) | Self::Unmade(_) => {}
            _ => *self = Self::Unmade(Box::new(std::mem::take(self))),
        }
    }

    /// The shape, with a function that refers to a type with a name.
    pub(super) fn shape(&self, refer: &dyn Fn(usize) -> Shape) -> Shape {
        match self {
            Self::Unknown | Self::Silent | Self::TagOf(_) | Self::Ignored => Shape::Any,
            Self::Simple { shape, .. } | Self::Announced { shape, .. } | Self::Dead(shape) => {
                shape.clone()
            }
            Self::Text { accepted, .. } => text_shape(accepted),
            Self::Optional(inner) => inner.shape(refer).or_null(),
            Self::Transparent(inner) | Self::Unmade(inner) => inner.shape(refer),
            Self::Tagged(tagged) => tagged.shape(),
            Self::List { item, .. } => item.shape(refer).list(),
            Self::Tuple(items) => {
                Shape::Tuple(items.iter().map(|item| item.shape(refer)).collect())
            }
            Self::Map { value, .. } => value.shape(refer).map(),
            Self::Type(number) | Self::Recursive(number) => refer(*number),
        }
    }
}

impl Kind {
    pub(super) fn is_settled(&self, types: &Types) -> bool {
        match self {
            Self::Struct(members) => members.stage == Stage::Done,
            Self::Enum(variants) => {
                variants.is_open.is_some()
                    && variants.known.iter().all(|(_, variant)| variant.is_settled(types))
            }
        }
    }

    pub(super) fn is_alive(&self, types: &Types) -> bool {
        match self {
            Self::Struct(members) => members.may_be_made(),
            Self::Enum(variants) => {
                variants.known.iter().any(|(_, variant)| variant.is_alive(types))
            }
        }
    }
}

impl Members {
    /// Whether a value can be made of the members, or might be made of them.
    fn may_be_made(&self) -> bool {
        self.stage != Stage::Done || self.sample.is_some()
    }
}

impl Variants {
    pub(super) fn new(names: &'static [&'static str]) -> Self {
        let known = names.iter().map(|name| (*name, Variant::Unknown)).collect();
        Self { known, is_open: None }
    }

    /// The variant to offer: one about which something can be learned, or one that can be made. `None` for a
    /// name that is unknown.
    pub(super) fn next(&self, types: &Types) -> Option<usize> {
        let find =
            |is: &dyn Fn(&Variant) -> bool| self.known.iter().position(|(_, variant)| is(variant));
        if let Some(unsettled) = find(&|variant| !variant.is_settled(types)) {
            return Some(unsettled);
        }
        self.is_open?;
        find(&|variant| matches!(variant, Variant::Unit))
            .or_else(|| find(&|variant| variant.is_alive(types)))
            .or(Some(0))
    }
}

impl Variant {
    fn is_settled(&self, types: &Types) -> bool {
        match self {
            Self::Unknown => false,
            Self::Unit | Self::Refused => true,
            Self::Newtype(plan) => plan.is_settled(types),
            Self::Tuple(plans) => plans.iter().all(|plan| plan.is_settled(types)),
            Self::Struct(members) => members.stage == Stage::Done,
        }
    }

    fn is_alive(&self, types: &Types) -> bool {
        match self {
            Self::Unknown | Self::Unit => true,
            Self::Refused => false,
            Self::Newtype(plan) => plan.is_alive(types),
            Self::Tuple(plans) => plans.iter().all(|plan| plan.is_alive(types)),
            Self::Struct(members) => members.may_be_made(),
        }
    }
}
