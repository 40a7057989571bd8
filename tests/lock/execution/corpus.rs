//! The messages that a definition allows.

use std::collections::BTreeSet;

use matrix_api::{
    PathTemplate,
    bytes::Bytes,
    description::{BodyDescription, Shapes},
    endpoints::{EndpointDescription, FieldDescription},
    http::{Request, Response, StatusCode},
    metadata::FieldPlace,
};
use serde_json::{Value, json};

use super::{
    message::{self, Sent},
    side::{Refused, Side},
    tree::{self, Place},
    values,
};

/// The most error responses with a status.
const MAX_ERRORS: usize = 20;

/// A message that the writer may send, and as its own codec writes it.
pub struct Said<M> {
    pub label: String,
    pub sent: M,
    pub meant: M,
}

/// What messages of a kind may have.
#[derive(Default)]
pub struct Knowledge {
    /// The places that messages have something at.
    pub places: BTreeSet<Place>,
    /// The places where `null` means something else than nothing.
    pub meaningful_nulls: BTreeSet<Place>,
}

/// The requests or the answers of a definition.
pub struct Corpus<'a> {
    pub side: &'a Side,
    pub requests: Vec<Said<Request<Bytes>>>,
    /// Successes, with the index of the response section.
    pub successes: Vec<(usize, Said<Response<Bytes>>)>,
    pub errors: Vec<Said<Response<Bytes>>>,
    /// Requests and successes with members and parameters that others add, and this definition ignores.
    pub strangers: Vec<Request<Bytes>>,
    pub strange_answers: Vec<Response<Bytes>>,
    /// What is known about requests, or about each response section.
    knowledge: Vec<Knowledge>,
    /// The places of aliases, with the names of their fields.
    pub aliases: Vec<(Place, String)>,
    /// Messages that could not be made.
    pub gaps: Vec<String>,
}

impl<'a> Corpus<'a> {
    /// The requests with some of the paths. Clients that were released before may write the aliases of
    /// fields, and members that the definition ignores.
    pub fn requests(side: &'a Side, templates: &[PathTemplate], is_old: bool) -> Self {
        let (description, shapes) = (&side.description, &side.shapes);
        let mut corpus = Self::new(side);
        corpus.add_aliases(&description.request);
        let method = &description.metadata.method;
        for (index, template) in templates.iter().enumerate() {
            let make = |sent: &[Sent<'_>]| {
                let request = message::request(method, *template, sent)?;
                Some(side.accept_request(&request).map(|meant| (request, meant)))
            };
            let mut drafts = Drafts::new(&description.request, shapes, None);
            let mut accepted = drafts.accepted(&make, is_old);
            if index > 0 {
                // The parts do not depend on the path.
                accepted.truncate(1);
            }
            corpus.gaps.extend(drafts.gap.map(|gap| format!("request: {gap}")));
            for (label, (sent, meant)) in accepted {
                let at =
                    if index > 0 { format!(" at {}", template.as_str()) } else { String::new() };
                if tree::of_request(side, &sent) != tree::of_request(side, &meant) {
                    let (label, sent) = (format!("{label}{at}, as it is written"), meant.clone());
                    corpus.requests.push(Said { label, sent, meant: meant.clone() });
                }
                corpus.requests.push(Said { label: format!("{label}{at}"), sent, meant });
            }
        }
        let first = corpus.requests.first().map(|said| &said.meant);
        let strangers = first.into_iter().flat_map(message::with_strangers);
        let is_accepted = |request: &Request<Bytes>| side.recode_request(request).is_ok();
        corpus.strangers = strangers.filter(|_| is_old).filter(is_accepted).collect();
        let trees = corpus.requests.iter().map(|it| tree::of_request(side, &it.meant));
        corpus.knowledge.push(Knowledge::of(trees));
        corpus
    }

    /// The successes and the error responses. Older servers may write the aliases of fields, and
    /// members that the definition ignores.
    pub fn answers(side: &'a Side, is_old: bool) -> Self {
        let (description, shapes) = (&side.description, &side.shapes);
        let mut corpus = Self::new(side);
        for (section, response) in description.responses.iter().enumerate() {
            corpus.add_aliases(&response.fields);
            let status = response.metadata.status;
            let make = |sent: &[Sent<'_>]| {
                let response = message::response(status, sent)?;
                let meant = side.accept_answer(&response).and_then(|(is_success, meant)| {
                    if is_success { Ok(meant) } else { Err(Refused::other("an error")) }
                });
                Some(meant.map(|meant| (response, meant)))
            };
            let mut drafts = Drafts::new(&response.fields, shapes, Some(status));
            let accepted = drafts.accepted(&make, is_old);
            let stranger =
                accepted.first().and_then(|(_, (_, meant))| message::with_stranger(meant));
            let stranger =
                stranger.filter(|_| is_old).filter(|stranger| side.recode_answer(stranger).is_ok());
            corpus.strange_answers.extend(stranger);
            for (label, (sent, meant)) in accepted {
                let label = format!("{} {label}", status.as_u16());
                if tree::of_answer(&sent) != tree::of_answer(&meant) {
                    let (label, sent) = (format!("{label}, as it is written"), meant.clone());
                    corpus.successes.push((section, Said { label, sent, meant: meant.clone() }));
                }
                corpus.successes.push((section, Said { label, sent, meant }));
            }
            corpus.gaps.extend(drafts.gap.map(|gap| format!("{}: {gap}", status.as_u16())));
        }
        corpus.add_errors(description, shapes);
        for index in 0..description.responses.len() {
            let successes = corpus.successes.iter().filter(|(section, _)| *section == index);
            let trees = successes.map(|(_, said)| tree::of_answer(&said.meant));
            corpus.knowledge.push(Knowledge::of(trees));
        }
        corpus
    }

