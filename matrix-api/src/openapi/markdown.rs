//! Documentation comments as Markdown for readers who do not see the Rust types.

/// The text without links to Rust items, which only rustdoc can follow: ``[`User`](Kind::User)`` and ``[`User`]``
/// become `` `User` ``. Links to URLs stay.
pub(super) fn without_item_links(text: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find(['[', '`']) {
        let (before, found) = rest.split_at(start);
        plain.push_str(before);
        let (kept, length) = match item_link(found) {
            Some(link) => link,
            None => {
                let length = code_span(found).unwrap_or(1);
                (found.get(..length).unwrap_or(found), length)
            }
        };
        plain.push_str(kept);
        rest = found.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

/// The label of a link to an item at the beginning of the text, and the length of the link.
fn item_link(text: &str) -> Option<(&str, usize)> {
    let label = text.strip_prefix('[')?;
    let label = label.get(..label.find(']')?)?;
    let end = label.len() + 2;
    let rest = text.get(end..)?;
    if let Some(target) = rest.strip_prefix('(') {
        let target = target.get(..target.find(')')?)?;
        return is_item(target).then_some((label, end + target.len() + 2));
    }
    let is_code = label.len() > 2 && label.starts_with('`') && label.ends_with('`');
    (is_code && !rest.starts_with(['[', ':'])).then_some((label, end))
}

/// Whether the target of a link is the path of an item, such as `crate::session::TokenLogin`.
fn is_item(target: &str) -> bool {
    let mut segments = target.split("::");
    !target.is_empty()
        && segments.all(|segment| {
            let name = segment.trim_end_matches('!');
            !name.starts_with(|first: char| first.is_ascii_digit())
                && name.chars().all(|character| character.is_alphanumeric() || character == '_')
        })
}

/// The length of the code span at the beginning of the text.
fn code_span(text: &str) -> Option<usize> {
    let fence = text.len() - text.trim_start_matches('`').len();
    let (fence, rest) = text.split_at_checked(fence)?;
    if fence.is_empty() {
        return None;
    }
    let mut from = 0;
    loop {
        let end = from + rest.get(from..)?.find(fence)?;
        let after = rest.get(end + fence.len()..)?;
        if !after.starts_with('`') {
            return Some(fence.len() + end + fence.len());
        }
        // A longer run of backticks does not close the span.
        from = end + fence.len() + (after.len() - after.trim_start_matches('`').len());
    }
}

#[cfg(test)]
mod tests {
    use super::without_item_links;

    #[test]
    fn links_to_items_become_their_labels() {
        for (text, expected) in [
            ("Defaults to [`User`](RegistrationKind::User).", "Defaults to `User`."),
            ("A [`TokenLogin`](crate::session::TokenLogin), or not", "A `TokenLogin`, or not"),
            ("They include [`Kind::Code`].", "They include `Kind::Code`."),
            ("[a type](Kind) and [`macro!`]", "a type and `macro!`"),
        ] {
            assert_eq!(without_item_links(text), expected);
        }
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            "",
            "see [Guest access](https://spec.matrix.org/v1.19/#guest-access)",
            "[anchor](#users), [`code`](https://example.org) and [`code`][1]",
            "a list `[\"a\"]`, an index `list[0]`, [brackets] and an open [`one",
            "``a ` [`B`](C) `` is code",
            "[`name`]: https://example.org",
            "a backtick ` alone [x](",
        ] {
            assert_eq!(without_item_links(text), text);
        }
    }
}
