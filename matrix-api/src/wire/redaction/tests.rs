//! Which texts count as showing a value.

use super::reveals;

#[test]
fn a_value_and_its_parts_are_seen() {
    for (text, value) in [
        ("invalid user ID \"@bob:example.org\"", "@bob:example.org"),
        ("the server name `example.org` is unknown", "@bob:example.org"),
        ("no such user: BOBBY", "@bobby:ex.org"),
        ("7 is odd", "7"),
        ("prefix-MARKER-suffix", "MARKER"),
        ("x=MARKERS", "MARKER"),
        ("cannot use \"\\tsecret\"", "\tsecret"),
        (&"far too long ".repeat(100), "MARKER"),
        ("cannot read \u{65e5}\u{672c}\u{8a9e}", "\u{65e5}\u{672c}\u{8a9e}"),
    ] {
        assert!(reveals(text, value), "{text}");
    }
}

#[test]
fn other_texts_are_kept() {
    for (text, value) in [
        ("the leading sigil is missing", "bob:example.org"),
        ("it must be even", "77"),
        ("17 characters are too many", "7"),
        ("a user ID must not be empty", ""),
        ("it is not in the list", "a.b.c.d"),
    ] {
        assert!(!reveals(text, value), "{text}");
    }
}
