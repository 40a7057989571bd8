//! What is known to be right.
//!
//! An [`Endpoint`] exists only if nothing was reported, so expanding one cannot fail. [`Message`]
//! alone also exists for a definition with errors: its types are emitted all the same.

use proc_macro2::{Ident, Span};
use syn::{Attribute, LitStr, Path, Type, Visibility};

use crate::path::PathTemplate;

/// A definition without a mistake that this macro can see.
pub(crate) struct Endpoint {
    pub(crate) metadata: Metadata,
    pub(crate) request: Message,
    pub(crate) response: Message,
    /// The type of `error: Type`; absent for the Matrix error.
    pub(crate) error: Option<Type>,
}

/// What is known about an endpoint besides its fields.
pub(crate) struct Metadata {
    pub(crate) name: LitStr,
    pub(crate) description: LitStr,
    pub(crate) method: Ident,
    pub(crate) paths: Paths,
    pub(crate) rate_limited: bool,
    pub(crate) authentication: Authentication,
    /// A constant of `http::StatusCode`; absent for `OK`.
    pub(crate) status: Option<Ident>,
}

/// Every path that the endpoint has or had.
pub(crate) enum Paths {
    /// `path: ".."`.
    Fixed(PathTemplate),
    /// `history: { .. }`.
    History(History),
}

impl Paths {
    /// The first path; the others have the same placeholders.
    pub(crate) fn first(&self) -> Option<&PathTemplate> {
        match self {
            Self::Fixed(template) => Some(template),
            Self::History(History { unstable, stable, .. }) => unstable
                .first()
                .map(|(_, template)| template)
                .or_else(|| stable.first().map(|(_, template)| template)),
        }
    }
}

/// A path history in order.
#[derive(Default)]
pub(crate) struct History {
    /// Features and their paths.
    pub(crate) unstable: Vec<(LitStr, PathTemplate)>,
    /// Versions, rising, and the paths that they brought.
    pub(crate) stable: Vec<(Version, PathTemplate)>,
    pub(crate) deprecated: Option<Version>,
    pub(crate) removed: Option<Version>,
}

/// A version of the Matrix specification.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    pub(crate) major: u8,
    pub(crate) minor: u8,
}

/// The authentication scheme of an endpoint.
pub(crate) enum Authentication {
    /// A scheme of the runtime.
    Runtime(Ident),
    /// A type of the author's.
    Custom(Path),
}

/// A request or a response: the type that is emitted, and where its fields travel.
pub(crate) struct Message {
    pub(crate) kind: MessageKind,
    /// The place of the section's keyword, which the type's name takes.
    pub(crate) span: Span,
    /// The author's attributes for the type.
    pub(crate) attributes: Vec<Attribute>,
    /// `#[serde(..)]` ahead of the section.
    pub(crate) serde: Vec<Attribute>,
    /// Whether they are for serde's own derive.
    pub(crate) needs_derive: bool,
    pub(crate) exhaustive: bool,
    /// In the author's order.
    pub(crate) fields: Vec<Field>,
    /// The indices of the path's fields, in the order of the placeholders.
    pub(crate) path_order: Vec<usize>,
}

/// Which of the two messages of an endpoint.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum MessageKind {
    Request,
    Response,
}

impl MessageKind {
    /// The name of the type.
    pub(crate) fn type_name(self) -> &'static str {
        match self {
            Self::Request => "Request",
            Self::Response => "Response",
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// A field of a request or a response.
pub(crate) struct Field {
    pub(crate) documentation: Vec<Attribute>,
    pub(crate) cfg: Vec<Attribute>,
    /// Attributes for the public field that no other part of this macro reads.
    pub(crate) attributes: Vec<Attribute>,
    /// `#[serde(..)]` for the private types that travel.
    pub(crate) serde: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) place: Place,
    /// The name in the path, the query, the header section or the JSON body.
    pub(crate) wire_name: String,
    /// The names under which the field is read: its own and its aliases, with the author's spans.
    pub(crate) read_names: Vec<LitStr>,
    pub(crate) presence: Presence,
    /// The function of `#[serde(skip_serializing_if = "..")]`.
    pub(crate) skip_if: Option<Path>,
    /// What writes the value in the place of its type's `Serialize`.
    pub(crate) serialize_with: Option<Path>,
    /// What reads the value in the place of its type's `Deserialize`.
    pub(crate) deserialize_with: Option<Path>,
    /// Whether the field's serde attributes are for serde's own derive.
    pub(crate) needs_derive: bool,
    pub(crate) secret: bool,
}

/// Where a field travels.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A placeholder of the path.
    Path,
    /// A key of the query.
    Query,
    /// The whole query.
    QueryAll,
    /// A header field.
    Header,
    /// A member of the JSON body.
    Member,
    /// Members of the JSON body, by `#[serde(flatten)]`.
    Flattened,
    /// The whole JSON body.
    WholeBody,
    /// The whole body, any bytes.
    RawBody,
}

/// Whether a field is there always.
pub(crate) enum Presence {
    Required,
    /// May be left out; an absent one is what serde says it is.
    Optional {
        /// Whether the author wrote `#[serde(default)]` in either form.
        declared_default: bool,
        /// The function of `#[serde(default = "..")]`; otherwise `Default::default`.
        default: Option<Path>,
    },
}

/// The query of a request.
pub(crate) enum Query<'a> {
    /// These keys, perhaps none.
    Keys(Vec<&'a Field>),
    /// One field is all of it; several are alternatives under different configurations.
    Whole(Vec<&'a Field>),
}

/// The body of a request or a response.
pub(crate) enum Body<'a> {
    /// A JSON object with these members, perhaps none.
    Members(Vec<&'a Field>),
    /// One field is all of it, JSON or any bytes; several are alternatives under different
    /// configurations.
    Whole(Vec<&'a Field>),
}

impl Message {
    /// The fields of the path, in the order of the placeholders.
    pub(crate) fn path_fields(&self) -> Vec<&Field> {
        self.path_order.iter().filter_map(|&index| self.fields.get(index)).collect()
    }

    pub(crate) fn query(&self) -> Query<'_> {
        match self.fields_at(|place| place == Place::QueryAll) {
            whole if whole.is_empty() => Query::Keys(self.fields_at(|place| place == Place::Query)),
            whole => Query::Whole(whole),
        }
    }

    pub(crate) fn header_fields(&self) -> Vec<&Field> {
        self.fields_at(|place| place == Place::Header)
    }

    pub(crate) fn body(&self) -> Body<'_> {
        match self.fields_at(|place| matches!(place, Place::WholeBody | Place::RawBody)) {
            whole if whole.is_empty() => Body::Members(
                self.fields_at(|place| matches!(place, Place::Member | Place::Flattened)),
            ),
            whole => Body::Whole(whole),
        }
    }

    fn fields_at(&self, at: impl Fn(Place) -> bool) -> Vec<&Field> {
        self.fields.iter().filter(|field| at(field.place)).collect()
    }
}
