//! Learns about the members of an object: one experiment at a time.

use super::{
    error::Refusal,
    plan::{Keys, MemberPlan, Members, Plan, Stage, Types},
    samples::anything,
};
use crate::description::shape::Shape;

/// A member that a type is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// One of the members.
    Member(usize),
    /// A member that no type knows.
    Unknown,
}

/// What a type said to an offer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// Why it refused it.
    pub(super) refusal: Option<Refusal>,
    /// Whether it asked for a value.
    pub(super) was_read: bool,
    /// Whether it keeps a member that it does not know.
    pub(super) keeps_unknown: bool,
    /// Whether something was learned about a value.
    pub(super) has_progressed: bool,
}

/// No type has as many members.
const LIMIT: usize = 256;

impl Members {
    /// The members of a struct that names them.
    pub(super) fn named(names: &[&'static str]) -> Self {
        let list = names.iter().copied().map(MemberPlan::new).collect();
        Self::new(Keys::Names, list, Stage::Explore(0))
    }

    /// The members of a struct that does not name them.
    pub(super) fn unnamed() -> Self {
        Self::new(Keys::Positions, vec![MemberPlan::new("")], Stage::Unnumbered)
    }

    fn new(keys: Keys, list: Vec<MemberPlan>, stage: Stage) -> Self {
        Self { keys, list, stage, sample: None, refuses_unknown: false }
    }

    /// What is learned next.
    pub(super) fn next_stage(&mut self, types: &Types) -> Stage {
        loop {
            let next = match self.stage {
                Stage::Explore(member) => match self.list.get(member) {
                    Some(known) if known.plan.is_settled(types) => self.after_exploring(member),
                    Some(_) => break,
                    None if self.keys == Keys::Missing => Stage::All,
                    None => Stage::Twice(0),
                },
                Stage::Twice(member) => match self.list.get(member) {
                    Some(known) if known.plan.is_alive(types) => break,
                    Some(_) => Stage::Twice(member + 1),
                    None => Stage::All,
                },
                Stage::Without(member) => match self.list.get(member) {
                    Some(known) if known.is_alias || known.is_required => {
                        Stage::Without(member + 1)
                    }
                    Some(known) if known.plan.is_alive(types) => break,
                    Some(_) => Stage::Without(member + 1),
                    None if self.sample.is_some() => Stage::Unknown,
                    None => Stage::Required,
                },
                _ => break,
            };
            self.stage = next;
        }
        self.stage
    }

    /// After the value of a member is known: a type without names has one more, unless it skipped this one.
    fn after_exploring(&mut self, member: usize) -> Stage {
        if self.keys == Keys::Positions && member + 1 == self.list.len() {
            let is_last =
                matches!(self.list.get(member), Some(last) if matches!(last.plan, Plan::Ignored));
            if is_last || member > LIMIT {
                self.list.pop();
                return Stage::Twice(0);
            }
            self.list.push(MemberPlan::new(""));
        }
        Stage::Explore(member + 1)
    }

    /// The members that are offered at a stage.
    pub(super) fn offers(&self, stage: Stage, types: &Types) -> Vec<Offer> {
        let alive = |is_wanted: &dyn Fn(usize, &MemberPlan) -> bool| {
            let list = self.list.iter().enumerate();
            let wanted = list.filter(|(index, member)| {
                !member.is_alias && member.plan.is_alive(types) && is_wanted(*index, member)
            });
            wanted.map(|(index, _)| Offer::Member(index)).collect::<Vec<_>>()
        };
        match stage {
            Stage::Unnumbered => vec![Offer::Unknown],
            // The type may refuse the members that it misses, after it took this one.
            Stage::Explore(member) => vec![Offer::Member(member)],
            Stage::Twice(member) => vec![Offer::Member(member), Offer::Member(member)],
            Stage::All => alive(&|_, _| true),
            Stage::Without(without) => alive(&|index, _| index != without),
            Stage::Required => alive(&|_, member| member.is_required),
            Stage::Unknown => {
                let mut offers = self.sample_offers();
                offers.push(Offer::Unknown);
                offers
            }
            Stage::Done => self.sample_offers(),
        }
    }

    fn sample_offers(&self) -> Vec<Offer> {
        self.sample.iter().flatten().copied().map(Offer::Member).collect()
    }

    /// Learns from what the type said to an offer.
    pub(super) fn learn(&mut self, stage: Stage, offers: &[Offer], said: Said, types: &Types) {
        let Said { refusal, .. } = said;
        self.stage = match stage {
            Stage::Unnumbered => {
                if said.keeps_unknown {
                    self.keys = Keys::Missing;
                    self.list.clear();
                    Stage::All
                } else {
                    Stage::Explore(0)
                }
            }
            Stage::Explore(member) => {
                self.learn_plan(member, said, types);
                stage
            }
            Stage::Twice(member) => {
                if let (Some(Refusal::Duplicate(name)), Some(known)) =
                    (refusal, self.list.get_mut(member))
                {
                    known.is_alias = !known.name.is_empty() && known.name != name;
                    known.alias_of = name;
                    if known.name.is_empty() {
                        known.name = name;
                    }
                }
                Stage::Twice(member + 1)
            }
            Stage::All if self.keys == Keys::Missing => self.learn_missing(offers, refusal),
            Stage::All => {
                self.learn_sample(offers, refusal);
                Stage::Without(0)
            }
            Stage::Without(member) => {
                if refusal.is_some() {
                    let is_missing = |known: &MemberPlan| match refusal {
                        Some(Refusal::Missing(name)) => known.name == name,
                        _ => self.sample.is_some(),
                    };
                    let is_required = self.list.get(member).is_some_and(is_missing);
                    if let Some(known) = self.list.get_mut(member) {
                        known.is_required = is_required;
                    }
                }
                Stage::Without(member + 1)
            }
            Stage::Required => {
                self.learn_sample(offers, refusal);
                if self.sample.is_some() { Stage::Unknown } else { Stage::Done }
            }
            Stage::Unknown => {
                self.refuses_unknown = refusal.is_some();
                Stage::Done
            }
            Stage::Done => Stage::Done,
        };
    }

    /// What is not read, or asked for without an end, is not known.
    fn learn_plan(&mut self, member: usize, said: Said, types: &Types) {
        if let Some(MemberPlan { plan, .. }) = self.list.get_mut(member)
            && !plan.is_settled(types)
            && !said.has_progressed
        {
            *plan = if said.was_read { Plan::Dead(Shape::Any) } else { Plan::Ignored };
        }
    }

    /// Keeps the offer as the sample if it was accepted.
    fn learn_sample(&mut self, offers: &[Offer], refusal: Option<Refusal>) {
        match refusal {
            None => {
                let members = offers.iter().filter_map(|offer| match offer {
                    Offer::Member(member) => Some(*member),
                    Offer::Unknown => None,
                });
                self.sample = Some(members.collect());
            }
            Some(Refusal::Missing(name)) => {
                for member in self.list.iter_mut().filter(|member| member.name == name) {
                    member.is_required = true;
                }
            }
            Some(_) => {}
        }
    }

    /// Offers the last member another value, if it is one of which nothing is known.
    fn change_last_sample(&mut self) -> bool {
        let plan = self.list.last_mut().map(|last| &mut last.plan);
        let Some(Plan::Simple { shape: Shape::Any, sample, .. }) = plan else { return false };
        *sample += 1;
        anything(*sample).is_some()
    }

    /// Adds the member that a type misses.
    fn learn_missing(&mut self, offers: &[Offer], refusal: Option<Refusal>) -> Stage {
        match refusal {
            Some(Refusal::Missing(name)) if self.list.iter().all(|known| known.name != name) => {
                self.list.push(MemberPlan { is_required: true, ..MemberPlan::new(name) });
                Stage::Explore(self.list.len() - 1)
            }
            Some(_) if self.change_last_sample() => Stage::All,
            _ => {
                self.learn_sample(offers, refusal);
                Stage::Done
            }
        }
    }
}

impl MemberPlan {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            plan: Plan::Unknown,
            is_alias: false,
            alias_of: "",
            is_required: false,
            is_left_out: false,
        }
    }
}
