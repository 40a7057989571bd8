//! Shortens indented text: joins short groups into one line, and fills the lines of long lists.
//!
//! `{:#?}` and pretty-printed JSON use one line for each value, which is hard to read.

/// The maximum width of a joined line.
const WIDTH: usize = 84;

/// Joins each group (from a line that ends with an opening bracket to the line that closes it) that
/// fits on one line. `outermost` says whether the whole text may be joined.
pub(super) fn fold(text: &str, outermost: bool) -> String {
    let lines = text.lines().collect::<Vec<_>>();
    let mut folded = Vec::new();
    let mut rest = lines.as_slice();
    let mut is_first = true;
    while let [line, after @ ..] = rest {
        rest = after;
        let may_fold = outermost || !std::mem::take(&mut is_first);
        match may_fold.then(|| group(line, after)).flatten() {
            Some((joined, remaining)) => {
                folded.push(joined);
                rest = remaining;
            }
            None => {
                folded.push((*line).to_owned());
                if line.ends_with('[') {
                    rest = fill(rest, &mut folded);
                }
            }
        }
    }
    folded.join("\n")
}

/// Writes the simple items at the start of a list into as few lines as possible, and returns the lines
/// after them.
fn fill<'a, 'b>(lines: &'a [&'b str], folded: &mut Vec<String>) -> &'a [&'b str] {
    let is_item = |line: &&&str| !line.ends_with(['{', '[', '(']) && !is_close(line.trim_start());
    let count = lines.iter().take_while(is_item).count();
    let (items, rest) = lines.split_at_checked(count).unwrap_or_default();
    let mut filled = String::new();
    for item in items {
        let text = item.trim_start();
        if filled.is_empty() {
            filled.push_str(item);
        } else if filled.chars().count() + 1 + text.chars().count() <= WIDTH {
            filled.push(' ');
            filled.push_str(text);
        } else {
            folded.push(std::mem::replace(&mut filled, (*item).to_owned()));
        }
    }
    if !filled.is_empty() {
        folded.push(filled);
    }
    rest
}

/// Whether a line closes a group.
fn is_close(line: &str) -> bool {
    line.starts_with(['}', ']', ')'])
}

/// Joins the group that the line opens, and returns it with the lines after it. `None` if the line
/// does not open a group, or if the group does not fit.
fn group<'a, 'b>(line: &str, after: &'a [&'b str]) -> Option<(String, &'a [&'b str])> {
    if !line.ends_with(['{', '[', '(']) {
        return None;
    }
    // Line breaks in strings are escaped, so the indentation shows where the group ends.
    let end = after.iter().position(|other| indentation(other) == indentation(line))?;
    let (members, rest) = after.split_at_checked(end)?;
    let (close, rest) = rest.split_first()?;
    let mut joined = line.to_owned();
    for member in members.iter().chain([close]) {
        append(&mut joined, member.trim_start());
        if joined.chars().count() > WIDTH {
            return None;
        }
    }
    Some((joined, rest))
}

/// Appends a line to a joined line, with spaces as in `[1, 2]` and `{ a: 1 }`.
fn append(joined: &mut String, line: &str) {
    if is_close(line) && joined.ends_with(',') {
        joined.pop();
    }
    let is_tight = joined.ends_with(['[', '(']) || line.starts_with([']', ')']);
    if !is_tight {
        joined.push(' ');
    }
    joined.push_str(line);
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_fits_is_joined() {
        let value = (1, vec![Some("a"), None], "text");
        let pretty = format!("{value:#?}");
        assert_eq!(fold(&pretty, true), r#"(1, [Some("a"), None], "text")"#);
    }

    #[test]
    fn short_members_of_a_long_value_are_joined() {
        let long = "x".repeat(WIDTH);
        let pretty = format!("{:#?}", (vec![1, 2], &long));
        assert_eq!(fold(&pretty, true), format!("(\n    [1, 2],\n    \"{long}\",\n)"));
    }

    #[test]
    fn a_long_list_fills_its_lines() {
        let numbers = (1000..1040).collect::<Vec<_>>();
        let folded = fold(&format!("{:#?}", (&numbers, vec![(1, 2); 30])), true);
        let lines = folded.lines().collect::<Vec<_>>();
        let first = lines.get(2).unwrap();
        assert!(first.starts_with("        1000, 1001, 1002, "), "{folded}");
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{folded}");
        assert_eq!(lines.iter().filter(|line| line.contains("10")).count(), 4, "{folded}");
        assert_eq!(lines.iter().filter(|line| line.trim() == "(1, 2),").count(), 30, "{folded}");
    }

    #[test]
    fn the_outermost_group_is_kept_on_request() {
        let pretty = "{\n  \"flows\": [\n    {\n      \"stages\": []\n    }\n  ]\n}";
        assert_eq!(fold(pretty, false), "{\n  \"flows\": [{ \"stages\": [] }]\n}");
        assert_eq!(fold("{}", false), "{}");
    }
}
