//! The table of verdicts in the documentation: a pair of formats for each row.

mod endpoints;
mod fields;
mod values;

use std::collections::BTreeSet;

use matrix_api::lock::{Change, Lock, Verdict, compare};

use self::{
    endpoints::{ENDPOINTS, STATUSES},
    fields::{REQUESTS, RESPONSES},
    values::{BODIES, TYPES},
};

/// The text of a lock with one endpoint. Facts that every endpoint has are added. Lines after an empty one are types.
fn lock(name: &str, facts: &str) -> Lock {
    let (facts, types) = facts.split_once("\n\n").unwrap_or((facts, ""));
    let mut text = format!("wire 1\nendpoint {name}\n");
    for default in [
        "method POST",
        "path always /x",
        "authentication NoAuthentication optional",
        "error application/json text",
        "response 200",
    ] {
        let keyword = default.split(' ').next().unwrap();
        if !facts.lines().any(|line| line.trim().starts_with(keyword)) {
            text.push_str(&format!("  {default}\n"));
        }
    }
    for line in facts.lines().map(str::trim).filter(|line| !line.is_empty()) {
        text.push_str(&format!("  {line}\n"));
    }
    for line in types.lines().map(str::trim).filter(|line| !line.is_empty()) {
        text.push_str(if line.starts_with("type ") { "" } else { "  " });
        text.push_str(line);
        text.push('\n');
    }
    text.parse().unwrap_or_else(|error| panic!("{error} in\n{text}"))
}

/// A verdict as the table has it.
fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Works => "works",
        Verdict::OtherMeaning => "other meaning",
        Verdict::Unknown => "cannot be known",
        Verdict::Breaks => "breaks",
        other => panic!("{other:?}"),
    }
}

fn verdicts_of(changes: &[Change]) -> Vec<[&'static str; 2]> {
    changes.iter().map(|change| [change.clients, change.servers].map(word)).collect()
}

/// The worst verdicts of all changes.
fn verdicts(old: &Lock, new: &Lock) -> [&'static str; 2] {
    let changes = compare(old, new);
    let clients = changes.iter().map(|change| change.clients).max();
    let servers = changes.iter().map(|change| change.servers).max();
    [clients, servers].map(|verdict| word(verdict.unwrap_or(Verdict::Works)))
}

/// Rows: the change, the old facts, the new facts.
type Row = (&'static str, &'static str, &'static str);

/// The rows of the documentation: the section, the change, the verdicts.
fn documented() -> Vec<(String, String, [String; 2])> {
    let text = include_str!("../../matrix-api/src/lock/verdicts.md");
    let mut section = "";
    let mut rows = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("### ") {
            section = title;
        }
        let Some(cells) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) else {
            continue;
        };
        let cells: Vec<_> = cells.split(" | ").map(str::to_owned).collect();
        let [change, clients, servers] = &*cells else { panic!("three cells: {line}") };
        if clients != "old clients, new server" {
            rows.push((section.to_owned(), change.clone(), [clients.clone(), servers.clone()]));
        }
    }
    rows
}

#[test]
fn every_row_of_the_table_is_what_the_comparison_says() {
    let sections = [
        ("Fields of requests", REQUESTS),
        ("Fields of responses", RESPONSES),
        ("Types", TYPES),
        ("Bodies", BODIES),
        ("Endpoints", ENDPOINTS),
        ("Statuses", STATUSES),
    ];
    let mut wrong = Vec::new();
    let mut tested = BTreeSet::new();
    for (section, change, expected) in documented() {
        let (_, rows) = sections.iter().find(|(title, _)| *title == section).expect("a section");
        // These concern more than one endpoint: see below.
        if section == "Endpoints" && change.starts_with("endpoint ") {
            continue;
        }
        let Some((_, old, new)) = rows.iter().find(|(name, ..)| *name == change) else {
            wrong.push(format!("{section}: {change}: not tested"));
            continue;
        };
        tested.insert((section.clone(), change.clone()));
        let (old, new) = (lock("e", old), lock("e", new));
        let found = verdicts(&old, &new);
        if found != expected {
            let changes: Vec<_> = compare(&old, &new).iter().map(ToString::to_string).collect();
            wrong.push(format!("{section}: {change}: {found:?}\n{}", changes.join("\n")));
        }
        assert_eq!(verdicts(&new, &new), ["works"; 2]);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert_eq!(tested.len(), sections.iter().map(|(_, rows)| rows.len()).sum::<usize>());
}

#[test]
fn endpoints_are_added_removed_and_renamed() {
    let (empty, one) = ("wire 1".parse::<Lock>().unwrap(), lock("e", ""));
    assert_eq!(verdicts(&empty, &one), ["works", "breaks"]);
    assert!(!compare(&empty, &one)[0].may_break());
    assert_eq!(verdicts(&one, &empty), ["breaks", "works"]);
    assert!(compare(&one, &empty)[0].may_break());
    assert_eq!(compare(&one, &lock("f", "")), []);
}

/// The reverse of a change has the verdicts of the other side, for types: who reads and who writes are exchanged.
#[test]
fn a_type_of_a_response_has_the_verdicts_of_the_reverse_of_a_request() {
    for (change, old, new) in TYPES {
        let (old_request, new_request) = (lock("e", old), lock("e", new));
        let response = |facts: &str| {
            let facts = facts.replace("request ", "response 200 ");
            lock("e", &format!("response 200\n{facts}"))
        };
        let [clients, servers] = verdicts(&old_request, &new_request);
        let [response_clients, response_servers] = verdicts(&response(old), &response(new));
        // What is ignored counts in requests only.
        let ignored = |verdict, other| if verdict == "other meaning" { other } else { verdict };
        assert_eq!(ignored(clients, response_servers), response_servers, "{change}");
        assert_eq!(ignored(servers, response_clients), response_clients, "{change}");
    }
}

/// A shared type that a change of one alternative concerns: where it is, and not only that something is another.
#[test]
fn a_change_within_an_alternative_has_its_place() {
    let types = |members: &str| {
        let facts = "request body a required A | list(A)\n\ntype A\nobject";
        lock("e", &format!("{facts}\n{members}"))
    };
    let changes = compare(&types(""), &types("member b required text"));
    let places: Vec<_> = changes.iter().map(|change| change.place.as_str()).collect();
    assert_eq!(places, ["request body a.b", "request body a[].b"]);
    // What one alternative does not read any more, another one may read.
    let changes = compare(
        &lock("e", "request body a required text{a} | integer | list(text)"),
        &lock("e", "request body a required list(text) | integer | text{a}"),
    );
    assert_eq!(verdicts_of(&changes), [["works"; 2]]);
}
