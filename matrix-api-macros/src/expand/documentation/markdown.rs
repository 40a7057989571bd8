//! Text in Markdown.

/// A code span. Backticks in the text need a longer fence.
pub(super) fn code(text: &str) -> String {
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let space = if text.contains('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn a_code_span_may_contain_backticks() {
        assert_eq!(code("m.tag"), "`m.tag`");
        assert_eq!(code("m`tag"), "`` m`tag ``");
        assert_eq!(code("``"), "``` `` ```");
    }
}
