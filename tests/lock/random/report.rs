//! Executes all pairs of versions, and compares what becomes of their messages with what was predicted.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::ExitCode,
    ptr,
};

use matrix_api::{
    endpoints::Endpoints,
    lock::{Change, Lock, Verdict, compare},
};

use crate::lock::execution::{Finding, Outcome, Side, execute};

/// A version of an endpoint, as it was mutated.
pub struct Version {
    pub name: &'static str,
    /// The changes, in words.
    pub change: &'static str,
    pub side: fn() -> Side,
    pub endpoints: Endpoints,
}

const VERDICTS: [Verdict; 4] =
    [Verdict::Works, Verdict::OtherMeaning, Verdict::Unknown, Verdict::Breaks];

const OUTCOMES: [Outcome; 3] = [Outcome::Works, Outcome::OtherMeaning, Outcome::Breaks];

#[derive(Default)]
struct Report {
    pairs: usize,
    messages: usize,
    /// By verdict and outcome; for clients, then for servers.
    counts: [BTreeMap<(Verdict, Outcome), usize>; 2],
    /// Verdicts that promise more than what is executed.
    wrong: Vec<String>,
    /// What makes verdicts more careful than needed, and where.
    careful: BTreeMap<String, BTreeSet<String>>,
    gaps: Vec<String>,
}

/// Prints tables in Markdown, and fails if a verdict promises more than what is executed.
pub fn run(endpoints: &[&[Version]]) -> ExitCode {
    let mut report = Report::default();
    for versions in endpoints {
        let sides: Vec<_> =
            versions.iter().map(|it| ((it.side)(), Lock::of(&it.endpoints))).collect();
        for (old, (old_side, old_lock)) in versions.iter().zip(&sides) {
            for (new, (new_side, new_lock)) in versions.iter().zip(&sides) {
                if !ptr::eq(old, new) {
                    let changes = compare(old_lock, new_lock);
                    report.add(old, new, (old_side, new_side), &changes);
                }
            }
        }
    }
    report.print();
    // A strict block beside some flattened types reads nothing, not even what it writes.
    let has_few_gaps = report.gaps.len() * 10 < report.pairs;
    if report.wrong.is_empty() && has_few_gaps { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Report {
    fn add(
        &mut self,
        old: &Version,
        new: &Version,
        (old_side, new_side): (&Side, &Side),
        changes: &[Change],
    ) {
        let executed = execute(Some(old_side), Some(new_side));
        self.pairs += 1;
        self.messages += executed.messages;
        let gaps = executed.gaps.iter().map(|gap| format!("{} -> {}: {gap}", old.name, new.name));
        self.gaps.extend(gaps);
        let verdicts: [fn(&Change) -> Verdict; 2] = [|it| it.clients, |it| it.servers];
        for (index, (verdict, found)) in
            verdicts.into_iter().zip([executed.clients, executed.servers]).enumerate()
        {
            let predicted = changes.iter().map(verdict).max().unwrap_or(Verdict::Works);
            *self.counts[index].entry((predicted, found.outcome)).or_default() += 1;
            let side = ["clients", "servers"][index];
            if !is_careful(predicted, found.outcome) {
                self.wrong.push(explain(old, new, side, predicted, &found, changes));
            } else if predicted >= Verdict::Unknown && found.outcome != Outcome::Breaks {
                let of_it = changes.iter().filter(|change| verdict(change) == predicted);
                for change in of_it {
                    let what = format!("{:?}: {}", change.kind, change.what);
                    let pair =
                        format!("{} -> {} {side}: {:?}, {found}", old.name, new.name, change.place);
                    self.careful.entry(what).or_default().insert(pair);
                }
            }
        }
    }

    fn print(&self) {
        println!("{} pairs of versions, {} messages.", self.pairs, self.messages);
        for (counts, reader) in
            self.counts.iter().zip(["old clients, new server", "new client, old servers"])
        {
            println!(
                "\n| {reader}: predicted | executed: works | other meaning | breaks |\n|---|---|---|---|"
            );
            for verdict in VERDICTS {
                let count =
                    |outcome: Outcome| counts.get(&(verdict, outcome)).copied().unwrap_or(0);
                let [works, other, breaks] = OUTCOMES.map(count);
                println!("| {} | {works} | {other} | {breaks} |", words(verdict));
            }
        }
        if let Some(gap) = self.gaps.first() {
            let count = self.gaps.len();
            println!("\n{count} kinds of messages could not be made, of {gap}");
        }
        if std::env::var_os("CAREFUL").is_some() {
            for (what, pairs) in &self.careful {
                println!("\nmore careful than needed, {what}");
                for pair in pairs.iter().take(3) {
                    println!("  {pair}");
                }
            }
        }
        for wrong in &self.wrong {
            println!("\nWRONG {wrong}");
        }
    }
}

/// Whether a verdict promises no more than what is executed.
fn is_careful(verdict: Verdict, outcome: Outcome) -> bool {
    match outcome {
        Outcome::Works => true,
        Outcome::OtherMeaning => verdict >= Verdict::OtherMeaning,
        Outcome::Breaks => verdict >= Verdict::Unknown,
    }
}

fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Works => "works",
        Verdict::OtherMeaning => "other meaning",
        Verdict::Unknown => "cannot be known",
        _ => "breaks",
    }
}

fn explain(
    old: &Version,
    new: &Version,
    side: &str,
    predicted: Verdict,
    found: &Finding,
    changes: &[Change],
) -> String {
    let mut text =
        format!("{} -> {}, {side}: {found}, not {}\n", old.name, new.name, words(predicted));
    text += &format!("  old: {}\n  new: {}\n", old.change, new.change);
    for change in changes {
        text += &format!(
            "  {} {}: {} ({:?}, {:?})\n",
            change.endpoint, change.place, change.what, change.clients, change.servers
        );
    }
    text
}
