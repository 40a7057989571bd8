//! What the author wrote, every span kept.
//!
//! A part that could not be read is absent here and was reported by the parser. A key or a section
//! that was begun counts as present, so that nobody is told that it is missing.

use proc_macro2::{Ident, Span};
use quote::quote_spanned;
use syn::{Attribute, LitBool, LitStr, Path, Type, Visibility};

use crate::attribute::FieldAttributes;

/// A whole `ruma_api!` block.
#[derive(Default)]
pub(crate) struct Definition {
    pub(crate) metadata: Option<Metadata>,
    pub(crate) request: Option<Message>,
    pub(crate) response: Option<Message>,
    pub(crate) error: Option<ErrorType>,
    /// What may have been meant as a section, and could be any.
    pub(crate) unknown_sections: Vec<Span>,
}

/// `error: Type`.
pub(crate) struct ErrorType {
    pub(crate) keyword: Ident,
    /// Absent when it could not be read.
    pub(crate) ty: Option<Type>,
}

/// `metadata { .. }`.
pub(crate) struct Metadata {
    pub(crate) keyword: Ident,
    pub(crate) description: Option<Keyed<LitStr>>,
    pub(crate) method: Option<Keyed<Ident>>,
    pub(crate) name: Option<Keyed<LitStr>>,
    pub(crate) path: Option<Keyed<LitStr>>,
    pub(crate) history: Option<Keyed<History>>,
    pub(crate) rate_limited: Option<Keyed<LitBool>>,
    pub(crate) requires_authentication: Option<Keyed<LitBool>>,
    pub(crate) authentication: Option<Keyed<Path>>,
    pub(crate) status: Option<Keyed<Ident>>,
    /// How many words were meant as keys, and could be any.
    pub(crate) unknown_keys: usize,
    /// Whether the braces are missing.
    pub(crate) unreadable: bool,
}

impl Metadata {
    pub(crate) fn new(keyword: Ident) -> Self {
        Self {
            keyword,
            description: None,
            method: None,
            name: None,
            path: None,
            history: None,
            rate_limited: None,
            requires_authentication: None,
            authentication: None,
            status: None,
            unknown_keys: 0,
            unreadable: false,
        }
    }
}

/// `key: value`.
pub(crate) struct Keyed<T> {
    pub(crate) key: Ident,
    /// Absent when it could not be read.
    pub(crate) value: Option<T>,
}

/// `history: { .. }`.
pub(crate) struct History {
    pub(crate) entries: Vec<HistoryEntry>,
    /// Whether every line could be read.
    pub(crate) complete: bool,
}

/// One line of a history.
pub(crate) struct HistoryEntry {
    pub(crate) when: When,
    pub(crate) what: What,
}

/// The left side of a line of a history.
pub(crate) enum When {
    /// `unstable("org.matrix.msc1234")`.
    Unstable { span: Span, feature: LitStr },
    /// `1.1`.
    Version { span: Span, major: u8, minor: u8 },
}

impl When {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Unstable { span, .. } | Self::Version { span, .. } => *span,
        }
    }
}

/// The right side of a line of a history.
pub(crate) enum What {
    Path(LitStr),
    Deprecated(Span),
    Removed(Span),
}

/// `request { .. }` or `response { .. }`.
pub(crate) struct Message {
    pub(crate) keyword: Ident,
    /// Attributes ahead of the keyword, without `#[ruma_api(..)]` and `#[serde(..)]`.
    pub(crate) attributes: Vec<Attribute>,
    /// `#[serde(..)]` ahead of the keyword.
    pub(crate) serde: Vec<Attribute>,
    /// `#[ruma_api(exhaustive)]`.
    pub(crate) exhaustive: bool,
    pub(crate) fields: Vec<Field>,
    /// Whether there may be fields whose names could not be read.
    pub(crate) unreadable: bool,
}

impl Message {
    pub(crate) fn new(keyword: Ident) -> Self {
        Self {
            keyword,
            attributes: Vec::new(),
            serde: Vec::new(),
            exhaustive: false,
            fields: Vec::new(),
            unreadable: false,
        }
    }
}

/// A named field.
pub(crate) struct Field {
    pub(crate) attributes: FieldAttributes,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    /// Where it could not be read, one that the compiler cannot know.
    pub(crate) ty: Type,
}

/// Stands in for a type that is missing or wrong: one that cannot be known for the same error.
///
/// The compiler shows two errors alike once, and finds no fault with what is done to a value of a type
/// that it does not know. rust-analyzer, which takes itself for Miri, would show both, and needs no error to
/// know nothing of the type.
pub(crate) fn unknown_type(error: &syn::Error) -> Type {
    let problem = error.to_compile_error();
    Type::Verbatim(quote_spanned! {error.span()=>
        <[(); { #[cfg(not(miri))] #problem 0 }] as ::core::iter::Iterator>::Item
    })
}
