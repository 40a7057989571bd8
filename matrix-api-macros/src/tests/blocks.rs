//! The `ruma_api!` blocks of the repository, found by a small scanner over its files.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A block: its file, and the text between its braces.
pub(super) struct Block {
    pub(super) file: PathBuf,
    pub(super) text: String,
}

/// The blocks in all sources and documents, including documentation comments, except those that are wrong on
/// purpose.
pub(super) fn of_the_repository() -> Vec<Block> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace has a root");
    let mut files = Vec::new();
    collect_files(root, &mut files);
    files.sort();
    let mut blocks = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source is text");
        let (code, documentation) = split(&text, file.extension().is_some_and(|ext| ext == "rs"));
        for text in [code, documentation] {
            for block in find(&text) {
                blocks.push(Block { file: file.clone(), text: block.to_owned() });
            }
        }
    }
    blocks
}

fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("a folder's entry can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            let wrong = path.parent().is_some_and(|parent| parent.ends_with("tests/compile/ui"));
            if !name.starts_with('.') && name != "target" && (!wrong || name == "pass") {
                collect_files(&path, files);
            }
        } else if (name.ends_with(".rs") || name.ends_with(".md")) && name != "mistakes.md" {
            files.push(path);
        }
    }
}

/// Splits a file into code and the text of documentation comments.
fn split(text: &str, is_rust: bool) -> (String, String) {
    // rustdoc hides lines that begin with `# `.
    let shown = |line| format!("{}\n", str::strip_prefix(line, "# ").unwrap_or(line));
    if !is_rust {
        return (text.lines().map(shown).collect(), String::new());
    }
    let (mut code, mut documentation) = (String::new(), String::new());
    for line in text.lines() {
        let trimmed = line.trim_start();
        if let Some(comment) = trimmed.strip_prefix("///").or(trimmed.strip_prefix("//!")) {
            documentation.push_str(&shown(comment.strip_prefix(' ').unwrap_or(comment)));
            // Blocks contain documentation comments, too.
            code.push_str(line);
            code.push('\n');
        } else if !trimmed.starts_with("//") {
            code.push_str(line);
            code.push('\n');
        }
    }
    (code, documentation)
}

/// The beginning of a block, in two pieces, so that this file does not contain it.
const BEGIN: &str = concat!("ruma_api!", " {");

/// The text between the braces of each block that is not in a comment.
fn find(text: &str) -> Vec<&str> {
    let mut blocks = Vec::new();
    for (start, _) in text.match_indices(BEGIN) {
        let line = text[..start].rsplit('\n').next().unwrap_or_default();
        if line.trim_start().starts_with("//") {
            continue;
        }
        let content = &text[start + BEGIN.len()..];
        // A block in a `macro_rules!` is not complete before expansion.
        if let Some(end) = closing_brace(content).filter(|end| !content[..*end].contains('$')) {
            blocks.push(&content[..end]);
        }
    }
    blocks
}

/// The index of the brace that closes the block. Braces in strings and comments do not count.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    let mut in_string = false;
    let mut in_comment = false;
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        match character {
            '\n' => in_comment = false,
            _ if in_comment => {}
            '\\' if in_string => {
                characters.next();
            }
            '"' => in_string = !in_string,
            _ if in_string => {}
            '/' if next == Some('/') => in_comment = true,
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(index);
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn the_scanner_finds_blocks_in_code_and_in_documentation() {
    let names: Vec<String> = of_the_repository()
        .iter()
        .map(|block| block.file.file_name().unwrap_or_default().to_string_lossy().into_owned())
        .collect();
    for file in ["register.rs", "definition.rs", "README.md", "shadowed_prelude.rs"] {
        assert!(names.iter().any(|name| name == file), "{file} is not among {names:?}");
    }
    let content = " a \"}\" { b } // }\n c ";
    assert_eq!(find(&format!("{BEGIN}{content}}}")), [content]);
}
