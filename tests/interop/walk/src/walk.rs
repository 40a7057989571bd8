//! The steps of the walk and their results.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    future::Future,
};

use crate::{check::Outcome, peer::Peer, places::Places};

/// A deviation of Synapse from the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Deviation {
    pub(crate) endpoint: &'static str,
    pub(crate) when: &'static str,
    pub(crate) synapse: &'static str,
    pub(crate) specification: &'static str,
}

/// Prints a line for each step, and records results.
pub(crate) struct Walk {
    pub(crate) places: Places,
    step: Cell<Option<&'static str>>,
    has_failed: Cell<bool>,
    /// Endpoints that succeeded.
    succeeded: RefCell<BTreeSet<&'static str>>,
    /// Members of responses that were not decoded.
    lost: RefCell<BTreeSet<(&'static str, String)>>,
    /// Endpoints that failed, with the errors.
    refused: RefCell<BTreeSet<(&'static str, String)>>,
    deviations: RefCell<BTreeSet<Deviation>>,
}

impl Walk {
    pub(crate) fn new(places: Places) -> Self {
        Self {
            places,
            step: Cell::default(),
            has_failed: Cell::default(),
            succeeded: RefCell::default(),
            lost: RefCell::default(),
            refused: RefCell::default(),
            deviations: RefCell::default(),
        }
    }

    /// Runs a chapter up to its first failure.
    pub(crate) async fn chapter(&self, name: &'static str, chapter: impl Future<Output = Outcome>) {
        let outcome = chapter.await;
        let step = self.step.take();
        match outcome {
            Ok(()) => step.into_iter().for_each(|step| println!("passed  synapse: {step}")),
            Err(error) => {
                self.has_failed.set(true);
                // A failure before the first step.
                let step = step.unwrap_or(name);
                println!("failed  synapse: {step}: {}", error.to_string().replace('\n', " "));
            }
        }
    }

    /// Begins a step; the previous one has passed.
    pub(crate) fn step(&self, step: &'static str) {
        if let Some(passed) = self.step.replace(Some(step)) {
            println!("passed  synapse: {passed}");
        }
    }

    pub(crate) fn all_passed(&self) -> bool {
        !self.has_failed.get()
    }

    /// The homeserver with open registration.
    pub(crate) fn open(&self) -> Outcome<Peer<'_>> {
        Peer::new(self, &self.places.homeservers.open)
    }

    /// The homeserver that requires a registration token and consent.
    pub(crate) fn guarded(&self) -> Outcome<Peer<'_>> {
        Peer::new(self, &self.places.homeservers.guarded)
    }

    /// The homeserver that delegates accounts to an OAuth 2.0 server.
    pub(crate) fn delegated(&self) -> Outcome<Peer<'_>> {
        Peer::new(self, &self.places.homeservers.delegated)
    }

    pub(crate) fn note_success(&self, endpoint: &'static str, lost: Vec<String>) {
        self.succeeded.borrow_mut().insert(endpoint);
        self.lost.borrow_mut().extend(lost.into_iter().map(|member| (endpoint, member)));
    }

    pub(crate) fn note_refusal(&self, endpoint: &'static str, code: String) {
        self.refused.borrow_mut().insert((endpoint, code));
    }

    pub(crate) fn note_deviation(&self, deviation: Deviation) {
        self.deviations.borrow_mut().insert(deviation);
    }

    pub(crate) fn has_succeeded(&self, endpoint: &str) -> bool {
        self.succeeded.borrow().contains(endpoint)
    }

    pub(crate) fn refusals(&self, endpoint: &str) -> Vec<String> {
        let refused = self.refused.borrow();
        refused.iter().filter(|(name, _)| *name == endpoint).map(|(_, code)| code.clone()).collect()
    }

    pub(crate) fn lost_members(&self, endpoint: &str) -> Vec<String> {
        let lost = self.lost.borrow();
        lost.iter().filter(|(name, _)| *name == endpoint).map(|(_, path)| path.clone()).collect()
    }

    pub(crate) fn deviations(&self) -> Vec<Deviation> {
        self.deviations.borrow().iter().copied().collect()
    }
}
