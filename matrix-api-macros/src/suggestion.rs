//! Suggestions for misspelt names, and lists of names and tokens for messages.

use quote::ToTokens;

/// The candidate of which `written` is probably a misspelling, or the beginning.
pub(crate) fn nearest<'a>(written: &str, candidates: &'a [impl AsRef<str>]) -> Option<&'a str> {
    let length = written.chars().count();
    let tolerance = (length / 3).max(1);
    let lowered = written.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let candidate = candidate.as_ref();
        // Each character that one of them has more is an edit.
        if candidate.chars().count().abs_diff(length) > tolerance {
            continue;
        }
        let distance = edit_distance(&lowered, &candidate.to_lowercase());
        if distance <= tolerance && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate).or_else(|| only_one_that_begins_with(&lowered, candidates))
}

/// `desc` is a `description`. Fewer than three letters say too little.
fn only_one_that_begins_with<'a>(
    beginning: &str,
    candidates: &'a [impl AsRef<str>],
) -> Option<&'a str> {
    let begin = |candidate: &&str| candidate.to_lowercase().starts_with(beginning);
    let mut found = candidates.iter().map(AsRef::as_ref).filter(begin);
    match (found.next(), found.next()) {
        (Some(only), None) if beginning.len() >= 3 => Some(only),
        _ => None,
    }
}

/// "did you mean `x`?" if a candidate is near, otherwise the list of all candidates.
pub(crate) fn suggestion(written: &str, candidates: &[impl AsRef<str>]) -> String {
    match nearest(written, candidates) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => format!("expected {}", any_of(candidates)),
    }
}

/// `` `a`, `b` or `c` ``.
pub(crate) fn any_of(names: &[impl AsRef<str>]) -> String {
    enumerate(names, "or")
}

/// `` `a`, `b` and `c` ``.
pub(crate) fn all_of(names: &[impl AsRef<str>]) -> String {
    enumerate(names, "and")
}

fn enumerate(names: &[impl AsRef<str>], conjunction: &str) -> String {
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        if index > 0 && index + 1 == names.len() {
            text.push(' ');
            text.push_str(conjunction);
            text.push(' ');
        } else if index > 0 {
            text.push_str(", ");
        }
        text.push('`');
        text.push_str(name.as_ref());
        text.push('`');
    }
    text
}

/// Tokens as one writes them, such as a type in advice.
pub(crate) fn source_text(tokens: &impl ToTokens) -> String {
    let spaced = tokens.to_token_stream().to_string();
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let mut text = String::with_capacity(spaced.len());
    let mut characters = spaced.chars().peekable();
    while let Some(character) = characters.next() {
        if character == ' '
            && let (Some(before), Some(&after)) = (text.chars().last(), characters.peek())
        {
            let separates = is_word(before) && is_word(after)
                || matches!(before, ',' | ';' | '+' | '=')
                || matches!(after, '+' | '=');
            if !separates {
                continue;
            }
        }
        text.push(character);
    }
    text
}

/// The number of insertions, deletions, substitutions and swaps of neighbours between two texts.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before_previous: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    let mut last_left = None;
    for (row, left_char) in left.chars().enumerate() {
        let mut current = vec![row + 1];
        let mut last_right = None;
        for (column, &right_char) in right.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX);
            let mut distance = (at(&previous, column) + usize::from(left_char != right_char))
                .min(at(&previous, column + 1) + 1)
                .min(at(&current, column) + 1);
            if last_left == Some(right_char) && last_right == Some(left_char) {
                distance = distance.min(at(&before_previous, column.saturating_sub(1)) + 1);
            }
            current.push(distance);
            last_right = Some(right_char);
        }
        last_left = Some(left_char);
        before_previous = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{all_of, edit_distance, nearest, source_text, suggestion};

    #[test]
    fn distance_counts_single_edits() {
        assert_eq!(edit_distance("path", "path"), 0);
        assert_eq!(edit_distance("pth", "path"), 1);
        assert_eq!(edit_distance("paht", "path"), 1);
        assert_eq!(edit_distance("", "path"), 4);
        assert_eq!(edit_distance("kitten", "sitting"), 3);
    }

    #[test]
    fn nearest_prefers_the_closest_and_refuses_strangers() {
        assert_eq!(nearest("querry", &["query", "query_all"]), Some("query"));
        assert_eq!(nearest("banana", &["query", "path"]), None);
    }

    #[test]
    fn nearest_completes_what_only_one_begins_with() {
        let keys = ["requires_authentication", "rate_limited", "description", "deprecated"];
        assert_eq!(nearest("requires_auth", &keys), Some("requires_authentication"));
        assert_eq!(nearest("Desc", &keys), Some("description"));
        assert_eq!(nearest("de", &keys), None);
        assert_eq!(nearest("dep", &["deprecated", "depth_of_search"]), None);
        // A misspelling is nearer than a beginning.
        assert_eq!(nearest("path", &["paths", "path_parameters"]), Some("paths"));
    }

    #[test]
    fn suggestion_lists_everything_when_nothing_is_near() {
        assert_eq!(suggestion("banana", &["query", "path"]), "expected `query` or `path`");
        assert_eq!(all_of(&["a", "b", "c"]), "`a`, `b` and `c`");
    }

    #[test]
    fn tokens_are_shown_as_one_writes_them() {
        for written in [
            "Option<String>",
            "std::collections::BTreeMap<String, Vec<u8>>",
            "Cow<'static, str>",
            "Box<dyn Display + 'static>",
            "[(u8, char); 4]",
        ] {
            let ty: syn::Type = syn::parse_str(written).expect("a type");
            assert_eq!(source_text(&ty), written);
        }
    }
}
