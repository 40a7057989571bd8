//! The description of an endpoint.

use serde_json::Value;

use crate::{
    authentication::{AuthenticationScheme, Security},
    description::{
        BodyDescription, ErrorDescription, FieldType, FieldTypes, MessageTypes, Shape, Shapes,
    },
    endpoint::Endpoint,
    matrix_error::EndpointError as _,
    metadata::{Field, Metadata, SuccessResponse},
    versions::MatrixVersion,
};

/// An endpoint with the shapes of its fields.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EndpointDescription {
    /// Its metadata.
    pub metadata: &'static Metadata,
    /// What the request means, in Markdown; empty if the definition does not say it.
    pub documentation: &'static str,
    /// The fields of the request, in the order of their declaration.
    pub request: Vec<FieldDescription>,
    /// Whether a request with other members is an error.
    pub refuses_unknown_members: bool,
    /// The responses of a success, in the order of their declaration.
    pub responses: Vec<ResponseDescription>,
    /// The error responses.
    pub error: ErrorDescription,
    /// How requests carry credentials.
    pub security: Security,
}

/// A response of a success with the shapes of its fields.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResponseDescription {
    /// Its metadata.
    pub metadata: SuccessResponse,
    /// What it means, in Markdown; empty if the definition does not say it.
    pub documentation: &'static str,
    /// The fields, in the order of their declaration.
    pub fields: Vec<FieldDescription>,
    /// Whether a response with other members is an error.
    pub refuses_unknown_members: bool,
}

/// A field with its shape.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FieldDescription {
    /// Its metadata: name, place, and whether it may be absent.
    pub metadata: Field,
    /// What it means, in Markdown; empty if the definition does not say it.
    pub documentation: &'static str,
    /// The shape of its value.
    pub shape: Shape,
    /// The media type of a raw body. `None` for other fields, and if any is possible.
    pub media_type: Option<&'static str>,
    /// The value of an absent field, if it can be written as JSON. Secrets have none.
    pub default: Option<Value>,
    /// Whether an absent field has a value that is not shown, because it is a secret.
    pub hidden_default: bool,
    /// The other names under which the field is read.
    pub aliases: &'static [&'static str],
    /// The first version of Matrix that has the field, if the definition says it.
    pub since: Option<MatrixVersion>,
    /// Whether it is an `Option` that is written as `null`, and `None` if it is absent or `null`.
    pub nullable: bool,
    /// Whether people should not use the field any more.
    pub deprecated: bool,
    /// Whether the members of its value are members of the body.
    pub flattened: bool,
    /// Whether a function reads the field, by `#[serde(deserialize_with = "..")]`. It may accept other values
    /// than those of the shape, which says what is written.
    pub read_by_function: bool,
}

/// Describes an endpoint.
pub(super) fn describe_endpoint<R: Endpoint>(shapes: &mut Shapes) -> EndpointDescription {
    let error = R::Error::describe(shapes);
    let security = <R::Authentication as AuthenticationScheme>::SECURITY;
    describe(R::METADATA, R::FIELD_TYPES, error, security, shapes)
}

fn describe(
    metadata: &'static Metadata,
    types: &'static FieldTypes,
    error: ErrorDescription,
    security: Security,
    shapes: &mut Shapes,
) -> EndpointDescription {
    let MessageTypes { documentation, refuses_unknown_members, .. } = types.request;
    let request = describe_fields(metadata.request_fields, types.request.fields, shapes);
    let mut described = types.responses.iter();
    let responses = metadata.responses.iter().map(|response| {
        let types = described.next().copied().unwrap_or_default();
        let MessageTypes { documentation, refuses_unknown_members, .. } = types;
        let fields = describe_fields(response.fields, types.fields, shapes);
        ResponseDescription { metadata: *response, documentation, fields, refuses_unknown_members }
    });
    let responses = responses.collect();
    EndpointDescription {
        metadata,
        documentation,
        request,
        refuses_unknown_members,
        responses,
        error,
        security,
    }
}

fn describe_fields(
    fields: &[Field],
    types: &[FieldType],
    shapes: &mut Shapes,
) -> Vec<FieldDescription> {
    let unknown = FieldType::new("", |_| Shape::Any);
    let types = types.iter().chain(std::iter::repeat(&unknown));
    let describe = |(field, ty): (&Field, &FieldType)| {
        let BodyDescription { media_type, shape } = ty.describe(shapes);
        FieldDescription {
            metadata: *field,
            documentation: ty.documentation(),
            shape,
            media_type,
            default: ty.default_value(),
            hidden_default: ty.has_hidden_default(),
            aliases: ty.other_names(),
            since: ty.added_in(),
            nullable: ty.is_nullable(),
            deprecated: ty.is_deprecated(),
            flattened: ty.is_flattened(),
            read_by_function: ty.is_read_by_function(),
        }
    };
    fields.iter().zip(types).filter(|(_, ty)| !ty.is_skipped()).map(describe).collect()
}
