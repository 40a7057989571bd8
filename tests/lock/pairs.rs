//! Every row of the table of verdicts, executed: the old codec writes and the new one reads, and the reverse.

/// Defines endpoints, each in a module of its own. Parts that are not written are the same for all.
macro_rules! definitions {
    ($($(#[$attribute:meta])* $name:ident { $($block:tt)* })+) => {$(
        $(#[$attribute])*
        pub mod $name {
            #[allow(unused_imports, reason = "not every definition has such a type")]
            use super::*;

            $crate::pairs::definition! { $($block)* }

            pub const DEFINITION: $crate::pairs::Definition = $crate::pairs::Definition {
                side: Some($crate::execution::Side::of::<Request>),
                endpoints: matrix_api::endpoints::Endpoints::new(
                    "PAIR",
                    "",
                    &[matrix_api::endpoints::EndpointEntry::of::<Request>()],
                ),
            };
        }
    )+};
}

macro_rules! definition {
    (authentication: $scheme:ident) => {
        matrix_api::ruma_api! {
            metadata {
                description: "An endpoint.",
                method: POST,
                name: "endpoint",
                path: "/endpoint",
                rate_limited: false,
                authentication: $scheme,
            }
            request {}
            response {}
        }
    };
    ($method:ident $key:ident: $path:tt) => {
        $crate::pairs::definition! { $method $key: $path request {} response {} }
    };
    ($method:ident $key:ident: $path:tt $($sections:tt)+) => {
        matrix_api::ruma_api! {
            metadata {
                description: "An endpoint.",
                method: $method,
                name: "endpoint",
                $key: $path,
                rate_limited: false,
                requires_authentication: false,
            }
            $($sections)+
        }
    };
    (response $($sections:tt)*) => {
        $crate::pairs::definition! { POST path: "/endpoint" request {} response $($sections)* }
    };
    ($(#[$attribute:meta])* request $fields:tt) => {
        $crate::pairs::definition! {
            POST path: "/endpoint" $(#[$attribute])* request $fields response {}
        }
    };
}

/// `"change": old => new, clients, servers;`, and what is executed where that differs.
macro_rules! rows {
    ($($change:literal: $old:ident => $new:ident, $clients:ident, $servers:ident
        $(, executed $old_clients:ident, $old_servers:ident)?;)+) => {
        pub const ROWS: &[$crate::pairs::Row] = &[$(
            $crate::pairs::Row {
                change: $change,
                old: $old::DEFINITION,
                new: $new::DEFINITION,
                clients: matrix_api::lock::Verdict::$clients,
                servers: matrix_api::lock::Verdict::$servers,
                executed: rows!(@ $clients, $servers $(, $old_clients, $old_servers)?),
            },
        )+];
    };
    (@ $clients:ident, $servers:ident) => {
        [$crate::execution::Outcome::$clients, $crate::execution::Outcome::$servers]
    };
    (@ $clients:ident, $servers:ident, $old_clients:ident, $old_servers:ident) => {
        [$crate::execution::Outcome::$old_clients, $crate::execution::Outcome::$old_servers]
    };
}

pub(crate) use definition;

mod answers;
mod authentication;
mod bodies;
mod paths;
mod requests;
mod statuses;
mod values;

use matrix_api::{
    endpoints::Endpoints,
    lock::{Change, Lock, Verdict, compare},
};

use crate::execution::{Outcome, Side, execute};

/// An endpoint, or none.
pub struct Definition {
    pub side: Option<fn() -> Side>,
    pub endpoints: Endpoints,
}

/// A change with its documented verdicts.
pub struct Row {
    pub change: &'static str,
    pub old: Definition,
    pub new: Definition,
    /// Clients that were released before meet the new server.
    pub clients: Verdict,
    /// A new client meets older servers.
    pub servers: Verdict,
    /// What becomes of the messages of clients and servers. A verdict is more careful where a lock cannot know it.
    pub executed: [Outcome; 2],
}

fn rows() -> impl Iterator<Item = &'static Row> {
    let subjects = [
        requests::ROWS,
        values::ROWS,
        answers::ROWS,
        statuses::ROWS,
        paths::ROWS,
        authentication::ROWS,
        bodies::ROWS,
    ];
    subjects.into_iter().flatten()
}

#[test]
fn the_codec_does_what_the_table_says() {
    let mut problems = Vec::new();
    for row in rows() {
        let side = |definition: &Definition| definition.side.map(|side| side());
        let (old, new) = (side(&row.old), side(&row.new));
        let executed = execute(old.as_ref(), new.as_ref());
        let [clients, servers] = row.executed;
        for (reader, expected, found) in
            [("clients", clients, executed.clients), ("servers", servers, executed.servers)]
        {
            if found.outcome != expected {
                problems.push(format!("{}: {reader}: {found}, not {expected:?}", row.change));
            }
        }
        problems.extend(executed.gaps.iter().map(|gap| format!("{}: {gap}", row.change)));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_lock_says_what_the_table_says() {
    let mut problems = Vec::new();
    for row in rows() {
        let (old, new) = (Lock::of(&row.old.endpoints), Lock::of(&row.new.endpoints));
        let changes = compare(&old, &new);
        let worst = |verdict: fn(&Change) -> Verdict| {
            changes.iter().map(verdict).max().unwrap_or(Verdict::Works)
        };
        for (reader, expected, found) in [
            ("clients", row.clients, worst(|change| change.clients)),
            ("servers", row.servers, worst(|change| change.servers)),
        ] {
            if found != expected {
                let changes: String =
                    changes.iter().map(|change| format!("\n    {change}")).collect();
                problems.push(format!(
                    "{}: {reader}: {found:?}, not {expected:?}{changes}",
                    row.change
                ));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn no_verdict_is_better_than_what_is_executed() {
    let is_careful = |verdict: Verdict, outcome: Outcome| match outcome {
        Outcome::Works => true,
        Outcome::OtherMeaning => verdict >= Verdict::OtherMeaning,
        Outcome::Breaks => verdict >= Verdict::Unknown,
    };
    for Row { change, clients, servers, executed: [old_clients, old_servers], .. } in rows() {
        assert!(is_careful(*clients, *old_clients), "{change}");
        assert!(is_careful(*servers, *old_servers), "{change}");
    }
}
