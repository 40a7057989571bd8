//! Finds the changes between two locks.

use super::{
    compare_paths,
    compare_values::{Direction, Values, reader_first},
    model::{
        AuthenticationFacts, EndpointFacts, ErrorFacts, FieldFacts, Lock, MessageFacts, Place,
    },
    reads::Encoding,
    shape_text::ShapeText,
    verdict::{Change, ChangeKind, Outcome, Verdict},
    view::{Body, Item, Types, View},
};
use crate::metadata::{SuccessResponse, response_with_status};

/// The changes from one wire format to another, in the order of endpoints and places.
///
/// ```
/// use matrix_api::lock::{ChangeKind, Lock, Verdict, compare};
///
/// let lock = |method: &str| -> Lock {
///     let facts = "  path always /greet\n  authentication none optional\n";
///     format!("wire 1\nendpoint greet\n  method {method}\n{facts}").parse().unwrap()
/// };
///
/// let changes = compare(&lock("GET"), &lock("POST"));
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].kind, ChangeKind::Method);
/// assert_eq!(changes[0].clients, Verdict::Breaks);
/// ```
#[must_use]
pub fn compare(old: &Lock, new: &Lock) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut pairs = Vec::new();
    for (name, facts) in &new.endpoints {
        match old.endpoints.get(name).or_else(|| renamed(facts, old, new)) {
            Some(before) => pairs.push((name, before, facts)),
            None => changes.push(Change::new(
                name,
                "",
                (ChangeKind::Added, "the endpoint was added".to_owned()),
                Outcome::WORKS,
                Outcome::breaks("they do not serve it"),
            )),
        }
    }
    for (name, facts) in &old.endpoints {
        if !pairs.iter().any(|(_, before, _)| std::ptr::eq(*before, facts)) {
            changes.push(Change::new(
                name,
                "",
                (ChangeKind::Removed, "the endpoint was removed".to_owned()),
                Outcome::breaks("the server does not serve it"),
                Outcome::WORKS,
            ));
        }
    }
    for (name, before, after) in pairs {
        endpoint(name, (before, &old.types), (after, &new.types), &mut changes);
    }
    changes.sort_by(|a, b| (&a.endpoint, &a.place).cmp(&(&b.endpoint, &b.place)));
    changes
}

/// The old endpoint with the same method and one of the same paths, if no new one has its name.
fn renamed<'a>(facts: &EndpointFacts, old: &'a Lock, new: &Lock) -> Option<&'a EndpointFacts> {
    let is_same = |(name, before): &(&String, &EndpointFacts)| {
        before.method == facts.method
            && compare_paths::have_common(before, facts)
            && !new.endpoints.contains_key(*name)
    };
    old.endpoints.iter().find(is_same).map(|(_, before)| before)
}

fn endpoint<'a>(
    name: &'a str,
    (old, old_types): (&'a EndpointFacts, &'a Types),
    (new, new_types): (&'a EndpointFacts, &'a Types),
    changes: &mut Vec<Change>,
) {
    let mut add = |place: &str, kind, what, clients, servers| {
        changes.push(Change::new(name, place, (kind, what), clients, servers));
    };
    if old.method != new.method {
        let other = Outcome::breaks("the method is refused");
        let what = format!("{} instead of {}", new.method, old.method);
        add("method", ChangeKind::Method, what, other, other);
    }
    if let Some((what, clients, servers)) = compare_paths::paths(old, new) {
        add("path", ChangeKind::Path, what, clients, servers);
    }
    if (old.deprecated, old.removed) != (new.deprecated, new.removed) {
        // Paths that are there are served, whatever is deprecated or removed.
        let what = compare_paths::lifetime(new);
        add("path", ChangeKind::Lifetime, what, Outcome::WORKS, Outcome::WORKS);
    }
    if old.authentication != new.authentication {
        let clients = authentication(&new.authentication, &old.authentication);
        let servers = authentication(&old.authentication, &new.authentication);
        let what = format!("{} instead of {}", new.authentication, old.authentication);
        add("authentication", ChangeKind::Authentication, what, clients, servers);
    }
    let types = (old_types, new_types);
    let mut request = Values::new(name, types, Direction::Request, changes);
    message(&mut request, "request", &old.request, &new.request);
    let mut responses = Values::new(name, types, Direction::Response, changes);
    compare_responses(&mut responses, old, new);
    compare_errors(&mut responses, &old.errors, &new.errors);
}