    fn new(side: &'a Side) -> Self {
        Self {
            side,
            requests: Vec::new(),
            successes: Vec::new(),
            errors: Vec::new(),
            strangers: Vec::new(),
            strange_answers: Vec::new(),
            knowledge: Vec::new(),
            aliases: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// How many messages there are.
    pub fn count(&self) -> usize {
        self.requests.len() + self.successes.len() + self.errors.len()
    }

    /// What is known about requests, or about a response section.
    pub fn knowledge(&self, section: usize) -> &Knowledge {
        &self.knowledge[section]
    }

    fn add_aliases(&mut self, fields: &[FieldDescription]) {
        for field in fields {
            let part = match field.metadata.place {
                FieldPlace::Query => "query",
                FieldPlace::Header => "header",
                FieldPlace::Body => "body",
                _ => continue,
            };
            self.aliases.extend(field.aliases.iter().map(|alias| {
                (vec![part.to_owned(), (*alias).to_owned()], field.metadata.name.to_owned())
            }));
        }
    }

    fn add_errors(&mut self, description: &EndpointDescription, shapes: &Shapes) {
        let mut bodies = vec![(StatusCode::BAD_REQUEST, &description.error.body)];
        bodies.push((StatusCode::FORBIDDEN, &description.error.body));
        bodies.extend(description.error.statuses.iter().map(|it| (it.status, &it.body)));
        for (status, body) in bodies {
            for value in error_bodies(shapes, body) {
                let media_type = body.media_type.unwrap_or("application/json");
                let response =
                    Response::builder().status(status).header("content-type", media_type);
                let Ok(sent) = response.body(Bytes::from(value.to_string())) else { continue };
                if let Ok((false, meant)) = self.side.accept_answer(&sent) {
                    let label = format!("error {}", status.as_u16());
                    self.errors.push(Said { label, sent, meant });
                }
            }
        }
    }
}

impl Knowledge {
    /// Learns from messages.
    fn of(trees: impl Iterator<Item = Value>) -> Self {
        let places: Vec<_> = trees.map(|tree| places(&tree)).collect();
        let nulls: BTreeSet<_> = places.iter().flat_map(|(_, nulls)| nulls).collect();
        let is_left_out_somewhere = |place: &&Place| {
            let parent = place.split_last().map(|(_, parent)| parent.to_vec());
            let is_left_out = |all: &BTreeSet<Place>| {
                !all.contains(*place) && parent.as_ref().is_some_and(|it| all.contains(it))
            };
            places.iter().any(|(all, _)| is_left_out(all))
        };
        Self {
            meaningful_nulls: nulls.into_iter().filter(is_left_out_somewhere).cloned().collect(),
            places: places.iter().flat_map(|(all, _)| all).cloned().collect(),
        }
    }
}

fn places(tree: &Value) -> (BTreeSet<Place>, BTreeSet<Place>) {
    let (mut all, mut nulls) = (BTreeSet::new(), BTreeSet::new());
    tree::for_each(tree, &mut |place, value| {
        all.insert(place.clone());
        if value.is_null() {
            nulls.insert(place.clone());
        }
    });
    (all, nulls)
}

fn error_bodies(shapes: &Shapes, body: &BodyDescription) -> Vec<Value> {
    let mut bodies = values::values(shapes, &body.shape);
    bodies.retain(Value::is_object);
    bodies.truncate(MAX_ERRORS);
    bodies.push(json!({ "errcode": "M_FORBIDDEN", "error": "no" }));
    bodies
}

/// Makes a message and lets the writer's codec read it. `None` if a value has no text for its place.
type Make<'a, M> = &'a dyn Fn(&[Sent<'_>]) -> Option<Result<M, Refused>>;

/// The fields of a message with the values that they may have.
struct Drafts<'a> {
    fields: &'a [FieldDescription],
    values: Vec<Vec<Value>>,
    gap: Option<String>,
}

impl<'a> Drafts<'a> {
    fn new(fields: &'a [FieldDescription], shapes: &Shapes, status: Option<StatusCode>) -> Self {
        let values = fields.iter().map(|field| match (field.metadata.place, status) {
            (FieldPlace::Status, Some(status)) => statuses(status),
            (FieldPlace::RawBody | FieldPlace::StreamedBody, _) => {
                let mut values = values::values(shapes, &field.shape);
                values.push(json!("7\n8\n"));
                values
            }
            _ => values::values(shapes, &field.shape),
        });
        Self { fields, values: values.collect(), gap: None }
    }

    /// The messages that a codec accepts, each with a label.
    fn accepted<M>(&mut self, make: Make<'_, M>, has_aliases: bool) -> Vec<(String, M)> {
        self.find_base(make);
        let mut accepted = Vec::new();
        let mut add = |label: String, sent: &[Sent<'_>]| {
            accepted.extend(make(sent).and_then(Result::ok).map(|message| (label, message)));
        };
        let all = self.sent(|_| true);
        let required = self.sent(|field| !field.metadata.optional);
        add("all fields".to_owned(), &all);
        add("the required fields".to_owned(), &required);
        for (field, values) in self.fields.iter().zip(&self.values) {
            let name = field.metadata.name;
            if field.metadata.optional {
                let with = self.sent(|it| !it.metadata.optional || std::ptr::eq(it, field));
                add(format!("`{name}` alone"), &with);
                let without = self.sent(|it| !std::ptr::eq(it, field));
                add(format!("all but `{name}`"), &without);
            }
            for (index, value) in values.iter().enumerate().skip(1) {
                let mut other = all.clone();
                set(&mut other, field, |sent| sent.value = value);
                add(format!("value {index} of `{name}`"), &other);
            }
            for alias in field.aliases.iter().filter(|_| has_aliases) {
                let mut other = all.clone();
                set(&mut other, field, |sent| sent.name = alias);
                add(format!("`{alias}` for `{name}`"), &other);
            }
        }
        accepted
    }

    /// Finds a value for each field, so that a message with all of them is accepted. A shape does not say all that a
    /// codec asks for.
    fn find_base<M>(&mut self, make: Make<'_, M>) {
        let is_unknown = |(field, values): (&FieldDescription, &Vec<Value>)| {
            values.is_empty() && !field.metadata.optional
        };
        if let Some((field, _)) = self.fields.iter().zip(&self.values).find(|it| is_unknown(*it)) {
            self.gap = Some(format!("no value of `{}`", field.metadata.name));
            return;
        }
        let mut left = self.values.iter().map(Vec::len).sum::<usize>();
        loop {
            let refused = match make(&self.sent(|_| true)) {
                Some(Ok(_)) => return,
                Some(Err(refused)) => refused,
                None => Refused::other("a value has no text"),
            };
            left = left.saturating_sub(1);
            let Some(index) = self.field_at(&refused.location).filter(|_| left > 0) else {
                self.gap = Some(refused.text);
                return;
            };
            self.values[index].rotate_left(1);
        }
    }

    /// The field at the place of an error. Errors of flattened fields and of whole bodies do not name them.
    fn field_at(&self, location: &str) -> Option<usize> {
        // A name with other characters is in brackets: `["m.name"]`.
        let name = match location.strip_prefix("[\"") {
            Some(quoted) => quoted.split('"').next(),
            None => location.split(['.', '[']).next(),
        };
        let name = name.unwrap_or_default();
        let named = |field: &FieldDescription| field.metadata.name == name;
        let unnamed = |field: &FieldDescription| {
            let place = field.metadata.place;
            field.flattened
                || place.is_streamed()
                || matches!(
                    place,
                    FieldPlace::RawBody | FieldPlace::WholeBody | FieldPlace::QueryAll
                )
        };
        let position = |is: &dyn Fn(&FieldDescription) -> bool| self.fields.iter().position(is);
        position(&named).or_else(|| position(&unnamed))
    }

    /// The fields that are sent, with their first values.
    fn sent(&self, is_sent: impl Fn(&FieldDescription) -> bool) -> Vec<Sent<'_>> {
        let fields = self.fields.iter().zip(&self.values).filter(|(field, _)| is_sent(field));
        let sent = fields.filter_map(|(field, values)| {
            Some(Sent { field, name: field.metadata.name, value: values.first()? })
        });
        sent.collect()
    }
}

/// Changes how a field is sent.
fn set<'a>(fields: &mut [Sent<'a>], field: &FieldDescription, change: impl FnOnce(&mut Sent<'a>)) {
    if let Some(sent) = fields.iter_mut().find(|sent| std::ptr::eq(sent.field, field)) {
        change(sent);
    }
}

/// The statuses of a class that a response may have, the given one first. 204 is left out: a response with a body can be
/// read with it, but not written again.
fn statuses(status: StatusCode) -> Vec<Value> {
    let classes: [&[u16]; 2] = [&[200, 201, 202, 206], &[301, 302, 303, 307, 308]];
    let class = classes.iter().find(|class| class.contains(&status.as_u16()));
    let others = class.into_iter().flat_map(|class| class.iter().copied());
    let others = others.filter(|other| *other != status.as_u16());
    std::iter::once(status.as_u16()).chain(others).map(Value::from).collect()
}
