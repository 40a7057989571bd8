//! Finds the changes of responses: of a success, and of errors.

use http::StatusCode;

use super::{
    message::{media_type, message},
    values::{Values, reader_first},
};
use crate::{
    lock::{
        model::{EndpointFacts, ErrorFacts, MessageFacts, Place},
        reads::Encoding,
        verdict::{Change, ChangeKind, Outcome, Verdict},
        view::{Body, View},
    },
    metadata::{SuccessResponse, response_with_status},
};

/// The responses of a success. A response is read as the one with its status, or as the only one of its class.
pub(super) fn compare_responses(
    values: &mut Values<'_, '_>,
    old: &EndpointFacts,
    new: &EndpointFacts,
) {
    let mut matched = Vec::new();
    for (status, response) in &new.responses {
        let before = exact(old, *status).or_else(|| {
            let alike = alike(old, *status)?;
            // An old response that is still there is not another one, and none is two.
            (exact(new, alike.0).is_none() && !matched.contains(&alike.0)).then_some(alike)
        });
        match before {
            Some((before, old_response)) => {
                matched.push(*before);
                if before != status {
                    status_changed(values, (old, *before), (new, *status));
                }
                other_statuses(values, (old, *before), (new, *status));
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
    let status = StatusCode::from_u16(status).ok()?;
    let statuses = endpoint.responses.iter().filter_map(|(known, _)| {
        Some(SuccessResponse::new(StatusCode::from_u16(*known).ok()?, &[]))
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

/// A response with a field for its status may have any other status of the class.
fn other_statuses(
    values: &mut Values<'_, '_>,
    (old, old_status): (&EndpointFacts, u16),
    (new, new_status): (&EndpointFacts, u16),
) {
    let is_any = |endpoint: &EndpointFacts, status: u16| {
        let response = exact(endpoint, status);
        response.is_some_and(|(_, response)| response.at(Place::Status).next().is_some())
    };
    let both = values.outcomes(|_, is_old_reading| {
        let (reader, writer) = reader_first(old, new, is_old_reading);
        let (_, written) = reader_first(old_status, new_status, is_old_reading);
        let of_class = |other: &u16| alike(writer, *other).is_some_and(|it| it.0 == written);
        let mut others = (200..400).filter(of_class);
        match is_any(writer, written) && others.any(|other| alike(reader, other).is_none()) {
            true => Outcome::breaks("another status of the class is refused"),
            false => Outcome::WORKS,
        }
    });
    let (had, has) = (is_any(old, old_status), is_any(new, new_status));
    if had != has || both != [Outcome::WORKS; 2] {
        let what = match has {
            true => "it may have another status of its class",
            false => "it always has its own status",
        };
        let place = format!("response {new_status}");
        values.add(&place, ChangeKind::Status, what.to_owned(), both);
    }
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
pub(super) fn compare_errors(values: &mut Values<'_, '_>, old: &[ErrorFacts], new: &[ErrorFacts]) {
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