/// Whether a server of one definition takes the credentials that clients of another send.
fn authentication(server: &AuthenticationFacts, client: &AuthenticationFacts) -> Outcome {
    let (accepted, sent) = (&server.credentials, &client.credentials);
    let is_unknown =
        |facts: &AuthenticationFacts| facts.is_required && facts.credentials.is_empty();
    if is_unknown(server) || is_unknown(client) {
        return match (server.is_required, client.is_required) {
            (true, _) if !client.is_required => Outcome::breaks("credentials are required"),
            (false, _) if accepted.is_empty() => Outcome::WORKS,
            _ if server.scheme == client.scheme => Outcome::WORKS,
            _ => Outcome::unknown("nothing is known about the credentials of a scheme"),
        };
    }
    let parameters = match client.parameters.iter().all(|it| server.parameters.contains(it)) {
        true => Outcome::WORKS,
        false => Outcome::other("parameters beside the credentials are ignored"),
    };
    let credentials = match sent.first() {
        None if server.is_required => Outcome::breaks("credentials are required"),
        None => Outcome::WORKS,
        Some(first) if accepted.contains(first) => {
            match server.is_required && !client.is_required {
                true => Outcome::breaks("credentials are required, but may be absent"),
                false => Outcome::WORKS,
            }
        }
        Some(_) if server.is_required => Outcome::breaks("other credentials are required"),
        // Who must send credentials says nothing by it.
        Some(_) if client.is_required && accepted.is_empty() => Outcome::WORKS,
        Some(_) => Outcome::other("the credentials are ignored"),
    };
    credentials.and(parameters)
}

/// Compares the parts of a message.
fn message(values: &mut Values<'_, '_>, part: &str, old: &MessageFacts, new: &MessageFacts) {
    let (old_types, new_types) = (values.old, values.new);
    values.encoding = Encoding::Text;
    arguments(values, old, new);
    let queries = (View::query(old_types, old), View::query(new_types, new));
    values.views(&format!("{part} query "), &queries.0, &queries.1);
    let headers = (View::headers(old_types, old), View::headers(new_types, new));
    values.views(&format!("{part} header "), &headers.0, &headers.1);
    values.encoding = Encoding::Json;
    body(values, part, (old, new));
    for field in &new.fields {
        let mut before = old.fields.iter();
        let before = before.find(|it| (it.place, &it.name) == (field.place, &field.name));
        if let Some(before) = before {
            marks(values, &format!("{part} {} {}", field.place.word(), field.name), before, field);
        }
    }
}

/// Compares what is said about a field beside its type.
fn marks(values: &mut Values<'_, '_>, place: &str, old: &FieldFacts, new: &FieldFacts) {
    let works = [Outcome::WORKS; 2];
    if old.is_secret != new.is_secret {
        let what = match new.is_secret {
            true => "secret instead of public: logs and errors do not show it",
            false => "public instead of secret: logs and errors show it",
        };
        values.add(place, ChangeKind::Secret, what.to_owned(), works);
    }
    if old.since != new.since {
        let word = |field: &FieldFacts| {
            field.since.map_or_else(|| "in all versions".to_owned(), |it| format!("since {it}"))
        };
        let what = format!("{} instead of {}", word(new), word(old));
        values.add(place, ChangeKind::Since, what, works);
    }
}

/// Arguments of the path are compared by their order.
fn arguments(values: &mut Values<'_, '_>, old: &MessageFacts, new: &MessageFacts) {
    for (before, after) in old.at(Place::Path).zip(new.at(Place::Path)) {
        let (old, new) = (Item::of_field(before), Item::of_field(after));
        values.items(&format!("request path {}", after.name), &old, &new);
    }
}

fn body(values: &mut Values<'_, '_>, part: &str, (old, new): (&MessageFacts, &MessageFacts)) {
    let place = format!("{part} body");
    let bodies = (Body::of(values.old, old), Body::of(values.new, new));
    match &bodies {
        (
            Body::Members { view: old, may_be_empty },
            Body::Members { view: new, may_be_empty: new_may_be_empty },
        ) => {
            if may_be_empty != new_may_be_empty {
                may_be_empty_changed(
                    values,
                    &place,
                    (old, *may_be_empty),
                    (new, *new_may_be_empty),
                );
            }
            values.views(&format!("{place} "), old, new);
        }
        (Body::Whole(old), Body::Whole(new)) => {
            values.items(&place, &Item::of_field(old), &Item::of_field(new));
        }
        (Body::Raw(old), Body::Raw(new)) => raw_body(values, &place, old, new),
        (old, new) => {
            let what = format!("{} instead of {}", format_of(new), format_of(old));
            let refused = Outcome::breaks("a body in another format is refused");
            values.add(&place, ChangeKind::Format, what, [refused; 2]);
        }
    }
}

