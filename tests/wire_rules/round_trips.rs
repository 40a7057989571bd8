//! Any values in every place: one side encodes them, and the other decodes the same values.

use std::collections::BTreeMap;

use matrix_api::{
    OutgoingRequest, OutgoingResponse, SupportedVersions, bytes::Bytes, identifiers::UserId,
    ruma_api,
};
use matrix_api_tests::{through_request, through_response};
use proptest::{collection, option, prelude::*};

mod endpoints;

use self::endpoints::{Body, Level, item, logs, media, numbers, wrapped};

/// Any Unicode.
fn text() -> impl Strategy<Value = String> {
    collection::vec(any::<char>(), 0..12).prop_map(|text| text.into_iter().collect())
}

/// Any text that can be a path argument.
fn argument() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(
        &["...", "%2e", "/", "a/../b", "?", "#", "%", "\0", " ", "+", "{x}"][..],
    )
    .prop_map(str::to_owned);
    prop_oneof![4 => text(), 1 => odd]
        .prop_filter("another path", |text| !matches!(text.as_str(), "" | "." | ".."))
}

/// Any text that can be a header's value.
fn header() -> impl Strategy<Value = String> {
    let allowed = |text: String| {
        text.chars().filter(|c| *c == '\t' || !c.is_ascii_control()).collect::<String>()
    };
    text().prop_map(move |text| allowed(text).trim_matches([' ', '\t']).to_owned())
}

/// Any text that can be an element of a list in a header: not empty, with commas in quotes only.
fn element() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(&["\"a, b\"", "<a,b>; c", "\"", "<", "\\", "\"\\\", b\""][..]);
    let plain = header().prop_map(|text| text.replace(',', ";"));
    prop_oneof![4 => plain, 1 => odd.prop_map(str::to_owned)]
        .prop_filter("no element", |text| !text.is_empty())
}

/// An integer, often the smallest or the largest.
macro_rules! limits {
    ($type:ty) => {
        prop_oneof![Just(<$type>::MIN), Just(<$type>::MAX), Just(0), any::<$type>()]
    };
}

fn finite() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(f64::MAX),
        Just(f64::MIN),
        Just(f64::MIN_POSITIVE),
        Just(5e-324),
        Just(-0.0),
        any::<f64>().prop_filter("finite", |number| number.is_finite()),
    ]
}

/// Numbers that every JSON parser reads exactly; the last digit of others may be rounded.
fn quarters() -> impl Strategy<Value = f64> {
    any::<i32>().prop_map(|number| f64::from(number) / 4.0)
}

fn level() -> impl Strategy<Value = Level> {
    prop_oneof![Just(Level::Low), Just(Level::VeryHigh)]
}

fn user() -> impl Strategy<Value = UserId> {
    "@[a-z0-9._=/+-]{1,20}:[a-z0-9.-]{1,20}(:[0-9]{1,4})?"
        .prop_filter_map("valid", |text| UserId::try_from(text).ok())
}

