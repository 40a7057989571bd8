//! Names within the location of an error. They come from outside: what is shown of them is bounded,
//! and stays within a line.

/// Longer names are cut.
const LONGEST_NAME: usize = 64;

/// Appends a name as one step: with a dot ahead of it, or in brackets if it has other characters
/// than names usually have.
pub(super) fn append_name(location: &mut String, name: &str) {
    let plain = |character: char| character.is_alphanumeric() || "_-@:$!".contains(character);
    if !name.is_empty() && name.len() <= LONGEST_NAME && name.chars().all(plain) {
        if !location.is_empty() {
            location.push('.');
        }
        location.push_str(name);
    } else {
        let cut: String = name.chars().take(LONGEST_NAME).collect();
        let ellipsis = if cut.len() < name.len() { ".." } else { "" };
        location.push_str(&format!("[{cut:?}{ellipsis}]"));
    }
}
