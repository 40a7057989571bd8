//! The keywords of the definition language, each spelled once.
//!
//! The keys of `metadata` are in [`metadata_keys`](crate::metadata_keys).

use proc_macro2::Ident;

/// A list of names, as strings.
macro_rules! names {
    ($($name:ident)+) => { &[$(stringify!($name),)+] };
}
pub(crate) use names;

/// Declares an enum of keywords, with the documentation that editors show.
macro_rules! keywords {
    (
        $(#[$attribute:meta])*
        $name:ident {
            $($(#[doc = $documentation:literal])+ $variant:ident = $keyword:literal,)+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($(#[doc = $documentation])+ $variant,)+ }

        impl $name {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)+];

            pub(crate) const NAMES: &'static [&'static str] = &[$($keyword,)+];

            /// Each keyword with its documentation.
            pub(crate) const DOCUMENTED: &'static [(&'static str, &'static str)] =
                &[$(($keyword, concat!($($documentation, "\n",)+)),)+];

            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => $keyword,)+ }
            }

            pub(crate) fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|keyword| keyword.name() == name)
            }

        }
    };
}

keywords! {
    /// The sections of a definition.
    Section {
        /// What the endpoint is: `metadata { key: value, .. }`.
        Metadata = "metadata",
        /// What a client sends: `request { pub field: Type, .. }`.
        Request = "request",
        /// What a server returns: `response { pub field: Type, .. }`. One of several has a status:
        /// `response CREATED { pub field: Type, .. }`.
        Response = "response",
        /// The type of the endpoint's errors, `MatrixError` by default: `error: Type`.
        Error = "error",
        /// A request and its response as they are sent, which tests, documentation and tools use:
        /// `example "name" { request { GET "/.." } response { 200 { .. } } }`.
        Example = "example",
    }
}

keywords! {
    /// The keywords in an `example`.
    ExampleKeyword {
        /// The request: method, path and query, then headers and body if there are any.
        /// `request { POST "/path?key=value" "header": "value" { "member": 1 } }`.
        Request = "request",
        /// The response: its status, then headers and body if there are any.
        /// `response { 200 "header": "value" { "member": 1 } }`.
        Response = "response",
    }
}

keywords! {
    /// The keywords of a path history.
    HistoryKeyword {
        /// A path of a feature that is not in any version yet: `unstable("org.matrix.msc1234") => "/.."`.
        Unstable = "unstable",
        /// The version that deprecated the endpoint: `1.9 => deprecated`.
        Deprecated = "deprecated",
        /// The version that removed the endpoint: `1.12 => removed`.
        Removed = "removed",
    }
}

keywords! {
    /// The keywords of `#[ruma_api(..)]` on a field.
    FieldKeyword {
        /// The field fills the placeholder of the path with its name: `{name}`, or `{name..}` for all segments that are
        /// left.
        Path = "path",
        /// The field is a key of the query; a list repeats the key.
        Query = "query",
        /// The field is the whole query: a map, a struct or a list of pairs.
        QueryAll = "query_all",
        /// The field is a header: `header = ETAG`, a constant of `http::header`, or `header = "x-name"`.
        Header = "header",
        /// The field is the whole JSON body.
        Body = "body",
        /// The field is the whole body, not as JSON: bytes, a stream, or a format of its own.
        RawBody = "raw_body",
        /// `None` is written as `null`: the member is always there, and `new` asks for it.
        Nullable = "nullable",
        /// The version of Matrix that added the field: `since = "1.3"`.
        Since = "since",
        /// The field is the status of the response, a `StatusCode` of the section's class.
        Status = "status",
        /// `Debug` and errors hide the field's value.
        Secret = "secret",
        /// The field has the name of a secret, but is not one.
        Public = "public",
    }
}

impl FieldKeyword {
    /// Whether the keyword says where the field is sent.
    pub(crate) fn is_place(self) -> bool {
        !matches!(self, Self::Nullable | Self::Since) && !self.is_secrecy()
    }

    /// Whether the keyword says whether the field is secret.
    pub(crate) fn is_secrecy(self) -> bool {
        matches!(self, Self::Secret | Self::Public)
    }
}

keywords! {
    /// The keywords of `#[ruma_api(..)]` before `request` and `response`.
    MessageKeyword {
        /// The type is not `#[non_exhaustive]`: a new field is a breaking change.
        Exhaustive = "exhaustive",
    }
}

/// The lists that editors complete from: the runtime's `__private::completions` has a module for each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CompletionList {
    Sections,
    Keys,
    History,
    Fields,
    Messages,
    Examples,
    Schemes,
    Methods,
    Statuses,
    FinalStatuses,
    Headers,
}

impl CompletionList {
    /// The name of the module.
    pub(crate) fn module(self) -> &'static str {
        match self {
            Self::Sections => "sections",
            Self::Keys => "keys",
            Self::History => "history",
            Self::Fields => "fields",
            Self::Messages => "messages",
            Self::Examples => "examples",
            Self::Schemes => "schemes",
            Self::Methods => "methods",
            Self::Statuses => "statuses",
            Self::FinalStatuses => "final_statuses",
            Self::Headers => "headers",
        }
    }
}

/// The authentication schemes that the runtime defines, in its module `authentication`.
pub(crate) const AUTHENTICATION_SCHEMES: &[&str] = names! {
    NoAuthentication NoAccessToken AccessToken AccessTokenOptional AppserviceToken
    AppserviceTokenOptional
};

/// Names of secrets in Matrix.
///
/// A field with one of these names, in Rust or on the wire, is hidden unless it is marked
/// `#[ruma_api(public)]`. The documentation of `ruma_api!` repeats the list.
pub(crate) const SECRET_NAMES: &[&str] = names! {
    access_token as_token client_secret guest_access_token hs_token id_access_token login_token
    new_password password refresh_token secret token
};

/// Secrets that Matrix never sends in a query, where logs and browser histories would keep them.
pub(crate) const NEVER_IN_A_QUERY: &[&str] =
    &["access_token", "as_token", "hs_token", "new_password", "password", "refresh_token"];

/// Whether a field is secret by its name alone.
pub(crate) fn is_secret_name(name: &str) -> bool {
    SECRET_NAMES.contains(&name)
}

/// The methods of messages that a setter would hide.
const METHODS: &[&str] = names! {
    new clone try_into_http_request try_from_http_request try_into_http_response
    try_from_http_response
};

/// Whether a message has a method of this name, so that a field cannot have a setter.
pub(crate) fn is_method(ident: &Ident) -> bool {
    METHODS.iter().any(|method| ident == method)
}

/// What `syn` refuses as an identifier.
const RESERVED: &[&str] = &[
    "$crate", "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const",
    "continue", "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for",
    "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv",
    "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether the identifier is a keyword of Rust, which cannot name an item or a field.
pub(crate) fn is_reserved(ident: &Ident) -> bool {
    RESERVED.contains(&ident.to_string().as_str())
}

#[cfg(test)]
mod tests {
    use proc_macro2::Ident;

    use super::RESERVED;

    #[test]
    fn reserved_names_are_those_of_syn() {
        for name in RESERVED {
            assert!(syn::parse_str::<Ident>(name).is_err(), "{name}");
        }
        for name in ["union", "auto", "default", "raw", "safe", "gen", "dollar"] {
            assert!(syn::parse_str::<Ident>(name).is_ok(), "{name}");
        }
    }
}
