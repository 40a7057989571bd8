use super::{MatrixVersion as V, NoSupportedPath, PathHistory, SupportedVersions};

const HISTORY: PathHistory = PathHistory::versioned(
    &[
        ("old.feature", path_template!("/unstable/old")),
        ("new.feature", path_template!("/unstable/new")),
    ],
    &[(V::V1_1, path_template!("/v1")), (V::V1_5, path_template!("/v2"))],
    Some(V::V1_9),
    Some(V::V1_12),
);
const NEVER_REMOVED: PathHistory = PathHistory::versioned(
    &[],
    &[(V::V1_0, path_template!("/r0")), (V::V1_1, path_template!("/v3"))],
    None,
    None,
);
const UNSTABLE_ONLY: PathHistory = PathHistory::versioned(
    &[("a", path_template!("/unstable/a")), ("b", path_template!("/unstable/b"))],
    &[],
    None,
    None,
);

fn server(versions: &[V], features: &[&str]) -> SupportedVersions {
    let supported: SupportedVersions = versions.iter().copied().collect();
    features.iter().fold(supported, |supported, feature| supported.with_feature(*feature))
}

fn selected(history: PathHistory, versions: &[V], features: &[&str]) -> Option<&'static str> {
    let template = history.select(&server(versions, features)).ok()?;
    Some(template.as_str())
}

#[test]
fn a_fixed_path_suits_every_server() {
    let history = PathHistory::fixed(path_template!("/versions"));
    for supported in
        [SupportedVersions::unknown(), server(&[V::V1_0], &[]), server(&[V::new(9, 9)], &["x"])]
    {
        assert_eq!(history.select(&supported).unwrap(), "/versions");
    }
}

#[test]
fn the_newest_stable_path_that_the_server_has_is_selected() {
    for (versions, path) in [
        (&[V::V1_1] as &[V], "/v1"),
        (&[V::V1_4], "/v1"),
        (&[V::V1_0, V::V1_4], "/v1"),
        (&[V::V1_5], "/v2"),
        (&[V::V1_1, V::V1_5], "/v2"),
        (&[V::V1_9], "/v2"),
        (&[V::V1_11], "/v2"),
    ] {
        assert_eq!(selected(HISTORY, versions, &[]), Some(path), "{versions:?}");
    }
    assert_eq!(selected(NEVER_REMOVED, &[V::V1_0], &[]), Some("/r0"));
    assert_eq!(selected(NEVER_REMOVED, &[V::new(1, 200)], &[]), Some("/v3"));
}

#[test]
fn a_removed_endpoint_needs_a_version_that_still_has_it() {
    assert_eq!(selected(HISTORY, &[V::V1_11, V::V1_12], &[]), Some("/v2"));
    assert_eq!(selected(HISTORY, &[V::V1_1, V::V1_12], &[]), Some("/v1"));
    assert_eq!(selected(HISTORY, &[V::V1_12], &[]), None);
    assert_eq!(selected(HISTORY, &[V::V1_12, V::V1_19], &[]), None);
    assert_eq!(selected(HISTORY, &[V::V1_0, V::V1_12], &[]), None);
}

#[test]
fn a_stable_path_goes_ahead_of_an_advertised_feature() {
    assert_eq!(selected(HISTORY, &[V::V1_1], &["new.feature"]), Some("/v1"));
}

#[test]
fn an_advertised_feature_helps_where_no_version_does() {
    assert_eq!(selected(HISTORY, &[V::V1_0], &["old.feature"]), Some("/unstable/old"));
    assert_eq!(
        selected(HISTORY, &[V::V1_0], &["old.feature", "new.feature"]),
        Some("/unstable/new")
    );
    assert_eq!(selected(HISTORY, &[V::V1_12], &["old.feature"]), Some("/unstable/old"));
    assert_eq!(selected(HISTORY, &[], &["new.feature"]), Some("/unstable/new"));
    assert_eq!(selected(HISTORY, &[V::V1_0], &["other.feature"]), None);
    assert_eq!(selected(UNSTABLE_ONLY, &[V::V1_19], &["a"]), Some("/unstable/a"));
    assert_eq!(selected(UNSTABLE_ONLY, &[V::V1_19], &[]), None);
}

#[test]
fn another_major_version_has_no_known_path() {
    assert_eq!(selected(NEVER_REMOVED, &[V::new(2, 0)], &[]), None);
    assert_eq!(selected(NEVER_REMOVED, &[V::V1_2, V::new(2, 0)], &[]), Some("/v3"));
}

#[test]
fn of_an_unknown_server_the_newest_is_expected() {
    assert_eq!(selected(NEVER_REMOVED, &[], &[]), Some("/v3"));
    assert_eq!(selected(UNSTABLE_ONLY, &[], &[]), Some("/unstable/b"));
    assert_eq!(selected(HISTORY, &[], &[]), Some("/unstable/new"));
    const REMOVED: PathHistory = PathHistory::versioned(
        &[],
        &[(V::V1_0, path_template!("/r0"))],
        Some(V::V1_1),
        Some(V::V1_2),
    );
    assert_eq!(selected(REMOVED, &[], &[]), None);
}

#[test]
fn a_server_with_only_unreadable_versions_is_not_unknown() {
    let supported = SupportedVersions::from_parts(&["vNext".to_owned()], &[].into());
    assert_eq!(
        NEVER_REMOVED.select(&supported).unwrap_err().to_string(),
        "the server supports no path of the endpoint: needed is Matrix v1.0 or later; \
         the server offers Matrix \"vNext\""
    );
}

#[test]
fn the_error_says_what_would_do_and_what_is_offered() {
    for (history, supported, message) in [
        (
            UNSTABLE_ONLY,
            server(&[V::V1_8, V::V1_9], &["c"]),
            "needed is the unstable feature `a` or the unstable feature `b`; \
             the server offers Matrix v1.8, v1.9",
        ),
        (
            NEVER_REMOVED,
            server(&[], &["c"]),
            "needed is Matrix v1.0 or later; the server offers no version of Matrix",
        ),
        (
            PathHistory::versioned(&[], &[], None, None),
            SupportedVersions::unknown(),
            "it has none; what the server offers has not been asked yet",
        ),
    ] {
        let error = history.select(&supported).unwrap_err();
        let expected = format!("the server supports no path of the endpoint: {message}");
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.supported(), &supported);
    }
}

#[test]
fn the_error_stays_small() {
    assert_eq!(size_of::<NoSupportedPath>(), size_of::<usize>());
}

#[test]
fn templates_are_all_of_the_history() {
    assert_eq!(
        HISTORY.templates().collect::<Vec<_>>(),
        ["/unstable/old", "/unstable/new", "/v1", "/v2"]
    );
    assert_eq!(PathHistory::fixed(path_template!("/x")).templates().collect::<Vec<_>>(), ["/x"]);
}

#[test]
fn a_version_deprecates_or_removes_from_then_on() {
    let deprecated = [V::V1_8, V::V1_9, V::V1_12].map(|v| HISTORY.is_deprecated_in(v));
    assert_eq!(deprecated, [false, true, true]);
    let removed = [V::V1_9, V::V1_11, V::V1_12, V::V1_19].map(|v| HISTORY.is_removed_in(v));
    assert_eq!(removed, [false, false, true, true]);
    assert!(!NEVER_REMOVED.is_deprecated_in(V::V1_19));
}
