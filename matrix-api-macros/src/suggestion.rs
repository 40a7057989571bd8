//! Suggestions for misspelt names, and lists of names for messages.

/// The candidate of which `written` is probably a misspelling.
pub(crate) fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let tolerance = (written.chars().count() / 3).max(1);
    let lowered = written.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (edit_distance(&lowered, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// "did you mean `x`?" if a candidate is near, otherwise the list of all candidates.
pub(crate) fn suggestion<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> String {
    match nearest(written, candidates.clone()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => format!("expected {}", any_of(candidates)),
    }
}

/// `` `a`, `b` or `c` ``.
pub(crate) fn any_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    enumerate(names, "or")
}

/// `` `a`, `b` and `c` ``.
pub(crate) fn all_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    enumerate(names, "and")
}

fn enumerate<'a>(names: impl IntoIterator<Item = &'a str>, conjunction: &str) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., last] => format!("{} {conjunction} {last}", init.join(", ")),
    }
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
    use super::{all_of, edit_distance, nearest, suggestion};

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
        assert_eq!(nearest("querry", ["query", "query_all"]), Some("query"));
        assert_eq!(nearest("banana", ["query", "path"]), None);
    }

    #[test]
    fn suggestion_lists_everything_when_nothing_is_near() {
        assert_eq!(suggestion("banana", ["query", "path"]), "expected `query` or `path`");
        assert_eq!(all_of(["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
