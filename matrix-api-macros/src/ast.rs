//! The syntax tree: what the author wrote, with every span.
//!
//! The parser reports what it cannot read, and leaves it out here. A key or a section that was begun
//! counts as present, so that it is not reported as missing.

mod example;

use proc_macro2::{Ident, Span};
use quote::quote_spanned;
use syn::{Attribute, Type, Visibility};

pub(crate) use self::example::{
    Example, ExampleBody, ExampleContent, ExampleHeader, ExampleRequest, ExampleResponse,
    ExampleStatus,
};
use crate::{attribute::FieldAttributes, keyword::Section, metadata_keys::Metadata};

/// A whole `ruma_api!` block.
#[derive(Default)]
pub(crate) struct Definition {
    pub(crate) metadata: Option<Metadata>,
    pub(crate) request: Option<Message>,
    /// In the author's order.
    pub(crate) responses: Vec<Message>,
    pub(crate) error: Option<ErrorType>,
    /// In the author's order.
    pub(crate) examples: Vec<Example>,
    /// Unknown sections, each of which may have been meant as any other.
    pub(crate) unknown_sections: Vec<Span>,
}

impl Definition {
    /// The keyword of a section, if the section is there; of several, that of the last.
    pub(crate) fn keyword(&self, section: Section) -> Option<&Ident> {
        match section {
            Section::Metadata => self.metadata.as_ref().map(|section| &section.keyword),
            Section::Request => self.request.as_ref().map(|section| &section.keyword),
            Section::Response => self.responses.last().map(|section| &section.keyword),
            Section::Error => self.error.as_ref().map(|section| &section.keyword),
            Section::Example => self.examples.last().map(|example| &example.keyword),
        }
    }
}

/// `error: Type`.
pub(crate) struct ErrorType {
    pub(crate) keyword: Ident,
    /// Absent if it could not be read.
    pub(crate) ty: Option<Type>,
}

/// The status of `response CREATED { .. }`.
pub(crate) struct ResponseStatus {
    /// The name of a constant of `http::StatusCode`.
    pub(crate) ident: Ident,
    /// Whether an error was reported.
    pub(crate) reported: bool,
}

/// `request { .. }`, `response { .. }` or `response CREATED { .. }`.
pub(crate) struct Message {
    pub(crate) keyword: Ident,
    pub(crate) status: Option<ResponseStatus>,
    /// The attributes before the keyword, without `#[ruma_api(..)]` and `#[serde(..)]`.
    pub(crate) attributes: Vec<Attribute>,
    /// `#[serde(..)]` before the keyword.
    pub(crate) serde: Vec<Attribute>,
    /// `#[ruma_api(exhaustive)]`.
    pub(crate) exhaustive: bool,
    pub(crate) fields: Vec<Field>,
    /// Whether there may be fields whose names could not be read.
    pub(crate) unreadable: bool,
    /// Whether an error in the section was reported.
    pub(crate) reported: bool,
}

impl Message {
    pub(crate) fn new(keyword: Ident) -> Self {
        Self {
            keyword,
            status: None,
            attributes: Vec::new(),
            serde: Vec::new(),
            exhaustive: false,
            fields: Vec::new(),
            unreadable: false,
            reported: false,
        }
    }
}

/// A named field.
pub(crate) struct Field {
    pub(crate) attributes: FieldAttributes,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    /// [`unknown_type`] if it could not be read.
    pub(crate) ty: Type,
    /// Whether the type is an `Option` that could not be read.
    pub(crate) half_option: bool,
}

/// A type that stands in for one that is missing or wrong: the compiler cannot resolve it, because of the
/// same error.
///
/// The compiler shows equal errors once, and reports nothing about how a value of such a type is used.
/// rust-analyzer would show the error twice; it sets `cfg(miri)`, and cannot resolve the type without the
/// error either.
pub(crate) fn unknown_type(error: &syn::Error) -> Type {
    let error_tokens = error.to_compile_error();
    Type::Verbatim(quote_spanned! {error.span()=>
        <[(); { #[cfg(not(miri))] #error_tokens 0 }] as ::core::iter::Iterator>::Item
    })
}
