//! Characters that people do not see, or that change how they see others.

/// Whether the text has control characters, or characters of Unicode's category Cf (format) that are used
/// to make one text look like another: spaces without width, and changes of the writing direction.
pub(crate) fn has_hidden_characters(text: &str) -> bool {
    text.chars().any(|character| character.is_control() || is_format(character))
}

fn is_format(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_visible_text_has_no_hidden_characters() {
        for text in ["", "PHONE", "Zoë's phone", "電話"] {
            assert!(!has_hidden_characters(text), "{text}");
        }
        for text in ["\0", "a\nb", "\u{7f}", "\u{202e}enohp", "a\u{200b}b", "\u{feff}"] {
            assert!(has_hidden_characters(text), "{text:?}");
        }
    }
}
