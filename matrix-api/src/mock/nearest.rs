//! Finds the endpoint that a request was probably meant for.

use http::Request;

use super::{known::KnownEndpoint, rule::has_method};

/// The endpoint whose method and path are the most similar to those of a request.
pub(super) fn nearest<'a, T>(
    request: &Request<T>,
    endpoints: impl IntoIterator<Item = &'a KnownEndpoint>,
) -> Option<&'a KnownEndpoint> {
    endpoints.into_iter().min_by_key(|endpoint| {
        let templates = endpoint.metadata.path.templates();
        let distance = templates.map(|it| distance(it.as_str(), request.uri().path())).min();
        let has_other_method = !has_method(endpoint.metadata, request.method());
        (distance, has_other_method)
    })
}

/// The edit distance of a path from a template, by segments: 2 for each segment that is added, left out or
/// another one, 1 for one that is similar.
fn distance(template: &str, path: &str) -> usize {
    let segments: Vec<_> = path.split('/').collect();
    // The distances of the template's segments so far from each beginning of the path.
    let mut row: Vec<_> = (0..=segments.len()).map(|count| 2 * count).collect();
    for expected in template.split('/') {
        let mut diagonal = row.first().copied().unwrap_or_default();
        let mut left = diagonal + 2;
        let mut next = vec![left];
        for (segment, above) in segments.iter().zip(row.iter().skip(1)) {
            left = (diagonal + difference(expected, segment)).min(above + 2).min(left + 2);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

fn difference(expected: &str, segment: &str) -> usize {
    let is_placeholder = expected.starts_with('{');
    if expected == segment || is_placeholder && !segment.is_empty() {
        return 0;
    }
    let shared = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
        a.zip(b).take_while(|(a, b)| a == b).count()
    };
    let ends = shared(&mut expected.chars(), &mut segment.chars())
        .max(shared(&mut expected.chars().rev(), &mut segment.chars().rev()));
    if ends >= 3 { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn a_path_is_compared_by_segments() {
        for (template, path, expected) in [
            ("/a/b", "/a/b", 0),
            ("/a/{key}", "/a/b", 0),
            ("/a/b", "/a", 2),
            ("/a", "/a/b", 2),
            ("/a/b/c", "/a/x/c", 2),
            ("/account/whoami", "/acount/whoami", 1),
            ("/v3/login", "/r0/login", 2),
            ("/v3/login", "/v3/log_in", 1),
            ("/x/y", "/", 4),
        ] {
            assert_eq!(distance(template, path), expected, "{template} {path}");
        }
    }
}
