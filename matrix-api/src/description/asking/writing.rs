//! Compares what a type writes with what it reads.
//!
//! A type that was read from a sample is written again. Members that are left out when they are `None` are not
//! `null` on the wire, and members that only one direction knows are reported.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::plan::{Keys, Kind, Members, Plan, Types, Variant};

/// An object that was written, with the number of its type.
type Written<'a> = (usize, &'a Map<String, Value>);

/// The objects of types with names within a value.
pub(super) fn objects<'a>(plan: &Plan, types: &Types, value: &'a Value) -> Vec<Written<'a>> {
    let mut found = Vec::new();
    collect(plan, types, value, &mut found);
    found
}

fn collect<'a>(plan: &Plan, types: &Types, value: &'a Value, found: &mut Vec<Written<'a>>) {
    match (plan, value) {
        (Plan::Optional(inner) | Plan::Transparent(inner) | Plan::Unmade(inner), value) => {
            collect(inner, types, value, found);
        }
        (Plan::List { item, .. }, Value::Array(items)) => {
            items.iter().for_each(|value| collect(item, types, value, found));
        }
        (Plan::Tuple(plans), Value::Array(items)) => {
            plans.iter().zip(items).for_each(|(plan, value)| collect(plan, types, value, found));
        }
        (Plan::Map { value, .. }, Value::Object(members)) => {
            members.values().for_each(|member| collect(value, types, member, found));
        }
        (Plan::Type(number) | Plan::Recursive(number), Value::Object(object)) => {
            match types.kind(*number) {
                Some(Kind::Struct(members)) => {
                    found.push((*number, object));
                    collect_members(members, types, object, found);
                }
                Some(Kind::Enum(variants)) => {
                    for (name, variant) in &variants.known {
                        if let Some(content) = object.get(*name) {
                            collect_content(variant, types, content, found);
                        }
                    }
                }
                None => {}
            }
        }
        _ => {}
    }
}

fn collect_members<'a>(
    members: &Members,
    types: &Types,
    object: &'a Map<String, Value>,
    found: &mut Vec<Written<'a>>,
) {
    for member in &members.list {
        if let Some(value) = object.get(member.name) {
            collect(&member.plan, types, value, found);
        }
    }
}

fn collect_content<'a>(
    variant: &Variant,
    types: &Types,
    content: &'a Value,
    found: &mut Vec<Written<'a>>,
) {
    match (variant, content) {
        (Variant::Newtype(plan), content) => collect(plan, types, content, found),
        (Variant::Tuple(plans), Value::Array(items)) => {
            plans.iter().zip(items).for_each(|(plan, value)| collect(plan, types, value, found));
        }
        (Variant::Struct(members), Value::Object(object)) => {
            collect_members(members, types, object, found);
        }
        _ => {}
    }
}

impl Members {
    /// Learns from an object that was written with `None` in its members which of them are left out.
    pub(super) fn learn_left_out(&mut self, written: &Map<String, Value>) {
        let options = self.list.iter_mut().filter(|it| matches!(it.plan, Plan::Optional(_)));
        for member in options {
            member.is_left_out = !written.contains_key(member.name);
        }
    }

    /// What differs between a sample that was read and what was written.
    pub(super) fn differences(&self, name: &str, written: &Map<String, Value>) -> BTreeSet<String> {
        if self.keys == Keys::Missing {
            return BTreeSet::new();
        }
        let is_written = |name: &str| written.contains_key(name);
        let not_written = self.list.iter().filter(|member| {
            member.is_required && !member.name.is_empty() && !is_written(member.name)
        });
        let not_written = not_written.map(|member| {
            format!("`{name}` requires `{}` when it is read, but does not write it", member.name)
        });
        let is_read = |name: &str| self.list.iter().any(|member| member.name == name);
        let not_read = written.keys().filter(|name| !is_read(name));
        let not_read =
            not_read.map(|member| format!("`{name}` writes `{member}`, but does not read it"));
        not_written.chain(not_read).collect()
    }
}
