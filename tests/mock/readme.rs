//! The README's test of a program runs.

mod test_it;

#[test]
fn a_test_in_fifteen_lines() {
    let code = include_str!("readme/test_it.rs");
    assert!(include_str!("../../README.md").contains(code), "the README shows another test");
    let (_, test) = code.split_once("#[tokio::test]\n").unwrap();
    assert!(test.lines().count() <= 15, "{}", test.lines().count());
}
