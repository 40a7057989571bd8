//! The order of versions in a history.

use super::{errors, expand};

fn errors_of(history: &str) -> Vec<String> {
    let definition = format!(
        "metadata {{ description: \"d\", method: GET, name: \"n\", history: {{ {history} }}, \
         rate_limited: false, requires_authentication: false }} request {{}} response {{}}"
    );
    errors(&expand(definition.parse().expect("tokens")))
}

#[test]
fn a_path_may_be_deprecated_by_the_version_that_introduced_it() {
    for history in [
        r#"1.0 => "/r0/a", 1.0 => deprecated"#,
        r#"1.0 => "/r0/a", 1.1 => "/v3/a", 1.1 => deprecated, 1.2 => removed"#,
    ] {
        assert_eq!(errors_of(history), [""; 0], "{history}");
    }
}

#[test]
fn versions_ascend_otherwise() {
    for (history, message) in [
        (r#"1.0 => "/a", 1.0 => "/b""#, "duplicate version 1.0"),
        (r#"1.1 => "/a", 1.0 => deprecated"#, "version 1.0 stands after 1.1"),
        (r#"1.0 => "/a", 1.1 => deprecated, 1.1 => removed"#, "duplicate version 1.1"),
        (r#"1.0 => "/a", 1.1 => deprecated, 1.1 => deprecated"#, "duplicate `deprecated`"),
        (r#"1.0 => deprecated"#, "`deprecated` needs a stable path"),
    ] {
        let errors = errors_of(history);
        assert!(errors.iter().any(|error| error.starts_with(message)), "{history}: {errors:?}");
    }
}
