//! The tests that the guide shows run.

mod greeting;
mod router;

#[test]
fn the_guide_shows_these_tests() {
    let page = include_str!("../../matrix-api/src/guide/testing.md");
    for code in [include_str!("guide/greeting.rs"), include_str!("guide/router.rs")] {
        assert!(page.contains(code), "the guide shows another test");
    }
}
