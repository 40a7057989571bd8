//! Reads a case: its rule, the wrong lines, and what to write instead.

use std::{fs, path::Path};

/// The folders of cases with one mistake each, in the order of a block.
pub(crate) const CLASSES: &[&str] = &[
    "sections",
    "keys",
    "paths",
    "history",
    "places",
    "methods",
    "responses",
    "names",
    "fields",
    "serde",
    "types",
    "examples",
    "collections",
    "warnings",
];

/// One file of a class.
pub(crate) struct Case {
    pub(crate) class: String,
    pub(crate) name: String,
    text: String,
}

/// The cases of a class, sorted by name.
pub(crate) fn cases(class: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui").join(class);
    let mut cases: Vec<Case> = fs::read_dir(&folder)
        .expect("a class has a folder")
        .map(|entry| entry.expect("a folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| Case {
            class: class.to_owned(),
            name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            text: fs::read_to_string(&path).expect("a case is text"),
        })
        .collect();
    cases.sort_by(|left, right| left.name.cmp(&right.name));
    cases
}

/// The heading of a class.
pub(crate) fn titled(class: &str) -> String {
    let mut characters = class.chars();
    characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default()
        + characters.as_str()
}

/// The part of a case that a line belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Common,
    Wrong,
    Instead,
}

impl Case {
    /// The messages of the compiler.
    pub(crate) fn stderr(&self) -> String {
        let path = format!("ui/{}/{}.stderr", self.class, self.name);
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
            .expect("a case has its messages")
    }

    /// The source without the rule, the markers and the right lines.
    pub(crate) fn wrong(&self) -> String {
        self.join(|part| part != Part::Instead)
    }

    /// The source without the rule, the markers and the wrong lines.
    pub(crate) fn right(&self) -> String {
        self.join(|part| part != Part::Wrong)
    }

    /// The entry of the page of mistakes.
    pub(crate) fn entry(&self) -> String {
        let stderr = self.stderr();
        let message = stderr.lines().next().unwrap_or_default();
        format!(
            "\n## {}\n\n> {}\n\n```text\n{}\n```\n\nInstead:\n\n```text\n{}\n```\n",
            self.rule(),
            escaped(message),
            unindent(&self.join(|part| part == Part::Wrong)),
            unindent(&self.join(|part| part == Part::Instead)),
        )
    }

    /// The first line, without its full stop.
    pub(crate) fn rule(&self) -> &str {
        let line = self.text.lines().next().unwrap_or_default();
        line.trim_start_matches("//! ").trim_end_matches('.')
    }

    fn join(&self, wanted: impl Fn(Part) -> bool) -> String {
        let lines = self.parts().into_iter().filter(|(part, _)| wanted(*part));
        lines.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
    }

    fn parts(&self) -> Vec<(Part, String)> {
        let mut part = Part::Common;
        let mut parts = Vec::new();
        for line in self.text.lines() {
            let trimmed = line.trim_start();
            if part == Part::Instead && !(trimmed.starts_with("// ") || trimmed == "//") {
                part = Part::Common;
            }
            match (part, trimmed) {
                (_, "// wrong:") => part = Part::Wrong,
                (_, "// instead:") => part = Part::Instead,
                (_, "fn main() {}") => {}
                (Part::Instead, commented) => {
                    let indent = &line[..line.len() - trimmed.len()];
                    let code = commented.trim_start_matches("//");
                    let code = code.strip_prefix(' ').unwrap_or(code);
                    parts.push((part, format!("{indent}{code}")));
                }
                _ if trimmed.starts_with("//!") => {}
                _ => parts.push((part, line.to_owned())),
            }
        }
        parts
    }
}

/// A message in Markdown. Outside of code spans, rustdoc would read an HTML tag or a link; inside, it shows a
/// backslash.
fn escaped(message: &str) -> String {
    let parts: Vec<String> = message
        .split('`')
        .enumerate()
        .map(|(number, part)| match number % 2 {
            0 => part.replace('<', "\\<").replace('[', "\\["),
            _ => part.to_owned(),
        })
        .collect();
    parts.join("`")
}

/// Removes the common indentation.
fn unindent(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let least = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min();
    let lines = text.lines().map(|line| line.get(least.unwrap_or_default()..).unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}
