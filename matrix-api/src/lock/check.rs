//! Compares a collection with its lock, and writes the lock anew.

use std::{env, fmt::Write as _, fs, io, path::Path};

use super::{
    compare::compare,
    cursor::{quoted, word},
    model::{Accepted, Lock, Permit},
    verdict::Change,
};
use crate::endpoints::Endpoints;

impl Endpoints {
    /// Fails a test if the wire format is not that of a lock, which is a file beside the code.
    ///
    /// The path is relative to the package. With the environment variable `WIRE_LOCK=update`, the file is written
    /// instead, unless a change breaks others and the file does not [accept](crate::lock#a-change-that-breaks-others)
    /// it.
    ///
    /// ```no_run
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet", rate_limited: false, requires_authentication: false, } request {} response {} } }
    /// # matrix_api::endpoints! {
    /// #     /// Greetings.
    /// #     pub const GREETINGS = [greet];
    /// # }
    /// #[test]
    /// # fn is_a_doctest() {}
    /// fn the_wire_format_is_that_of_the_lock() {
    ///     GREETINGS.check_wire_lock("wire.lock");
    /// }
    /// # the_wire_format_is_that_of_the_lock();
    /// ```
    ///
    /// # Panics
    ///
    /// If the wire format is not that of the lock; the message lists the changes, and what each of them means for
    /// old clients and old servers. If the file cannot be read or written, or is not a lock. If it is to be written
    /// by continuous integration, where the environment variable `CI` is set.
    #[track_caller]
    #[expect(clippy::panic, reason = "a test fails by a panic")]
    pub fn check_wire_lock(&self, path: impl AsRef<Path>) {
        let is_set = |value: &String| !matches!(value.as_str(), "" | "0" | "false");
        let check = Check {
            name: self.name(),
            path: path.as_ref(),
            update: env::var("WIRE_LOCK").ok().filter(is_set),
            is_ci: env::var("CI").ok().filter(is_set).is_some(),
        };
        if let Err(failure) = check.run(Lock::of(self)) {
            panic!("{failure}");
        }
    }
}

/// The check of a collection.
struct Check<'a> {
    /// The name of the collection.
    name: &'a str,
    path: &'a Path,
    /// The value of `WIRE_LOCK`.
    update: Option<String>,
    is_ci: bool,
}

impl Check<'_> {
    /// Fails with a message for people.
    fn run(&self, new: Lock) -> Result<(), String> {
        let path = self.path.display();
        let is_update = match self.update.as_deref() {
            None => false,
            Some("update") => true,
            Some(other) => return Err(format!("WIRE_LOCK can be `update`, but not `{other}`")),
        };
        if is_update && self.is_ci {
            return Err(format!(
                "{path} is not written where the environment variable CI is set: run \
                 `WIRE_LOCK=update cargo test` on your machine, and commit the file"
            ));
        }
        let old: Lock = match fs::read_to_string(self.path) {
            Ok(text) => text.parse().map_err(|error| format!("{path}, {error}"))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return if is_update {
                    self.write(&new)
                } else {
                    Err(format!("{path} does not exist; `WIRE_LOCK=update cargo test` writes it"))
                };
            }
            Err(error) => return Err(format!("cannot read {path}: {error}")),
        };
        let changes = compare(&old, &new);
        let unused = old.permits.iter().filter(|permit| {
            !changes.iter().any(|change| change.may_break() && permit.accepts(change))
        });
        if let Some(permit) = unused.into_iter().next() {
            let (line, place) = (permit.line.0, &permit.place);
            return Err(format!(
                "{path}, line {line}: no change of `{place}` breaks others; remove the line"
            ));
        }
        if (&old.endpoints, &old.types) == (&new.endpoints, &new.types) {
            return Ok(());
        }
        let is_accepted = |change: &Change| old.permits.iter().any(|it| it.accepts(change));
        let mut breaking: Vec<_> = changes.iter().filter(|change| change.may_break()).collect();
        breaking.retain(|change| !is_accepted(change));
        if is_update && breaking.is_empty() {
            let made = old.permits.iter().map(|permit| permit.made(&changes));
            let accepted = old.accepted.iter().cloned().chain(made).collect();
            return self.write(&Lock { accepted, ..new });
        }
        Err(self.report(&changes, &breaking))
    }

    fn write(&self, lock: &Lock) -> Result<(), String> {
        let written = fs::write(self.path, lock.to_string());
        written.map_err(|error| format!("cannot write {}: {error}", self.path.display()))
    }

    /// What changed, and what to do.
    fn report(&self, changes: &[Change], breaking: &[&Change]) -> String {
        let path = self.path.display();
        let mut text = format!("the wire format of `{}` is not that of {path}\n", self.name);
        if changes.is_empty() {
            text.push_str("\nNo message changes: only names of types, or the order of lines.\n");
        }
        for (endpoints, description) in grouped(changes) {
            let _ = write!(text, "\n{endpoints}\n{description}\n");
        }
        if breaking.is_empty() {
            text.push_str(
                "\nIf this is meant, run `WIRE_LOCK=update cargo test`, and commit the file.",
            );
            return text;
        }
        let _ = write!(
            text,
            "\nIf a change that breaks others is meant, say why in {path}, before the first endpoint:\n\n"
        );
        let mut places: Vec<(&str, &str)> = Vec::new();
        for change in breaking {
            match places.iter_mut().find(|(_, place)| *place == change.place) {
                Some((endpoint, _)) if *endpoint == change.endpoint => {}
                Some((endpoint, _)) => *endpoint = "*",
                None => places.push((&change.endpoint, &change.place)),
            }
        }
        for (endpoint, place) in places {
            let _ = writeln!(text, "accept {} {} \"..\"", word(endpoint), quoted(place));
        }
        text.push_str("\nThen run `WIRE_LOCK=update cargo test`, and commit the file.");
        text
    }
}

/// Changes that are the same in several endpoints are one.
fn grouped(changes: &[Change]) -> Vec<(String, String)> {
    let mut groups: Vec<(Vec<&str>, String)> = Vec::new();
    for change in changes {
        let description = change.description();
        match groups.iter_mut().find(|(_, other)| *other == description) {
            Some((endpoints, _)) => endpoints.push(&change.endpoint),
            None => groups.push((vec![&change.endpoint], description)),
        }
    }
    let join = |(endpoints, description): (Vec<&str>, String)| (list(&endpoints), description);
    groups.into_iter().map(join).collect()
}

/// Names of endpoints; of many, the first ones.
fn list(endpoints: &[&str]) -> String {
    match endpoints {
        [first, second, third, others @ ..] if others.len() > 1 => {
            format!("{first}, {second}, {third} and {} others", others.len())
        }
        all => all.join(", "),
    }
}

impl Permit {
    fn accepts(&self, change: &Change) -> bool {
        (self.endpoint == "*" || self.endpoint == change.endpoint) && self.place == change.place
    }

    /// The line that stays after the changes were made.
    fn made(&self, changes: &[Change]) -> Accepted {
        let mut what: Vec<&str> = Vec::new();
        for change in changes.iter().filter(|change| change.may_break() && self.accepts(change)) {
            if !what.contains(&change.what.as_str()) {
                what.push(&change.what);
            }
        }
        Accepted {
            endpoint: self.endpoint.clone(),
            place: self.place.clone(),
            what: what.join("; "),
            reason: self.reason.clone(),
        }
    }
}
