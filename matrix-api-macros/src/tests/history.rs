//! Which version may stand where in a history.

use super::{errors, expand};

fn errors_of(history: &str) -> Vec<String> {
    let definition = format!(
        "metadata {{ description: \"d\", method: GET, name: \"n\", history: {{ {history} }}, \
         rate_limited: false, requires_authentication: false }} request {{}} response {{}}"
    );
    errors(&expand(definition.parse().expect("tokens")))
}

#[test]
fn a_path_may_be_deprecated_by_the_version_that_brought_it() {
    for history in [
        r#"1.0 => "/r0/a", 1.0 => deprecated"#,
        r#"1.0 => "/r0/a", 1.1 => "/v3/a", 1.1 => deprecated, 1.2 => removed"#,
    ] {
        assert_eq!(errors_of(history), [""; 0], "{history}");
    }
}

#[test]
fn versions_rise_otherwise() {
    for (history, complaint) in [
        (r#"1.0 => "/a", 1.0 => "/b""#, "version 1.0 is given twice"),
        (r#"1.1 => "/a", 1.0 => deprecated"#, "version 1.0 stands after 1.1"),
        (r#"1.0 => "/a", 1.1 => deprecated, 1.1 => removed"#, "version 1.1 is given twice"),
        (r#"1.0 => "/a", 1.1 => deprecated, 1.1 => deprecated"#, "`deprecated` is given twice"),
        (r#"1.0 => deprecated"#, "what is deprecated has a stable path first"),
    ] {
        let errors = errors_of(history);
        assert!(errors.iter().any(|error| error.starts_with(complaint)), "{history}: {errors:?}");
    }
}
