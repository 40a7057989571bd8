//! Where a value is within a JSON value.

/// A step from an object or a list to one of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Member(String),
    Element(usize),
}

/// A path from the value outwards, as text: `list[0].name`.
pub(crate) fn location(path: &[Step]) -> String {
    let mut location = String::new();
    for step in path.iter().rev() {
        match step {
            Step::Member(name) => append_name(&mut location, name),
            Step::Element(index) => location.push_str(&format!("[{index}]")),
        }
    }
    location
}

/// Longer names are cut.
const LONGEST_NAME: usize = 64;

/// Appends the name of a member: after a dot, or in brackets if it has other characters than names
/// usually have. The peer chooses it, so what is shown of it has a limit and stays in one line.
fn append_name(location: &mut String, name: &str) {
    let is_plain = |character: char| {
        character.is_alphanumeric() || matches!(character, '_' | '-' | '@' | ':' | '$' | '!')
    };
    if !name.is_empty() && name.len() <= LONGEST_NAME && name.chars().all(is_plain) {
        if !location.is_empty() {
            location.push('.');
        }
        location.push_str(name);
    } else {
        let end = name.char_indices().nth(LONGEST_NAME);
        let cut = end.and_then(|(end, _)| name.get(..end)).unwrap_or(name);
        let ellipsis = if cut.len() < name.len() { ".." } else { "" };
        location.push_str(&format!("[{cut:?}{ellipsis}]"));
    }
}
