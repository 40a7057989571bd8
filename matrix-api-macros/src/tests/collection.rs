//! `endpoints!`.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::{errors, reported};

use crate::runtime_path::RuntimePath;

const COLLECTION: &str = "
    /// Sessions.
    ///
    /// And more.
    #[cfg(feature = \"sessions\")]
    pub(crate) const SESSIONS = [session::login, #[cfg(unix)] crate::logout];
    const NONE = [];
";

fn expand(collections: &str) -> TokenStream {
    let tokens: TokenStream = collections.parse().expect("a collection is tokens");
    crate::collection::expand(&RuntimePath::by_name(), tokens)
}

#[test]
fn a_collection_becomes_a_constant() {
    let expected = quote! {
        #[doc = " Sessions."]
        #[doc = ""]
        #[doc = " And more."]
        #[cfg(feature = "sessions")]
        pub(crate) const SESSIONS: ::matrix_api::endpoints::Endpoints = {
            const ENTRIES: &[::matrix_api::endpoints::EndpointEntry] = &[
                ::matrix_api::endpoints::EndpointEntry::of::<session::login::Request>(),
                #[cfg(unix)] ::matrix_api::endpoints::EndpointEntry::of::<crate::logout::Request>(),
            ];
            ::matrix_api::endpoints::Endpoints::new(
                ::core::stringify!(SESSIONS),
                ::core::concat!(" Sessions.", "\n", "", "\n", " And more.", "\n",),
                ENTRIES,
            )
        };
        const NONE: ::matrix_api::endpoints::Endpoints = {
            const ENTRIES: &[::matrix_api::endpoints::EndpointEntry] = &[];
            ::matrix_api::endpoints::Endpoints::new(
                ::core::stringify!(NONE),
                ::core::concat!(),
                ENTRIES,
            )
        };
    };
    assert_eq!(expand(COLLECTION).to_string(), expected.to_string());
}

#[test]
fn a_conditional_endpoint_can_be_listed_twice() {
    let twice = "const A = [#[cfg(unix)] login, #[cfg(not(unix))] login];";
    assert_eq!(errors(&expand(twice)), [""; 0]);
}

#[test]
fn the_readable_part_of_a_wrong_collection_is_declared() {
    let expansion = expand("const A = [login, 5, logout::Request]; const = []; static B = [login]");
    let declared = expansion.to_string();
    for item in ["const A", "< login :: Request >", "< logout :: Request >", "const _", "const B"] {
        assert!(declared.contains(item), "{item}: {declared}");
    }
    assert_eq!(
        errors(&expansion),
        [
            "expected the module of an endpoint, such as `session::login`",
            "`Request` is a type, and a list has modules; write `logout`",
            "expected a name: `const ENDPOINTS`",
            "a collection is a constant; write `const`",
            "expected `;` after the list",
        ]
    );
    assert_eq!(errors(&expand("")), ["expected a collection: `pub const ENDPOINTS = [..];`"]);
}

/// Each token is left out, or replaced.
#[test]
fn every_mistake_is_reported_inside_the_collection() {
    let tokens: Vec<TokenTree> =
        COLLECTION.parse::<TokenStream>().expect("a collection is tokens").into_iter().collect();
    let mut count = 0;
    for index in 0..tokens.len() {
        for replacement in ["", "5", "=", "name", "[]", "#"] {
            let replacement: TokenStream = replacement.parse().expect("a token");
            let (before, after) = (&tokens[..index], &tokens[index + 1..]);
            let changed = before.iter().cloned().chain(replacement).chain(after.iter().cloned());
            let expansion = crate::collection::expand(&RuntimePath::by_name(), changed.collect());
            for error in reported(&expansion) {
                assert!(error.is_inside, "{index}: {error:?}");
                count += 1;
            }
        }
    }
    assert!(count > 50, "only {count} errors");
}
