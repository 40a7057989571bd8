//! The tokens of Rust source, as far as finding macro calls needs them.

/// A token. Comments, literals and lifetimes are skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RustToken<'a> {
    /// A keyword, an identifier without `r#`, or a number.
    Word(&'a str),
    /// A character of punctuation, or a delimiter.
    Symbol(char),
}

/// Iterates over the tokens of a source, each with its line.
#[derive(Clone, Debug)]
pub(super) struct RustTokens<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> RustTokens<'a> {
    #[inline]
    pub(super) fn new(source: &'a str) -> Self {
        Self { rest: source, line: 1 }
    }

    /// Removes a prefix of this length, and returns it.
    #[inline]
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    /// Removes everything up to the end of a pattern, or to the end of the source.
    #[inline]
    fn skip_through(&mut self, end: &str) {
        let length = self.rest.find(end).map_or(self.rest.len(), |at| at + end.len());
        self.take(length);
    }

    /// Skips a block comment, which may contain others.
    #[inline]
    fn skip_block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.take(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.take(2);
            } else {
                let length = self.rest.chars().next().map_or(0, char::len_utf8);
                self.take(length);
            }
            if depth == 0 || self.rest.is_empty() {
                return;
            }
        }
    }

    /// Skips a literal with escapes. It begins with the quote.
    #[inline]
    fn skip_quoted(&mut self, quote: char) {
        self.take(1);
        while let Some(next) = self.rest.chars().next() {
            self.take(next.len_utf8());
            if next == '\\' {
                let escaped = self.rest.chars().next().map_or(0, char::len_utf8);
                self.take(escaped);
            } else if next == quote {
                return;
            }
        }
    }

    /// Skips a literal or a lifetime after a `'`.
    #[inline]
    fn skip_apostrophe(&mut self) {
        let mut after = self.rest.chars().skip(1);
        match (after.next(), after.next()) {
            (Some('\\'), _) | (Some(_), Some('\'')) => self.skip_quoted('\''),
            _ => {
                self.take(1);
                self.word();
            }
        }
    }

    #[inline]
    fn word(&mut self) -> &'a str {
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        let length = self.rest.find(|next| !is_part(next)).unwrap_or(self.rest.len());
        self.take(length)
    }

    /// Skips the rest of a literal after its prefix. Returns whether there is one.
    #[inline]
    fn skip_prefixed_literal(&mut self, prefix: &str) -> bool {
        let hashes = self.rest.len() - self.rest.trim_start_matches('#').len();
        match prefix {
            "r" | "br" | "cr" if self.rest.get(hashes..).is_some_and(|it| it.starts_with('"')) => {
                self.take(hashes + 1);
                self.skip_through(&format!("\"{}", "#".repeat(hashes)));
            }
            "b" | "c" if self.rest.starts_with('"') => self.skip_quoted('"'),
            "b" if self.rest.starts_with('\'') => self.skip_quoted('\''),
            _ => return false,
        }
        true
    }
}

impl<'a> Iterator for RustTokens<'a> {
    type Item = (usize, RustToken<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let spaces = self.rest.len() - self.rest.trim_start().len();
            self.take(spaces);
            let (line, next) = (self.line, self.rest.chars().next()?);
            match next {
                '/' if self.rest.starts_with("//") => self.skip_through("\n"),
                '/' if self.rest.starts_with("/*") => self.skip_block_comment(),
                '"' => self.skip_quoted('"'),
                '\'' => self.skip_apostrophe(),
                _ if next.is_alphanumeric() || next == '_' => {
                    let word = self.word();
                    if self.skip_prefixed_literal(word) {
                        continue;
                    }
                    if word == "r" && self.rest.starts_with('#') {
                        self.take(1);
                        continue;
                    }
                    return Some((line, RustToken::Word(word)));
                }
                _ => {
                    self.take(next.len_utf8());
                    return Some((line, RustToken::Symbol(next)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RustToken, RustTokens};

    fn tokens(source: &str) -> String {
        let text = RustTokens::new(source).map(|(line, token)| match token {
            RustToken::Word(word) => format!("{line}:{word}"),
            RustToken::Symbol(symbol) => format!("{line}:{symbol}"),
        });
        text.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_are_skipped() {
        assert_eq!(tokens("a // b\n/* c /* d */\n e */ f /// g"), "1:a 3:f");
        assert_eq!(tokens("a /* b"), "1:a");
        assert_eq!(tokens("a / b"), "1:a 1:/ 1:b");
    }

    #[test]
    fn literals_are_skipped() {
        assert_eq!(
            tokens(r#"a("b \" c", 'd', '\'', b'e', b"f", c"g")"#),
            "1:a 1:( 1:, 1:, 1:, 1:, 1:, 1:)"
        );
        assert_eq!(tokens("r\"a\\\" b r#\"c\"d\"# e br##\"f\"#\n\"## g"), "1:b 1:e 2:g");
        assert_eq!(tokens("'ä' \"ö\" ü"), "1:ü");
        assert_eq!(tokens("a \"b"), "1:a");
    }

    #[test]
    fn lifetimes_are_skipped_and_raw_identifiers_are_words() {
        assert_eq!(tokens("<'a> b r#type r"), "1:< 1:> 1:b 1:type 1:r");
        assert_eq!(tokens("'a: loop"), "1:: 1:loop");
    }
}
