//! The definitions of a collection: which endpoint a request is for, and what its messages look like.

use http::{HeaderName, Method, StatusCode, header};

use crate::{
    authentication::Credential,
    client::OWN_ENDPOINTS,
    description::{Shape, Shapes},
    endpoints::{EndpointDescription, EndpointEntry, Endpoints, FieldDescription},
    metadata::{FieldPlace, Metadata},
    mock::rule::{has_method, has_path},
    text::template::PathTemplate,
    wire::path_arguments::PathArguments,
};

/// The endpoints whose requests are recorded: those of a collection, and those that a client calls itself.
pub(super) struct Definitions {
    pub(super) collection: Endpoints,
    pub(super) shapes: Shapes,
    list: Vec<Definition>,
}

/// An endpoint.
pub(super) struct Definition {
    pub(super) entry: &'static EndpointEntry,
    pub(super) description: EndpointDescription,
}

/// The fields of a message, and its body if that is not made of fields.
#[derive(Clone, Copy)]
pub(super) struct MessageDefinition<'a> {
    pub(super) fields: &'a [FieldDescription],
    /// The body of an error response.
    pub(super) error: Option<&'a Shape>,
    pub(super) shapes: &'a Shapes,
}

impl Definitions {
    pub(super) fn new(collection: &Endpoints) -> Self {
        let mut shapes = Shapes::new();
        let entries = collection.iter().chain(OWN_ENDPOINTS);
        let list =
            entries.map(|entry| Definition { entry, description: entry.describe(&mut shapes) });
        let list = list.collect();
        Self { collection: *collection, shapes, list }
    }

    /// The endpoint of a request. If several have its path, the one with the fewest placeholders.
    pub(super) fn find(&self, method: &Method, path: &str) -> Option<&Definition> {
        let found = self.list.iter().filter(|definition| {
            let metadata = definition.metadata();
            has_method(metadata, method) && has_path(metadata, path)
        });
        found.min_by_key(|definition| definition.template(path).map(|it| it.names().count()))
    }

    pub(super) fn request<'a>(&'a self, definition: &'a Definition) -> MessageDefinition<'a> {
        let fields = &definition.description.request;
        MessageDefinition { fields, error: None, shapes: &self.shapes }
    }

    pub(super) fn response<'a>(
        &'a self,
        definition: &'a Definition,
        status: StatusCode,
    ) -> MessageDefinition<'a> {
        let EndpointDescription { responses, error, .. } = &definition.description;
        let success = definition.metadata().responses.with_status(status);
        let described = responses
            .iter()
            .find(|it| success.is_some_and(|success| success.status == it.metadata.status));
        let shapes = &self.shapes;
        match described {
            Some(described) => MessageDefinition { fields: &described.fields, error: None, shapes },
            None => {
                let of_status = error.statuses.iter().find(|it| it.status == status);
                let body = of_status.map_or(&error.body, |it| &it.body);
                MessageDefinition { fields: &[], error: Some(&body.shape), shapes }
            }
        }
    }
}

impl Definition {
    pub(super) fn metadata(&self) -> &'static Metadata {
        self.entry.metadata()
    }

    /// Whether a body of the endpoint is a stream.
    pub(super) fn has_stream(&self) -> bool {
        self.metadata().streams_request() || self.metadata().streams_response()
    }

    /// The template of a path.
    fn template(&self, path: &str) -> Option<PathTemplate> {
        let mut templates = self.metadata().path.templates().rev();
        templates.find(|template| {
            let history = crate::path_history::PathHistory::fixed(*template);
            PathArguments::find(&history, path).is_some()
        })
    }

    /// For each segment of a path, the name of the field that it is, if it is one.
    pub(super) fn path_fields(&self, path: &str) -> Vec<Option<&'static str>> {
        let template = self.template(path).map_or("", |template| template.as_str());
        let mut fields: Vec<_> = template.split('/').map(field_of_segment).collect();
        let rest = match fields.last() {
            Some(Some((name, true))) => Some(*name),
            _ => None,
        };
        let count = path.split('/').count();
        fields.truncate(count);
        let mut names: Vec<_> = fields.into_iter().map(|it| it.map(|(name, _)| name)).collect();
        names.resize(count, rest);
        names
    }

    /// Whether the query has this parameter for the authentication scheme, and whether it is a credential.
    pub(super) fn authentication_parameter(&self, name: &str) -> Option<bool> {
        let security = &self.description.security;
        if security.parameters().contains(&name) {
            return Some(false);
        }
        let mut credentials = security.credentials().iter();
        let is_credential =
            |it: &Credential| matches!(it, Credential::Query(other) if *other == name);
        credentials.any(is_credential).then_some(true)
    }

    /// Whether a header of requests has credentials.
    pub(super) fn is_credential(&self, name: &HeaderName) -> bool {
        *name == header::AUTHORIZATION
            || self.description.security.credentials().iter().any(|it| match it {
                Credential::Header(header) => name.as_str().eq_ignore_ascii_case(header),
                _ => false,
            })
    }
}

/// The name of the field in the braces of a segment, and whether it is the rest of the path.
fn field_of_segment(segment: &'static str) -> Option<(&'static str, bool)> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    Some(name.strip_suffix("..").map_or((name, false), |name| (name, true)))
}

impl<'a> MessageDefinition<'a> {
    pub(super) fn field(&self, place: FieldPlace, name: &str) -> Option<&'a FieldDescription> {
        self.fields.iter().find(|field| {
            field.metadata.place == place
                && (field.metadata.name == name
                    || field.aliases.contains(&name)
                    || place == FieldPlace::Header
                        && field.metadata.name.eq_ignore_ascii_case(name))
        })
    }

    /// The only field in a place.
    pub(super) fn only_field(&self, place: FieldPlace) -> Option<&'a FieldDescription> {
        self.fields.iter().find(|field| field.metadata.place == place)
    }
}
