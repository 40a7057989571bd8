//! The validated definition.
//!
//! An [`Endpoint`] exists only if no error was reported, so expanding one cannot fail. A [`Message`] also
//! exists for a definition with errors, because its type is emitted all the same.

mod example;

use proc_macro2::{Ident, Span};
use syn::{Attribute, LitStr, Path, Type, Visibility};

pub(crate) use self::example::{
    Example, ExampleBody, ExampleContent, ExampleRequest, ExampleResponse,
};
use crate::path::PathTemplate;

/// A definition without errors.
pub(crate) struct Endpoint {
    pub(crate) metadata: Metadata,
    pub(crate) request: Message,
    /// At least one. With several, the response is an enum of them.
    pub(crate) responses: Vec<Message>,
    /// The type of `error: Type`; absent for `MatrixError`.
    pub(crate) error: Option<Type>,
    /// In the author's order.
    pub(crate) examples: Vec<Example>,
}

/// An endpoint without its fields.
pub(crate) struct Metadata {
    pub(crate) name: LitStr,
    /// Absent if it is the name.
    pub(crate) operation_id: Option<LitStr>,
    pub(crate) description: LitStr,
    pub(crate) method: Ident,
    pub(crate) paths: Paths,
    pub(crate) rate_limited: bool,
    pub(crate) authentication: Authentication,
}

/// Every path that the endpoint has or had.
pub(crate) enum Paths {
    /// `path: ".."`.
    Fixed(PathTemplate),
    /// `history: { .. }`.
    History(History),
}

/// A path history in order.
#[derive(Default)]
pub(crate) struct History {
    /// Features and their paths.
    pub(crate) unstable: Vec<(LitStr, PathTemplate)>,
    /// Versions, in ascending order, and the paths that they introduced.
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

impl Version {
    /// The version as it is written.
    pub(crate) fn text(self) -> String {
        format!("{}.{}", self.major, self.minor)
    }
}

/// The authentication scheme of an endpoint.
#[derive(Clone)]
pub(crate) enum Authentication {
    /// A scheme that the runtime defines.
    Runtime(Ident),
    /// A type of the author.
    Custom(Path),
}

/// A request or a response: the emitted type, and where its fields are sent.
pub(crate) struct Message {
    pub(crate) kind: MessageKind,
    /// The status of a response, a constant of `http::StatusCode`; absent for `OK`.
    pub(crate) status: Option<Ident>,
    /// The span of the section's keyword, which the type's name gets.
    pub(crate) span: Span,
    /// The author's attributes for the type.
    pub(crate) attributes: Vec<Attribute>,
    /// `#[serde(..)]` before the section.
    pub(crate) serde: Vec<Attribute>,
    /// Whether only serde's own derive understands them.
    pub(crate) needs_derive: bool,
    pub(crate) exhaustive: bool,
    /// In the author's order.
    pub(crate) fields: Vec<Field>,
    /// The indices of the path's fields, in the order of the placeholders.
    pub(crate) path_order: Vec<usize>,
}

/// Which of the messages of an endpoint.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum MessageKind {
    Request,
    /// The only response.
    Response,
    /// One of several responses.
    OneResponse,
}

impl MessageKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response | Self::OneResponse => "response",
        }
    }
}

/// A field of a request or a response.
pub(crate) struct Field {
    pub(crate) documentation: Vec<Attribute>,
    pub(crate) cfg: Vec<Attribute>,
    /// The other attributes, for the public field.
    pub(crate) attributes: Vec<Attribute>,
    /// `#[serde(..)]`, for the private types that serde derives.
    pub(crate) serde: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) place: FieldPlace,
    /// The name in the path, the query, the headers or the JSON body.
    pub(crate) wire_name: String,
    /// The names under which the field is read: its own and its aliases, with the author's spans.
    pub(crate) read_names: Vec<LitStr>,
    pub(crate) presence: Presence,
    /// The type's `Option<..>`, if the author wrote one.
    pub(crate) option: Option<OptionType>,
    /// The function that says whether a value is left out.
    pub(crate) skip_if: Option<Path>,
    /// The function that replaces the type's `Serialize`.
    pub(crate) serialize_with: Option<Path>,
    /// The function that replaces the type's `Deserialize`.
    pub(crate) deserialize_with: Option<Path>,
    /// Whether only serde's own derive understands the serde attributes.
    pub(crate) needs_derive: bool,
    pub(crate) secret: bool,
    /// `#[serde(skip)]`: the field is never sent.
    pub(crate) skipped: bool,
    /// The version of Matrix that added the field.
    pub(crate) since: Option<Version>,
}

/// Where a field is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldPlace {
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
    /// The status of a response.
    Status,
}

impl FieldPlace {
    /// Whether a field has a name there.
    pub(crate) fn is_named(self) -> bool {
        matches!(self, Self::Path | Self::Query | Self::Header | Self::Member)
    }

    pub(crate) fn is_in_body(self) -> bool {
        matches!(self, Self::Member | Self::Flattened | Self::WholeBody | Self::RawBody)
    }
}

/// Whether a field may be absent.
pub(crate) enum Presence {
    Required,
    /// Absent fields get a default.
    Optional {
        /// Whether the author wrote `#[serde(default)]` in either form.
        declared_default: bool,
        /// The function of `#[serde(default = "..")]`; otherwise `Default::default`.
        default: Option<Path>,
    },
}

