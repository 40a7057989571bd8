//! From what was learned about types to their shapes.

use super::plan::{Keys, Kind, MemberPlan, Members, Plan, Type, Types, Variant, Variants};
use crate::description::{
    shape::{Member, Object, Shape, UnknownMembers},
    shapes::Shapes,
};

/// The shape of a value. Types with names are added to the shapes.
///
/// `is_compared` says whether what the types write was compared with what they read.
pub(super) fn describe(
    plan: &Plan,
    types: &Types,
    is_compared: bool,
    shapes: &mut Shapes,
) -> Shape {
    let name = |known: &Type| shapes.name_type(known.key, known.name);
    let names: Vec<_> = types.iter().map(name).collect();
    let refer = |number: usize| match (types.get(number), names.get(number)) {
        (Some(Type { kind: Some(Kind::Enum(variants)), .. }), _) if variants.is_text() => {
            variants.text()
        }
        (Some(Type { kind: Some(_), .. }), Some(name)) => Shape::Named(name.clone()),
        _ => Shape::Any,
    };
    for (known, name) in types.iter().zip(&names) {
        let shape = match &known.kind {
            Some(Kind::Struct(members)) => {
                let mut shape = members.shape(&refer);
                if members.may_be_tag_and_content(types) {
                    relax_content(&mut shape);
                }
                shape
            }
            Some(Kind::Enum(variants)) if !variants.is_text() => variants.shape(&refer),
            _ => continue,
        };
        shapes.define_asked(name, shape, is_compared);
    }
    plan.shape(&refer)
}

/// Makes the second member optional.
fn relax_content(shape: &mut Shape) {
    if let Shape::Object(Object { members, .. }) = shape
        && let Some(content) = members.get_mut(1)
    {
        content.required = false;
    }
}

impl Members {
    /// Whether the type may be an enum with the name of a variant in one member, and its content in another.
    /// A variant without content has no second member.
    fn may_be_tag_and_content(&self, types: &Types) -> bool {
        match &*self.list {
            [
                MemberPlan { plan: Plan::Type(tag), .. },
                MemberPlan { plan: Plan::Simple { shape, .. }, .. },
            ] => {
                let tag = types.get(*tag).and_then(|known| known.kind.as_ref());
                *shape == Shape::Any
                    && matches!(tag, Some(Kind::Enum(variants)) if variants.is_text())
            }
            _ => false,
        }
    }

    fn shape(&self, refer: &dyn Fn(usize) -> Shape) -> Shape {
        let known = self.list.iter().filter(|member| !member.is_alias && !member.name.is_empty());
        let aliases = |name: &str| {
            let aliases = self.list.iter().filter(|it| it.is_alias && it.alias_of == name);
            aliases.map(|alias| alias.name.to_owned()).collect()
        };
        let members = known.map(|member| Member {
            required: member.is_required,
            aliases: aliases(member.name),
            ..Member::optional(
                member.name,
                match &member.plan {
                    Plan::Optional(inner) if member.is_left_out => inner.shape(refer),
                    plan => plan.shape(refer),
                },
            )
        });
        let is_open =
            self.keys == Keys::Missing || self.list.iter().any(|member| member.name.is_empty());
        let unknown = match self.refuses_unknown {
            true => UnknownMembers::Refused,
            false if is_open => UnknownMembers::Kept(Box::new(Shape::Any)),
            false => UnknownMembers::Ignored,
        };
        Shape::Object(Object { members: members.collect(), unknown })
    }
}

impl Variants {
    /// Whether all variants are texts.
    fn is_text(&self) -> bool {
        self.known.iter().all(|(_, variant)| matches!(variant, Variant::Unit | Variant::Refused))
    }

    /// The variants that are texts.
    fn text(&self) -> Shape {
        let units = self.known.iter().filter(|(_, variant)| matches!(variant, Variant::Unit));
        let names = units.map(|(name, _)| *name);
        if self.is_open == Some(true) {
            Shape::known_texts(names)
        } else {
            Shape::closed_texts(names)
        }
    }

    /// Texts, and objects with one member, which is the name of the variant.
    fn shape(&self, refer: &dyn Fn(usize) -> Shape) -> Shape {
        let contents = self.known.iter().filter_map(|(name, variant)| {
            let content = match variant {
                Variant::Newtype(plan) => plan.shape(refer),
                Variant::Tuple(plans) => {
                    Shape::Tuple(plans.iter().map(|plan| plan.shape(refer)).collect())
                }
                Variant::Struct(members) => members.shape(refer),
                Variant::Unknown => Shape::Any,
                Variant::Unit | Variant::Refused => return None,
            };
            Some(Shape::Object(Object {
                members: vec![Member::required(*name, content)],
                unknown: UnknownMembers::Refused,
            }))
        });
        let contents: Vec<_> = contents.collect();
        let has_texts = self.known.iter().any(|(_, variant)| matches!(variant, Variant::Unit));
        let texts = (has_texts || self.is_open == Some(true)).then(|| self.text());
        let mut shapes: Vec<_> = texts.into_iter().chain(contents).collect();
        if shapes.len() == 1 { shapes.remove(0) } else { Shape::OneOf(shapes) }
    }
}
