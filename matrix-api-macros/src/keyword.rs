//! Every word of the definition language, spelled once, and suggestions for misspelt ones.

use proc_macro2::Ident;

/// Declares an enum of words: `ALL` in the order of declaration, `word()`, `from_word()`.
macro_rules! words {
    ($(#[$attribute:meta])* $name:ident { $($variant:ident = $word:literal,)+ }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($variant,)+ }

        impl $name {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)+];

            pub(crate) fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            pub(crate) fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|candidate| candidate.word() == word)
            }

            pub(crate) fn words() -> impl Iterator<Item = &'static str> + Clone {
                Self::ALL.iter().map(|candidate| candidate.word())
            }
        }
    };
}

words! {
    /// The sections of a definition.
    Section {
        Metadata = "metadata",
        Request = "request",
        Response = "response",
        Error = "error",
    }
}

words! {
    /// The keys of `metadata`.
    MetadataKey {
        Description = "description",
        Method = "method",
        Name = "name",
        Path = "path",
        History = "history",
        RateLimited = "rate_limited",
        RequiresAuthentication = "requires_authentication",
        Authentication = "authentication",
        Status = "status",
    }
}

words! {
    /// What `#[ruma_api(..)]` may say of a field.
    FieldWord {
        Path = "path",
        Query = "query",
        QueryAll = "query_all",
        Header = "header",
        Body = "body",
        RawBody = "raw_body",
        Secret = "secret",
        Public = "public",
    }
}

/// The lists that a word of the language may be of.
///
/// Editors complete from them: a module of the runtime's `__private::words` bears the name of each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CompletionList {
    Sections,
    Keys,
    History,
    Fields,
    Messages,
    Schemes,
    Methods,
    Statuses,
    Headers,
}

/// What `#[ruma_api(..)]` may say ahead of `request` and `response`.
pub(crate) const EXHAUSTIVE: &str = "exhaustive";

/// The authentication schemes that the runtime defines, in its module `authentication`.
pub(crate) const AUTHENTICATION_SCHEMES: &[&str] = &[
    "NoAuthentication",
    "NoAccessToken",
    "AccessToken",
    "AccessTokenOptional",
    "AppserviceToken",
    "AppserviceTokenOptional",
];

/// The last entries of a path history.
pub(crate) const DEPRECATED: &str = "deprecated";
pub(crate) const REMOVED: &str = "removed";
/// The first entries of a path history.
pub(crate) const UNSTABLE: &str = "unstable";

/// Names that hold a secret wherever Matrix uses them.
///
/// A field with one of these names, in Rust or on the wire, is hidden unless it is marked
/// `#[ruma_api(public)]`. The documentation of `ruma_api!` repeats the list.
pub(crate) const SECRET_NAMES: &[&str] = &[
    "access_token",
    "as_token",
    "client_secret",
    "guest_access_token",
    "hs_token",
    "id_access_token",
    "login_token",
    "new_password",
    "password",
    "refresh_token",
    "secret",
    "token",
];

/// Secrets that nothing in Matrix asks for in a query, where logs and histories would keep them.
pub(crate) const NEVER_IN_A_QUERY: &[&str] =
    &["access_token", "as_token", "hs_token", "new_password", "password", "refresh_token"];

/// Whether a field is secret by its name alone.
pub(crate) fn is_secret_name(name: &str) -> bool {
    SECRET_NAMES.contains(&name)
}

/// Whether the identifier is a keyword of Rust, which no item or field can be called.
pub(crate) fn is_reserved(ident: &Ident) -> bool {
    syn::parse_str::<Ident>(&ident.to_string()).is_err()
}

/// The candidate that `word` is probably a misspelling of.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let tolerance = (word.chars().count() / 3).max(1);
    let lowered = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (edit_distance(&lowered, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `; did you mean `x`?` where there is a near candidate, otherwise the list of all of them.
pub(crate) fn suggestion<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> String {
    match nearest(word, candidates.clone()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => format!("expected {}", any_of(candidates)),
    }
}

/// `` `a`, `b` or `c` ``.
pub(crate) fn any_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    enumerate(words, "or")
}

/// `` `a`, `b` and `c` ``.
pub(crate) fn all_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    enumerate(words, "and")
}

fn enumerate<'a>(words: impl IntoIterator<Item = &'a str>, conjunction: &str) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., last] => format!("{} {conjunction} {last}", init.join(", ")),
    }
}

/// The number of insertions, deletions, substitutions and swaps of neighbours between two words.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before_previous: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    let mut last_left = None;
    for (row, left_char) in left.chars().enumerate() {
        let mut current = vec![row + 1];
        let mut last_right = None;
        for (column, &right_char) in right.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX);
            let mut distance = (at(&previous, column) + usize::from(left_char != right_char))
                .min(at(&previous, column + 1) + 1)
                .min(at(&current, column) + 1);
            if last_left == Some(right_char) && last_right == Some(left_char) {
                distance = distance.min(at(&before_previous, column.saturating_sub(1)) + 1);
            }
            current.push(distance);
            last_right = Some(right_char);
        }
        last_left = Some(left_char);
        before_previous = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{all_of, edit_distance, nearest, suggestion};

    #[test]
    fn distance_counts_single_edits() {
        assert_eq!(edit_distance("path", "path"), 0);
        assert_eq!(edit_distance("pth", "path"), 1);
        assert_eq!(edit_distance("paht", "path"), 1);
        assert_eq!(edit_distance("", "path"), 4);
        assert_eq!(edit_distance("kitten", "sitting"), 3);
    }

    #[test]
    fn nearest_prefers_the_closest_and_refuses_strangers() {
        assert_eq!(nearest("querry", ["query", "query_all"]), Some("query"));
        assert_eq!(nearest("banana", ["query", "path"]), None);
    }

    #[test]
    fn suggestion_lists_everything_when_nothing_is_near() {
        assert_eq!(suggestion("banana", ["query", "path"]), "expected `query` or `path`");
        assert_eq!(all_of(["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