/// A type that is written `Option<T>`.
pub(crate) struct OptionType {
    /// `T`.
    pub(crate) value: Type,
    /// `U` if `T` is `Option<U>`, otherwise `T`.
    pub(crate) innermost: Type,
    /// Whether `None` is left out without a `skip_serializing_if` of the author.
    pub(crate) implied_skip: bool,
    /// `#[ruma_api(nullable)]`.
    pub(crate) nullable: bool,
    /// Whether `null` is read as `Some(None)`, since `T` is another `Option`.
    pub(crate) distinguishes_null: bool,
}

impl Field {
    /// Whether the field is an argument of the path that has a default, and no rule of the author for leaving it
    /// out.
    pub(crate) fn is_argument_with_default(&self) -> bool {
        self.place == FieldPlace::Path && self.is_optional() && self.skip_if.is_none()
    }

    /// `T` of an `Option<T>` that reads `null` as `Some(None)`.
    pub(crate) fn value_beside_null(&self) -> Option<&Type> {
        let option = self.option.as_ref().filter(|option| option.distinguishes_null)?;
        Some(&option.value)
    }

    /// Whether the value on the wire may be `null`.
    pub(crate) fn may_be_null(&self) -> bool {
        let writes_none = self.option.is_some()
            && self.skip_if.is_none()
            && matches!(self.place, FieldPlace::Member | FieldPlace::WholeBody);
        writes_none || self.value_beside_null().is_some()
    }

    /// The type of a value that is neither absent nor `null`.
    pub(crate) fn value_type(&self) -> &Type {
        self.option.as_ref().map_or(&self.ty, |option| &option.innermost)
    }

    /// Whether the field is absent as `None` without being optional.
    pub(crate) fn is_nullable(&self) -> bool {
        self.option.as_ref().is_some_and(|option| option.nullable)
    }

    /// Whether the field can be absent where it is a whole part of the message.
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self.presence, Presence::Optional { .. })
    }
}

/// The query of a request.
pub(crate) enum Query<'a> {
    /// These keys, or none.
    Keys(Vec<&'a Field>),
    /// One field is the whole query; several are alternatives under different configurations.
    Whole(Vec<&'a Field>),
}

/// The body of a request or a response.
pub(crate) enum Body<'a> {
    /// A JSON object with these members, or none.
    Members(Vec<&'a Field>),
    /// One field is the whole body, JSON or any bytes; several are alternatives under different
    /// configurations.
    Whole(Vec<&'a Field>),
}

impl Message {
    /// The name of the status of a response.
    pub(crate) fn status_name(&self) -> String {
        self.status.as_ref().map_or_else(|| "OK".to_owned(), ToString::to_string)
    }

    /// The name of a response's variant: the status in camel case.
    pub(crate) fn variant_name(&self) -> String {
        let mut name = String::new();
        for word in self.status_name().split('_') {
            let mut characters = word.chars();
            name.extend(characters.next().map(|first| first.to_ascii_uppercase()));
            name.extend(characters.map(|character| character.to_ascii_lowercase()));
        }
        // A status that does not exist may be anything.
        if syn::parse_str::<Ident>(&name).is_ok() { name } else { format!("Status{name}") }
    }

    /// The name of the type.
    pub(crate) fn type_name(&self) -> String {
        match self.kind {
            MessageKind::Request => "Request".to_owned(),
            MessageKind::Response => "Response".to_owned(),
            MessageKind::OneResponse => self.variant_name() + "Response",
        }
    }

    /// The fields that are the status; several are alternatives under different configurations.
    pub(crate) fn status_fields(&self) -> Vec<&Field> {
        self.fields_at(|place| place == FieldPlace::Status)
    }

    /// The fields of the path, in the order of the placeholders.
    pub(crate) fn path_fields(&self) -> Vec<&Field> {
        self.path_order.iter().filter_map(|&index| self.fields.get(index)).collect()
    }

    /// Whether the last argument of the path may be absent, with its `/`.
    pub(crate) fn has_optional_end(&self) -> bool {
        self.path_fields()
            .last()
            .is_some_and(|last| matches!(last.presence, Presence::Optional { .. }))
    }

    pub(crate) fn query(&self) -> Query<'_> {
        match self.fields_at(|place| place == FieldPlace::QueryAll) {
            whole if whole.is_empty() => {
                Query::Keys(self.fields_at(|place| place == FieldPlace::Query))
            }
            whole => Query::Whole(whole),
        }
    }

    pub(crate) fn header_fields(&self) -> Vec<&Field> {
        self.fields_at(|place| place == FieldPlace::Header)
    }

    pub(crate) fn body(&self) -> Body<'_> {
        match self.fields_at(|place| matches!(place, FieldPlace::WholeBody | FieldPlace::RawBody)) {
            whole if whole.is_empty() => Body::Members(
                self.fields_at(|place| matches!(place, FieldPlace::Member | FieldPlace::Flattened)),
            ),
            whole => Body::Whole(whole),
        }
    }

    fn fields_at(&self, at: impl Fn(FieldPlace) -> bool) -> Vec<&Field> {
        self.fields.iter().filter(|field| at(field.place)).collect()
    }
}
