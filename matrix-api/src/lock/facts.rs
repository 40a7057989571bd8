//! From endpoints to the facts of a lock.

use std::collections::BTreeMap;

use super::model::{
    AuthenticationFacts, EndpointFacts, ErrorFacts, FieldFacts, Lock, MessageFacts, PathFact,
    Place, When,
};
use crate::{
    authentication::{Credential, Security},
    description::{ErrorDescription, Member, Object, Shape, Shapes, UnknownMembers, Variant},
    endpoints::{EndpointDescription, Endpoints, FieldDescription},
    metadata::FieldPlace,
    path_history::PathHistory,
    text::template::PathTemplate,
};

impl Lock {
    /// The wire format of a collection, as the crate defines it with the features of this build.
    #[must_use]
    pub fn of(endpoints: &Endpoints) -> Self {
        let mut shapes = Shapes::new();
        let described: Vec<_> = endpoints.iter().map(|it| it.describe(&mut shapes)).collect();
        let mut types = Types { shapes: &shapes, known: BTreeMap::new() };
        let mut known = BTreeMap::new();
        for description in &described {
            let facts = types.endpoint(description);
            known.insert(free_name(&known, description.metadata.name), facts);
        }
        Self { endpoints: known, types: types.known, ..Self::default() }
    }
}

/// The name, with a number if another endpoint has it.
fn free_name(known: &BTreeMap<String, EndpointFacts>, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{name}#{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| !known.contains_key(name)).unwrap_or_default()
}

/// Collects the shapes with names. A shape with members that has no name gets that of its place.
struct Types<'a> {
    shapes: &'a Shapes,
    known: BTreeMap<String, Shape>,
}

impl Types<'_> {
    fn endpoint(&mut self, endpoint: &EndpointDescription) -> EndpointFacts {
        let metadata = endpoint.metadata;
        let name = metadata.name;
        let mut request = self.message(
            &format!("{name}.request"),
            &endpoint.request,
            endpoint.refuses_unknown_members,
        );
        let template = metadata.path.templates().next();
        let arguments: Vec<_> = template.iter().flat_map(PathTemplate::names).collect();
        request.fields.sort_by_key(|field| match field.place {
            Place::Path => arguments.iter().position(|name| *name == field.name),
            _ => Some(arguments.len()),
        });
        let mut responses = Vec::new();
        for response in &endpoint.responses {
            let status = response.metadata.status.as_u16();
            let place = format!("{name}.{status}");
            let strict = response.refuses_unknown_members;
            responses.push((status, self.message(&place, &response.fields, strict)));
        }
        responses.sort_by_key(|(status, _)| *status);
        EndpointFacts {
            method: metadata.method.to_string(),
            paths: paths(&metadata.path),
            deprecated: metadata.path.deprecated(),
            removed: metadata.path.removed(),
            authentication: authentication(metadata.authentication, endpoint.security),
            request,
            responses,
            errors: self.errors(name, &endpoint.error),
        }
    }

    fn message(
        &mut self,
        name: &str,
        fields: &[FieldDescription],
        refuses_unknown: bool,
    ) -> MessageFacts {
        let mut fields: Vec<_> = fields.iter().map(|field| self.field(name, field)).collect();
        fields.sort_by(|a, b| (a.place, &a.name).cmp(&(b.place, &b.name)));
        MessageFacts { refuses_unknown, fields }
    }

    fn field(&mut self, message: &str, field: &FieldDescription) -> FieldFacts {
        let metadata = field.metadata;
        let is_flattened = field.flattened && metadata.place == FieldPlace::Body;
        let place = if is_flattened { Place::Flattened } else { place(metadata.place) };
        let mut aliases: Vec<_> = field.aliases.iter().map(|&alias| alias.to_owned()).collect();
        aliases.sort();
        FieldFacts {
            place,
            name: metadata.name.to_owned(),
            is_required: !metadata.optional,
            shape: self.shape(&format!("{message}.{}", metadata.name), &field.shape),
            media_type: field.media_type.map(str::to_owned),
            is_secret: metadata.secret,
            is_null_if_absent: field.nullable && !metadata.optional,
            is_read_by_function: field.read_by_function,
            aliases,
            default: field.default.clone(),
            has_hidden_default: field.hidden_default,
            since: field.since,
        }
    }

    fn errors(&mut self, name: &str, error: &ErrorDescription) -> Vec<ErrorFacts> {
        let place = format!("{name}.error");
        let all = std::iter::once((None, &error.body));
        let statuses =
            error.statuses.iter().map(|status| (Some(status.status.as_u16()), &status.body));
        let mut errors: Vec<_> = all
            .chain(statuses)
            .map(|(status, body)| ErrorFacts {
                status,
                media_type: body.media_type.map(str::to_owned),
                shape: self.shape(&place, &body.shape),
            })
            .collect();
        errors.sort_by_key(|error| error.status);
        errors
    }

    /// The shape without documentation. Objects within it are in `known`.
    fn shape(&mut self, place: &str, shape: &Shape) -> Shape {
        match shape {
            Shape::List(item) => self.shape(place, item).list(),
            Shape::Map(value) => self.shape(place, value).map(),
            Shape::Tuple(items) => Shape::Tuple(self.shapes_of(place, items)),
            Shape::OneOf(shapes) => Shape::OneOf(self.shapes_of(place, shapes)),
            Shape::Named(name) => self.named(name),
            Shape::Object(_) | Shape::Tagged { .. } => {
                let mut names = std::iter::once(place.to_owned())
                    .chain((2..).map(|number| format!("{place}#{number}")));
                let is_free = |name: &String| {
                    !self.known.contains_key(name) && self.shapes.get(name).is_none()
                };
                let name = names.find(is_free).unwrap_or_default();
                self.known.insert(name.clone(), Shape::Any);
                let definition = self.definition(&name, shape);
                self.known.insert(name.clone(), definition);
                Shape::Named(name)
            }
            Shape::Text(text) => {
                let mut text = text.clone();
                text.values.sort();
                let grammar =
                    text.grammar.take().map(|grammar| grammar.replace(' ', "-").to_lowercase());
                text.format = text.format.or(grammar);
                Shape::Text(text)
            }
            Shape::Any
            | Shape::Null
            | Shape::Boolean
            | Shape::Integer { .. }
            | Shape::Number
            | Shape::Schema(_) => shape.clone(),
        }
    }

    fn shapes_of(&mut self, place: &str, shapes: &[Shape]) -> Vec<Shape> {
        let numbered = shapes.iter().zip(1_usize..);
        numbered.map(|(shape, number)| self.shape(&format!("{place}.{number}"), shape)).collect()
    }

    fn named(&mut self, name: &str) -> Shape {
        if !self.known.contains_key(name) {
            let shape = self.shapes.get(name).cloned().unwrap_or(Shape::Any);
            // A shape may contain itself.
            self.known.insert(name.to_owned(), Shape::Any);
            let definition = self.definition(name, &shape);
            self.known.insert(name.to_owned(), definition);
        }
        Shape::Named(name.to_owned())
    }

    /// The shape behind a name.
    fn definition(&mut self, name: &str, shape: &Shape) -> Shape {
        match shape {
            Shape::Object(object) => {
                let members = object.members.iter().map(|member| {
                    let shape = self.shape(&format!("{name}.{}", member.name), &member.shape);
                    let mut member = Member { shape, ..member.clone() };
                    member.documentation.clear();
                    member.aliases.sort();
                    member
                });
                let mut members: Vec<_> = members.collect();
                members.sort_by(|a, b| a.name.cmp(&b.name));
                let unknown = match &object.unknown {
                    UnknownMembers::Kept(shape) => {
                        UnknownMembers::Kept(Box::new(self.shape(&format!("{name}.*"), shape)))
                    }
                    other => other.clone(),
                };
                Shape::Object(Object { members, unknown })
            }
            Shape::Tagged { tag, variants, other } => {
                let variants = variants.iter().map(|Variant { tag, shape }| {
                    Variant::new(tag.clone(), self.shape(&format!("{name}.{tag}"), shape))
                });
                let mut variants: Vec<_> = variants.collect();
                variants.sort_by(|a, b| a.tag.cmp(&b.tag));
                let other = other.as_ref();
                let other =
                    other.map(|shape| Box::new(self.shape(&format!("{name}.other"), shape)));
                Shape::Tagged { tag: tag.clone(), variants, other }
            }
            other => self.shape(name, other),
        }
    }
}