/// An object that may be absent as a whole, or not any more.
fn may_be_empty_changed(
    values: &mut Values<'_, '_>,
    place: &str,
    (old, old_may): (&View<'_>, bool),
    (new, new_may): (&View<'_>, bool),
) {
    let both = values.outcomes(|_, is_old_reading| {
        let old = (old, old_may);
        let ((reader, reader_may), (_, writer_may)) =
            reader_first(old, (new, new_may), is_old_reading);
        let needs_member = reader.items.iter().any(|item| item.is_required);
        match writer_may && !reader_may && needs_member {
            true => Outcome::breaks("it is required, but may be absent"),
            false => Outcome::WORKS,
        }
    });
    let what = if new_may { "it may be absent" } else { "it is never absent" };
    values.add(place, ChangeKind::Presence, what.to_owned(), both);
}

fn format_of(body: &Body<'_>) -> String {
    match body {
        Body::Members { .. } => "a JSON object".to_owned(),
        Body::Whole(field) => format!("JSON, `{}`,", ShapeText(&field.shape)),
        Body::Raw(field) => media_type(field.media_type.as_deref()).to_owned(),
    }
}

fn media_type(media_type: Option<&str>) -> &str {
    media_type.unwrap_or("any format")
}

fn raw_body(values: &mut Values<'_, '_>, place: &str, old: &FieldFacts, new: &FieldFacts) {
    if old.media_type != new.media_type {
        let both = values.outcomes(|_, is_old_reading| {
            let (reader, _) = reader_first(old, new, is_old_reading);
            // Bytes are read whatever they are.
            match reader.media_type.as_deref() {
                None => Outcome::unknown("nothing is known about the format that it reads"),
                Some("application/octet-stream") => {
                    Outcome::other("bytes of another media type are read as they are")
                }
                Some(_) => Outcome::breaks("a body in another format is refused"),
            }
        });
        let format = |field: &FieldFacts| media_type(field.media_type.as_deref()).to_owned();
        let what = format!("{} instead of {}", format(new), format(old));
        values.add(place, ChangeKind::Format, what, both);
        return;
    }
    if new.media_type.as_deref() == Some("application/x-www-form-urlencoded") {
        values.encoding = Encoding::Text;
    }
    values.items(place, &Item::of_field(old), &Item::of_field(new));
    values.encoding = Encoding::Json;
}

/// The responses of a success. A response is read as the one with its status, or as the only one of its class.
fn compare_responses(values: &mut Values<'_, '_>, old: &EndpointFacts, new: &EndpointFacts) {
    let mut matched = Vec::new();
    for (status, response) in &new.responses {
        let before = exact(old, *status).or_else(|| {
            let alike = alike(old, *status)?;
            // An old response that is still there is not another one.
            exact(new, alike.0).is_none().then_some(alike)
        });
        match before {
            Some((before, old_response)) => {
                matched.push(*before);
                if before != status {
                    status_changed(values, (old, *before), (new, *status));
                }
                message(values, &format!("response {status}"), old_response, response);
            }
            None => response_added_or_removed(values, *status, (old, new), true),
        }
    }
    for (status, _) in &old.responses {
        if !matched.contains(status) {
            response_added_or_removed(values, *status, (old, new), false);
        }
    }
}

fn exact(endpoint: &EndpointFacts, status: u16) -> Option<&(u16, MessageFacts)> {
    endpoint.responses.iter().find(|(known, _)| *known == status)
}

/// The response that a client takes a status for.
fn alike(endpoint: &EndpointFacts, status: u16) -> Option<&(u16, MessageFacts)> {
    let status = http::StatusCode::from_u16(status).ok()?;
    let statuses = endpoint.responses.iter().filter_map(|(known, _)| {
        Some(SuccessResponse::new(http::StatusCode::from_u16(*known).ok()?, &[]))
    });
    let statuses: Vec<_> = statuses.collect();
    exact(endpoint, response_with_status(&statuses, status)?.status.as_u16())
}

fn status_changed(
    values: &mut Values<'_, '_>,
    (old, old_status): (&EndpointFacts, u16),
    (new, new_status): (&EndpointFacts, u16),
) {
    let both = values.outcomes(|_, is_old_reading| {
        let (reader, _) = reader_first(old, new, is_old_reading);
        let (_, written) = reader_first(old_status, new_status, is_old_reading);
        match alike(reader, written) {
            Some(_) => Outcome::WORKS,
            None => Outcome::breaks("the status is not that of a success"),
        }
    });
    let what = format!("{new_status} instead of {old_status}");
    values.add(&format!("response {new_status}"), ChangeKind::Status, what, both);
}

/// A response that only one definition has. The other one may take it for one of its own.
fn response_added_or_removed(
    values: &mut Values<'_, '_>,
    status: u16,
    (old, new): (&EndpointFacts, &EndpointFacts),
    is_added: bool,
) {
    let both = values.outcomes(|reading, is_old_reading| {
        if is_old_reading != is_added {
            return Outcome::WORKS;
        }
        let (reader, writer) = reader_first(old, new, is_old_reading);
        let (Some((_, read)), Some((_, written))) = (alike(reader, status), exact(writer, status))
        else {
            return Outcome::breaks("the status is not that of a success");
        };
        let taken = Outcome::other("it is taken for another response");
        let bodies = (Body::of(reading.reader, read), Body::of(reading.writer, written));
        let body = match &bodies {
            (Body::Members { view: read, .. }, Body::Members { view: written, .. }) => {
                reading.view(read, written)
            }
            (Body::Whole(read), Body::Whole(written)) => reading.shape(&read.shape, &written.shape),
            (Body::Raw(read), Body::Raw(written)) if read.media_type == written.media_type => {
                reading.shape(&read.shape, &written.shape)
            }
            _ => Outcome::breaks("a body in another format is refused"),
        };
        reading.encoding = Encoding::Text;
        let headers = (View::headers(reading.reader, read), View::headers(reading.writer, written));
        taken.and(body).and(reading.view(&headers.0, &headers.1))
    });
    let (kind, what) = match is_added {
        true => (ChangeKind::Added, "the response was added"),
        false => (ChangeKind::Removed, "the response was removed"),
    };
    values.add(&format!("response {status}"), kind, what.to_owned(), both);
}

/// Error responses are always read: what is not of the error type is an error with status and text.
fn compare_errors(values: &mut Values<'_, '_>, old: &[ErrorFacts], new: &[ErrorFacts]) {
    let find = |errors: &'_ [ErrorFacts], status: Option<u16>| {
        let exact = errors.iter().position(|it| it.status == status);
        exact.or_else(|| errors.iter().position(|it| it.status.is_none()))
    };
    let mut statuses: Vec<_> = old.iter().chain(new).map(|error| error.status).collect();
    statuses.sort_unstable();
    statuses.dedup();
    for status in statuses {
        let place = status.map_or_else(|| "error".to_owned(), |status| format!("error {status}"));
        let before = find(old, status).and_then(|at| old.get(at));
        let after = find(new, status).and_then(|at| new.get(at));
        if let (Some(before), Some(after)) = (before, after) {
            error(values, &place, before, after);
        }
    }
}

fn error(values: &mut Values<'_, '_>, place: &str, old: &ErrorFacts, new: &ErrorFacts) {
    const REASON: &str = "only status, code and text of errors are certain to be read";
    let before = values.changes.len();
    if old.media_type != new.media_type {
        let other = Outcome::other(REASON);
        let format = |error: &ErrorFacts| media_type(error.media_type.as_deref()).to_owned();
        let what = format!("{} instead of {}", format(new), format(old));
        values.add(place, ChangeKind::Error, what, [other; 2]);
        return;
    }
    values.shapes(place, &old.shape, &new.shape);
    for change in values.changes.iter_mut().skip(before) {
        let [clients, servers] =
            change.outcomes().map(|it| it.at_most(Verdict::OtherMeaning, REASON));
        let what = (ChangeKind::Error, change.what.clone());
        *change = Change::new(&change.endpoint, &change.place, what, clients, servers);
    }
}
