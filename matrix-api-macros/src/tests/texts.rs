//! `concat!` and `stringify!` in `metadata`.

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};

use super::{errors, expand, reported};
use crate::text;

fn read(tokens: &str) -> syn::Result<String> {
    let parser = |input: ParseStream<'_>| text::read(input);
    let tokens: TokenStream = tokens.parse().expect("a text is tokens");
    parser.parse2(tokens).map(|text| text.value())
}

/// The macro reads the tokens as the compiler does.
macro_rules! assert_same_as_rustc {
    ($($text:expr;)+) => {
        $(assert_eq!(read(stringify!($text)).expect("a text"), $text);)+
    };
}

#[test]
#[rustfmt::skip]
#[allow(clippy::useless_concat, reason = "the simplest texts")]
fn macros_mean_what_they_mean_to_the_compiler() {
    assert_same_as_rustc! {
        "/v3";
        r#"/"v3""#;
        concat!();
        concat!("/v3");
        concat!["/v3", "/sync",];
        concat! { "/v", 3, "/", 'a', true, false };
        concat!(0x10, 1_000, 7_u8, 1.50, 2.5_f32, 1e3, -5, -1.5, '\'', "\u{e9}\n");
        concat!("/a", concat!("/b", concat!("/c")), stringify!(d), "/e");
        std::concat!("/", ::core::stringify!(x));
        stringify!();
        stringify!(sync);
        stringify!("sync");
        stringify!(org.matrix.msc-3575);
        stringify!(org . matrix . msc - 3575);
        stringify!(a/b/c);
        stringify!(a::<B>(c, d)[e]);
        stringify!(Get the profile, and { return it });
        stringify!(Get the (profile)(of).a user (please){});
        stringify!(r#type);
    }
}

#[test]
fn a_fragment_of_another_macro_is_a_text() {
    use proc_macro2::{Delimiter, Group, TokenTree};
    // What `$path:literal` and `$path:expr` are replaced by.
    let fragment = |tokens: &str| {
        let tokens: TokenStream = tokens.parse().expect("tokens");
        TokenTree::Group(Group::new(Delimiter::None, tokens))
    };
    let parser = |input: ParseStream<'_>| text::read(input);
    let read = |tokens: TokenStream| parser.parse2(tokens).map(|text| text.value()).ok();
    assert_eq!(read(fragment("\"/v3\"").into()).as_deref(), Some("/v3"));
    assert_eq!(read(fragment("concat!(\"/v\", 3)").into()).as_deref(), Some("/v3"));
    let (prefix, negative) = (fragment("\"/v3\""), fragment("-5"));
    let nested = quote::quote!(concat!(#prefix, "/", #negative, stringify!(#prefix)));
    assert_eq!(read(nested).as_deref(), Some("/v3/-5\"/v3\""));
}

#[test]
fn other_arguments_are_refused() {
    for (text, expected) in [
        (
            "concat!(PREFIX)",
            "`concat!` takes literals, and `PREFIX` is not one; write its value, or \
             `stringify!(PREFIX)` for its name",
        ),
        (
            "concat!(b\"a\")",
            "`concat!` takes literals; write a string, a number, a boolean or a character",
        ),
        (
            "concat!(-\"a\")",
            "`concat!` takes literals; write a string, a number, a boolean or a character",
        ),
        ("concat!(\"a\" \"b\")", "expected `,` between two arguments of `concat!`"),
        (
            "concat!(\"a\", env!(\"B\"))",
            "`env!` cannot be expanded here; write a string literal, `concat!` or `stringify!`",
        ),
    ] {
        assert_eq!(read(text).unwrap_err().to_string(), expected, "{text}");
    }
}

/// Each line of the path has its own mistake or placeholder.
const DEFINITION: &str = r#"
metadata {
    description: concat!("Get ", stringify!(the tag), "."),
    method: GET,
    name: concat!("get", '_', stringify!(tag)),
    path: concat!(
        "/v", 3,
        "/rooms/{room_id}",
        "/ä",
        "/x/{tag",
        "/a b/c",
    ),
    rate_limited: false,
    requires_authentication: false,
}
request {}
response {}
"#;

#[test]
fn errors_are_at_the_piece_that_is_wrong() {
    let found = reported(&expand(DEFINITION.parse().expect("tokens")));
    let lines: Vec<_> = found.iter().map(|error| error.start.0).collect();
    assert_eq!(lines, [9, 10, 11], "{found:?}");
    assert!(found.iter().all(|error| error.is_inside));
    let right = DEFINITION.replace("ä", "a").replace("{tag", "{tag}").replace("a b", "a");
    let found = reported(&expand(right.parse().expect("tokens")));
    let found: Vec<_> = found.iter().map(|error| (error.start.0, &*error.message)).collect();
    let advice = |name| {
        format!(
            "no field fills the placeholder `{{{name}}}`; add `#[ruma_api(path)] pub {name}: ..` to \
             the request"
        )
    };
    assert_eq!(found, [(8, &*advice("room_id")), (10, &*advice("tag"))]);
}

#[test]
fn texts_arrive_as_one_literal() {
    let definition = DEFINITION
        .replace("/{room_id}", "")
        .replace("{tag", "tag")
        .replace("ä", "a")
        .replace("a b", "a");
    let expansion = expand(definition.parse().expect("tokens"));
    assert_eq!(errors(&expansion), Vec::<String>::new());
    let expansion = expansion.to_string();
    for text in ["\"/v3/rooms/a/x/tag/a/c\"", "\"get_tag\"", "\"Get the tag.\""] {
        assert!(expansion.contains(text), "{text}");
    }
}
