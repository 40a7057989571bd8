//! Messages without a field. Generated codecs are right, so these tests stand in for wrong ones.

use bytes::Bytes;
use http::{Method, Request};

use super::{Fields, Mutated, of_request};
use crate::{
    description::{Shape, Shapes, Text},
    endpoints::{description::FieldDescription, recode::RecodeError},
    error::{DecodeError, DecodeProblem, Message, Part},
    metadata::{Field, FieldPlace, Metadata},
    path_history::PathHistory,
};

const METADATA: Metadata =
    Metadata::new("list", Method::POST, PathHistory::fixed(crate::path_template!("/list")));

fn described(metadata: Field) -> FieldDescription {
    FieldDescription {
        metadata,
        documentation: "",
        shape: Shape::Text(Text::default()),
        media_type: None,
        default: None,
        hidden_default: false,
        aliases: &[],
        since: None,
        nullable: false,
        deprecated: false,
        flattened: false,
        read_by_function: true,
    }
}

fn mutated() -> Vec<Mutated<Request<Bytes>>> {
    let fields = [
        described(Field::new("limit", FieldPlace::Query).optional()),
        described(Field::new("page", FieldPlace::Query)),
        described(Field::new("accept-language", FieldPlace::Header).optional()),
        described(Field::new("note", FieldPlace::Body).optional()),
        described(Field::new("absent", FieldPlace::Body).optional()),
    ];
    let request = Request::post("/list?limit=1&page=2")
        .header("accept-language", "de")
        .body(Bytes::from_static(br#"{"note":"x"}"#));
    let shapes = Shapes::new();
    let fields = Fields { described: &fields, shapes: &shapes };
    request.map_or_else(|_| Vec::new(), |request| of_request(&request, &METADATA, fields))
}

#[test]
fn every_field_of_an_example_is_left_out() {
    let left_out: Vec<_> = mutated()
        .iter()
        .map(|it| {
            let (head, body) = it.message.clone().into_parts();
            let language = head.headers.contains_key("accept-language");
            (head.uri.to_string(), language, String::from_utf8_lossy(&body).into_owned())
        })
        .collect();
    let note = r#"{"note":"x"}"#.to_owned();
    assert_eq!(
        left_out,
        [
            ("/list?page=2".to_owned(), true, note.clone()),
            ("/list?limit=1".to_owned(), true, note.clone()),
            ("/list?limit=1&page=2".to_owned(), false, note),
            ("/list?limit=1&page=2".to_owned(), true, "{}".to_owned()),
        ]
    );
}

#[test]
fn a_codec_that_needs_an_optional_field_is_found() {
    let problems: Vec<_> = mutated()
        .iter()
        .filter_map(|it| {
            let problem = DecodeProblem::Missing;
            let missing = DecodeError::new(
                "list",
                Message::Request,
                Part::Query,
                "other".to_owned(),
                problem,
            );
            it.problem(Err(RecodeError::Decode(missing)))
        })
        .collect();
    assert_eq!(
        problems,
        [
            "query: `limit`: optional, but refused without it",
            "query: `page`: refused without it at the query `other`",
            "header: `accept-language`: optional, but refused without it",
            "body: `note`: optional, but refused without it",
        ]
    );
}

#[test]
fn a_codec_that_accepts_a_message_without_a_required_field_is_found() {
    let problems: Vec<_> = mutated().iter().filter_map(|it| it.problem(Ok(()))).collect();
    assert_eq!(problems, ["query: `page`: accepted without it"]);
}