fn body() -> impl Strategy<Value = Body> {
    (text(), option::of(limits!(i64)), collection::btree_map(text(), quarters(), 0..4))
        .prop_map(|(text, number, map)| Body { text, number, map })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn path_query_headers_and_members(
        (owner, name, number, level) in (user(), argument(), limits!(i128), level()),
        (scalar, optional, list, numbers) in (
            text(),
            option::of(text()),
            collection::vec(text(), 0..4),
            collection::vec(limits!(u64), 0..4),
        ),
        (etag, note, trace, count) in (
            header(),
            option::of(header()),
            collection::vec(element(), 0..4),
            option::of(limits!(i16)),
        ),
        (title, inner, levels) in (text(), body(), collection::vec(level(), 0..3)),
    ) {
        let request = item::Request::new(
            number, owner.clone(), level, name.clone(), scalar.clone(), etag.clone(), title.clone(),
            inner.clone(),
        )
        .optional(optional.clone())
        .list(list.clone())
        .numbers(numbers.clone())
        .note(note.clone())
        .trace(trace.clone())
        .count(count)
        .levels(levels.clone());
        let (encoded, decoded) = through_request(&request, ());
        prop_assert_eq!(
            (decoded.number, &decoded.owner, decoded.level, &decoded.name),
            (number, &owner, level, &name)
        );
        prop_assert_eq!(
            (&decoded.scalar, &decoded.optional, &decoded.list, &decoded.numbers),
            (&scalar, &optional, &list, &numbers)
        );
        prop_assert_eq!(
            (&decoded.etag, &decoded.note, &decoded.trace, decoded.count),
            (&etag, &note, &trace, count)
        );
        prop_assert_eq!((&decoded.title, &decoded.inner, &decoded.levels), (&title, &inner, &levels));
        prop_assert_eq!(encoded.uri().path().split('/').count(), 8);

        let response = item::Response::new(etag.clone(), title.clone(), inner.clone()).note(note.clone());
        let (_, decoded) = through_response(&response);
        prop_assert_eq!(
            (decoded.etag, decoded.note, decoded.title, decoded.inner),
            (etag, note, title, inner)
        );
    }

    #[test]
    fn numbers_in_every_place(
        small in (limits!(i8), limits!(u8), limits!(i16), limits!(u16)),
        large in (limits!(i32), limits!(u32), limits!(i64), limits!(u64), limits!(u128)),
        (float, flag, character) in (finite(), any::<bool>(), any::<char>()),
        single in any::<f32>().prop_filter("finite", |number| number.is_finite()),
    ) {
        let request = numbers::Request::new(
            small.0, small.1, small.2, small.3, large.0, large.1, large.2, large.3, large.4, float,
            single, flag, character, large.2, large.3, float, single, flag, character,
        );
        let (_, decoded) = through_request(&request, ());
        prop_assert_eq!((decoded.a, decoded.b, decoded.c, decoded.d), small);
        prop_assert_eq!((decoded.e, decoded.f, decoded.g, decoded.h, decoded.i), large);
        prop_assert_eq!(decoded.float.to_bits(), float.to_bits());
        prop_assert_eq!(decoded.single.to_bits(), single.to_bits());
        prop_assert_eq!((decoded.flag, decoded.character), (flag, character));
        prop_assert_eq!((decoded.json_signed, decoded.json_unsigned), (large.2, large.3));
        // serde_json rounds the digits, a power of ten and their product, and a second power if the number is
        // tiny. The last digit of a subnormal number is 5e-324.
        let rounding = (float.abs() * f64::EPSILON * 2.0).max(5e-324);
        prop_assert!((decoded.json_float - float).abs() <= rounding);
        prop_assert_eq!(decoded.json_single, single);
        prop_assert_eq!((decoded.json_flag, decoded.json_character), (flag, character));
    }

    #[test]
    fn raw_bodies(content in collection::vec(any::<u8>(), 0..64), kind in option::of("[a-z]{1,8}/[a-z]{1,8}")) {
        let request = media::Request::new(content.clone()).content_type(kind.clone());
        let (encoded, decoded) = through_request(&request, ());
        prop_assert_eq!(encoded.body().as_ref(), content.as_slice());
        // The default content type is written into the message.
        let kind = kind.unwrap_or_else(|| "application/octet-stream".to_owned());
        prop_assert_eq!((&decoded.content, decoded.content_type), (&content, Some(kind)));
        let response = media::Response::new(Bytes::from(content));
        let (encoded, decoded) = through_response(&response);
        prop_assert_eq!(&decoded.content, &response.content);
        prop_assert_eq!(decoded.content.as_ptr(), encoded.body().as_ptr());
    }

    #[test]
    fn whole_queries_and_whole_bodies(
        query in collection::btree_map(text(), collection::vec(text(), 1..3), 0..4),
        inner in body(),
        list in collection::vec(body(), 0..3),
    ) {
        let request = wrapped::Request::new(query.clone(), inner.clone());
        let (_, decoded) = through_request(&request, ());
        prop_assert_eq!((decoded.query, decoded.body), (query, inner));
        let (_, decoded) = through_response(&wrapped::Response::new(list.clone()));
        prop_assert_eq!(decoded.list, list);
    }

    #[test]
    fn pairs_keep_their_order(pairs in collection::vec((text(), text()), 0..6)) {
        let (_, decoded) = through_request(&logs::Request::new(pairs.clone()), ());
        prop_assert_eq!(decoded.pairs, pairs);
    }

    #[test]
    fn values_are_refused_by_the_sender_or_arrive(name in text(), etag in text(), float in any::<f64>()) {
        let user = UserId::try_from("@a:b").unwrap_or_else(|error| panic!("{error}"));
        let inner = Body { text: String::new(), number: None, map: BTreeMap::new() };
        let request = item::Request::new(
            0, user, Level::Low, name, String::new(), etag.clone(), String::new(), inner.clone(),
        );
        // Either an error, or a request that arrives unchanged.
        let supported = SupportedVersions::unknown();
        if request.try_into_http_request("https://example.org", (), &supported).is_ok() {
            let (_, decoded) = through_request(&request, ());
            prop_assert_eq!((decoded.name, decoded.etag), (request.name, request.etag));
        }
        let response = item::Response::new(etag, String::new(), inner);
        if response.try_into_http_response().is_ok() {
            prop_assert_eq!(through_response(&response).1.etag, response.etag);
        }
        let query = numbers::Request::new(
            0, 0, 0, 0, 0, 0, 0, 0, 0, float, 0.0, true, 'x', 0, 0, 0.0, 0.0, true, 'x',
        );
        let sent = query.try_into_http_request("https://example.org", (), &supported);
        prop_assert_eq!(sent.is_ok(), float.is_finite());
    }
}