fn place(place: FieldPlace) -> Place {
    match place {
        FieldPlace::Path => Place::Path,
        FieldPlace::Query => Place::Query,
        FieldPlace::QueryAll => Place::WholeQuery,
        FieldPlace::Header => Place::Header,
        FieldPlace::Body => Place::Body,
        FieldPlace::WholeBody => Place::WholeBody,
        FieldPlace::RawBody
        | FieldPlace::StreamedBody
        | FieldPlace::JsonLines
        | FieldPlace::EventStream => Place::RawBody,
        FieldPlace::Status => Place::Status,
    }
}

fn paths(history: &PathHistory) -> Vec<PathFact> {
    let fixed = history.fixed_path().map(|template| (When::Always, template));
    let unstable = history.unstable().iter();
    let unstable =
        unstable.map(|(feature, template)| (When::Feature((*feature).to_owned()), *template));
    let stable =
        history.stable().iter().map(|(version, template)| (When::Version(*version), *template));
    let all = fixed.into_iter().chain(unstable).chain(stable);
    all.map(|(when, template)| PathFact { when, template: template.as_str().to_owned() }).collect()
}

fn authentication(scheme: &str, security: Security) -> AuthenticationFacts {
    let credential = |credential: &Credential| match credential {
        Credential::Authorization(scheme) => format!("authorization:{scheme}"),
        Credential::Header(name) => format!("header:{name}"),
        Credential::Query(name) => format!("query:{name}"),
    };
    AuthenticationFacts {
        scheme: scheme.to_owned(),
        is_required: security.is_required(),
        credentials: security.credentials().iter().map(credential).collect(),
        parameters: security.parameters().iter().map(|&name| name.to_owned()).collect(),
    }
}
