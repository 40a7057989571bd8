//! Large, deep and long messages are decoded or refused in linear time.

use std::time::{Duration, Instant};

use matrix_api::{DecodeError, FromHttpRequestError, IncomingRequest, IntoHttpError, http::Method};

use crate::{BODY, PATH, anything, read_item, request};

/// Far more than needed, so that a busy machine stays below it.
const LIMIT: Duration = Duration::from_secs(10);

/// The shortest of a few runs.
fn time(mut run: impl FnMut()) -> Duration {
    let once = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    std::iter::repeat_with(once).take(3).min().unwrap_or_default()
}

/// Fails if eight times the size takes much more than eight times the time.
#[track_caller]
fn assert_linear(mut run: impl FnMut(usize)) {
    // Shorter times depend on more than the size.
    let small = time(|| run(1)).max(Duration::from_millis(5));
    let large = time(|| run(8));
    assert!(large < small * 24, "{small:?} for the size, {large:?} for eight times that");
}

fn body_of_10_mb() -> String {
    format!(r#"{{"title":"{}"}}"#, "x".repeat(10_000_000))
}

#[test]
fn a_body_of_10_mb_is_read() {
    let start = Instant::now();
    let read = read_item(PATH, body_of_10_mb()).expect("it is valid");
    assert_eq!(read.title.len(), 10_000_000);
    let ignored = format!(r#"{{"unknown":[{}0],"title":"x"}}"#, "0,".repeat(5_000_000));
    assert_eq!(read_item(PATH, ignored).expect("it is valid").title, "x");
    assert!(start.elapsed() < LIMIT);
}

#[test]
fn an_invalid_body_of_10_mb_is_refused_with_its_location() {
    let start = Instant::now();
    let text = "x".repeat(10_000_000);
    let zeros = "0,".repeat(5_000_000);
    for (body, expected) in [
        (
            format!(r#"{{"unknown":"{text}","title":5}}"#),
            "`title`: expected a string, found an integer",
        ),
        (format!(r#"{{"title":"x","editor":"{text}"}}"#), "`editor`: invalid value"),
        (format!(r#"{{"title":[{zeros}0]}}"#), "`title`: expected a string, found a list"),
        (
            format!(r#"{{"title":"{text}"#),
            "not JSON: EOF while parsing a string at line 1 column 10000010",
        ),
        (text, "not JSON: expected value at line 1 column 1"),
        ("[".repeat(10_000_000), "not JSON: "),
        (format!("{}5", "\n".repeat(10_000_000)), "expected an object, found an integer"),
    ] {
        let error = read_item(PATH, body).expect_err(expected).to_string();
        assert!(error.starts_with(&format!("change_item: request body: {expected}")), "{error}");
        assert!(error.len() < 300, "{}", error.len());
    }
    assert!(start.elapsed() < LIMIT * 3);
}

#[test]
fn a_deep_body_is_refused_without_a_deep_stack() {
    for depth in [129, 1_000, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}null{}", open.repeat(depth), close.repeat(depth));
            for (body, field) in [
                (format!(r#"{{"title":"x","extra":{deep}}}"#), "extra"),
                (format!(r#"{{"title":{deep}}}"#), "title"),
                (format!(r#"{{"title":"x","addresses":{deep}}}"#), "addresses"),
                (format!(r#"{{"title":"x","password":{deep}}}"#), "password"),
                (format!(r#"{{"title":"x","extra":{}"#, open.repeat(depth)), "not JSON"),
            ] {
                let error = read_item(PATH, body).expect_err(field).to_string();
                assert!(error.starts_with("change_item: request body: "), "{error}");
                assert!(error.contains(field), "{depth} {field}: {error}");
                assert!(error.len() < 10_000, "{}", error.len());
            }
            // Unknown members can have any depth.
            let body = format!(r#"{{"unknown":{deep},"title":"x"}}"#);
            assert!(read_item(PATH, body).is_ok(), "{depth}");
            let error =
                anything::Request::try_from_http_request(&request(Method::POST, "/anything", deep));
            let error = error.expect_err("it is too deep").to_string();
            assert!(error.contains("invalid value: expected less nesting"), "{error}");
            assert!(error.len() < 10_000, "{}", error.len());
        }
    }
}

#[test]
fn the_time_for_an_invalid_body_is_linear() {
    for (member, title) in [("\"a\":[1,{\"b\":\"c\"}],", "5"), ("\"a\":\"\\u00e9\\n\",\n", "null")]
    {
        assert_linear(|times| {
            let members = member.repeat(8_000 * times);
            let body = format!("{{{members}\"title\":{title}}}");
            assert!(read_item(PATH, body).is_err());
        });
    }
}

#[test]
fn the_time_for_a_long_query_is_linear() {
    // Common servers accept 32 kB; this goes up to 64.
    type Piece = fn(usize) -> String;
    let pieces: [Piece; 5] = [
        |index| format!("k{index}=v&"),
        |index| format!("tag={index}&"),
        |_| "%74ag=%C3%A9&".to_owned(),
        |_| "&".to_owned(),
        |index| format!("%ff{index}&"),
    ];
    for piece in pieces {
        let query = |length: usize| {
            let mut query = String::new();
            for index in 0.. {
                if query.len() > length {
                    break;
                }
                query.push_str(&piece(index));
            }
            query
        };
        let queries = [1, 8].map(|times| (times, query(8_000 * times)));
        assert_linear(|times| {
            let (_, query) = &queries[usize::from(times == 8)];
            for _ in 0..4 {
                assert!(read_item(&format!("{PATH}?{query}"), BODY).is_ok());
                let uri = format!("/anything?{query}");
                let read =
                    anything::Request::try_from_http_request(&request(Method::POST, &uri, ""));
                assert_eq!(read.is_err(), query.contains("%ff"));
            }
        });
    }
}

#[test]
fn long_names_and_values_are_not_repeated_in_errors() {
    let long = "k".repeat(60_000);
    let uri = format!("/anything?{long}=%zz");
    let error = anything::Request::try_from_http_request(&request(Method::POST, &uri, ""));
    let length = error.expect_err("no escape").to_string().len();
    assert!(length < 1_000, "{length}");
    for uri in [
        format!("/_matrix/items/{long}/5"),
        format!("/_matrix/items/@ann:example.org/{long}"),
        format!("{PATH}?limit={long}"),
        format!("{PATH}?order={long}"),
        format!("/{long}"),
    ] {
        let error = read_item(&uri, BODY).expect_err("it is wrong").to_string();
        assert!(error.len() < 300, "{error}");
    }
    let body = format!(r#"{{"title":"x","counts":{{"{long}":"x"}}}}"#);
    let error = read_item(PATH, body).expect_err("it is wrong").to_string();
    assert!(error.len() < 300, "{}", error.len());
}

#[test]
fn errors_are_small() {
    assert!(size_of::<Result<(), DecodeError>>() <= size_of::<usize>());
    assert!(size_of::<Result<(), IntoHttpError>>() <= 4 * size_of::<usize>());
    assert!(size_of::<FromHttpRequestError>() <= 72);
}
