//! Reads the text of a lock.

use std::{fmt, str::FromStr};

use super::{
    cursor::Cursor,
    model::{
        Accepted, AuthenticationFacts, EndpointFacts, ErrorFacts, FieldFacts, Line, Lock,
        MessageFacts, PathFact, Permit, Place, When,
    },
};
use crate::{
    description::{Member, Object, Shape, UnknownMembers, Variant},
    versions::MatrixVersion,
};

/// A text is not a lock: which line, and what is wrong with it.
///
/// ```
/// use matrix_api::lock::Lock;
///
/// let error = "wire 1\n\nendpoint whoami\n  methud GET\n".parse::<Lock>().unwrap_err();
/// assert_eq!(error.to_string(), "line 4: unknown fact of an endpoint: `methud`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LockError {
    /// The number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for LockError {}

impl FromStr for Lock {
    type Err = LockError;

    fn from_str(text: &str) -> Result<Self, LockError> {
        let mut reader = Reader::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_end();
            let number = Line(index + 1);
            let read = match line.strip_prefix("  ") {
                _ if line.is_empty() || line.starts_with('#') => Ok(()),
                Some(fact) => reader.fact(fact),
                None => reader.section(line, number),
            };
            read.map_err(|problem| LockError { line: index + 1, problem })?;
        }
        match reader.has_version {
            true => Ok(reader.lock),
            false => Err(LockError { line: 1, problem: "expected `wire 1`".to_owned() }),
        }
    }
}

#[derive(Default)]
struct Reader {
    lock: Lock,
    has_version: bool,
    section: Section,
}

/// The section to which facts belong.
#[derive(Default)]
enum Section {
    #[default]
    None,
    Endpoint(String),
    /// A type before its first line, which says what kind it is.
    NewType(String),
    Type(String),
}

impl Reader {
    fn section(&mut self, line: &str, number: Line) -> Result<(), String> {
        let mut cursor = Cursor::new(line);
        let keyword = cursor.word()?;
        if !self.has_version && keyword != "wire" {
            return Err("expected `wire 1`".to_owned());
        }
        match &*keyword {
            "wire" => match &*cursor.next_word("a version")? {
                "1" => self.has_version = true,
                other => return Err(format!("unknown version of the format: `{other}`")),
            },
            "accept" => self.lock.permits.push(permit(&mut cursor, number)?),
            "accepted" => {
                self.lock.accepted.push(Accepted {
                    endpoint: cursor.next_word("an endpoint")?,
                    place: cursor.next_word("a place")?,
                    what: cursor.next_word("what was changed")?,
                    reason: cursor.next_word("a reason")?,
                });
            }
            "endpoint" => {
                let name = cursor.next_word("a name")?;
                if self.lock.endpoints.contains_key(&name) {
                    return Err(format!("a second endpoint `{name}`"));
                }
                self.lock.endpoints.insert(name.clone(), EndpointFacts::default());
                self.section = Section::Endpoint(name);
            }
            "type" => {
                let name = cursor.next_word("a name")?;
                if self.lock.types.contains_key(&name) {
                    return Err(format!("a second type `{name}`"));
                }
                self.lock.types.insert(name.clone(), Shape::Any);
                self.section = Section::NewType(name);
            }
            other => return Err(format!("unknown line: `{other}`")),
        }
        cursor.expect_end()
    }

    fn fact(&mut self, line: &str) -> Result<(), String> {
        let mut cursor = Cursor::new(line);
        let outside = || Err("a fact outside of an endpoint or a type".to_owned());
        match std::mem::take(&mut self.section) {
            Section::None => return outside(),
            Section::Endpoint(name) => {
                let Some(endpoint) = self.lock.endpoints.get_mut(&name) else { return outside() };
                endpoint_fact(endpoint, &mut cursor)?;
                self.section = Section::Endpoint(name);
            }
            Section::NewType(name) => {
                let Some(shape) = self.lock.types.get_mut(&name) else { return outside() };
                *shape = type_kind(&mut cursor)?;
                self.section = Section::Type(name);
            }
            Section::Type(name) => {
                let Some(shape) = self.lock.types.get_mut(&name) else { return outside() };
                type_fact(shape, &mut cursor)?;
                self.section = Section::Type(name);
            }
        }
        cursor.expect_end()
    }
}

fn permit(cursor: &mut Cursor<'_>, line: Line) -> Result<Permit, String> {
    let endpoint = cursor.next_word("an endpoint, or `*` for all")?;
    let place = cursor.next_word("a place such as \"request body user\"")?;
    let reason = cursor.next_word("a reason such as \"no client sends it\"")?;
    if reason.trim().is_empty() || reason == ".." {
        return Err("expected a reason why the change may break others".to_owned());
    }
    Ok(Permit { line, endpoint, place, reason })
}

fn endpoint_fact(endpoint: &mut EndpointFacts, cursor: &mut Cursor<'_>) -> Result<(), String> {
    match &*cursor.word()? {
        "method" => endpoint.method = cursor.next_word("a method")?,
        "path" => {
            let when = when(&cursor.next_word("`always`, a version or a feature")?)?;
            let template = cursor.next_word("a path")?;
            endpoint.paths.push(PathFact { when, template });
        }
        "deprecated" => endpoint.deprecated = Some(version(&cursor.next_word("a version")?)?),
        "removed" => endpoint.removed = Some(version(&cursor.next_word("a version")?)?),
        "authentication" => endpoint.authentication = authentication(cursor)?,
        "error" => endpoint.errors.push(error(cursor)?),
        "request" => message_fact(&mut endpoint.request, cursor)?,
        "response" => {
            let status = cursor.next_word("a status")?;
            let status = number(&status)?;
            if cursor.is_at_end() {
                endpoint.responses.push((status, MessageFacts::default()));
            } else {
                let mut responses = endpoint.responses.iter_mut();
                let Some((_, message)) = responses.find(|(known, _)| *known == status) else {
                    return Err(format!("expected a line `response {status}` before this one"));
                };
                message_fact(message, cursor)?;
            }
        }
        other => return Err(format!("unknown fact of an endpoint: `{other}`")),
    }
    Ok(())
}

fn when(word: &str) -> Result<When, String> {
    match word.strip_prefix("feature:") {
        Some(feature) => Ok(When::Feature(feature.to_owned())),
        None if word == "always" => Ok(When::Always),
        None => version(word).map(When::Version),
    }
}

fn version(word: &str) -> Result<MatrixVersion, String> {
    let version = format!("v{word}").parse();
    version.map_err(|_| format!("expected a version such as `1.3`, found `{word}`"))
}

fn number(word: &str) -> Result<u16, String> {
    word.parse().map_err(|_| format!("expected a status, found `{word}`"))
}

fn authentication(cursor: &mut Cursor<'_>) -> Result<AuthenticationFacts, String> {
    let scheme = cursor.next_word("a scheme")?;
    let is_required = is_required(&cursor.next_word("`required` or `optional`")?)?;
    let (mut credentials, mut parameters) = (Vec::new(), Vec::new());
    while !cursor.is_at_end() {
        let word = cursor.next_word("a credential")?;
        match word.strip_prefix("with:") {
            Some(parameter) => parameters.push(parameter.to_owned()),
            None => credentials.push(word),
        }
    }
    Ok(AuthenticationFacts { scheme, is_required, credentials, parameters })
}

fn error(cursor: &mut Cursor<'_>) -> Result<ErrorFacts, String> {
    let first = cursor.next_word("a media type")?;
    let (status, media_type) = match first.parse() {
        Ok(status) => (Some(status), cursor.next_word("a media type")?),
        Err(_) => (None, first),
    };
    let media_type = Some(media_type).filter(|it| it != "*");
    cursor.expect(" ")?;
    Ok(ErrorFacts { status, media_type, shape: cursor.shape()? })
}

fn message_fact(message: &mut MessageFacts, cursor: &mut Cursor<'_>) -> Result<(), String> {
    let word = cursor.next_word("the place of a field")?;
    if word == "refuses-unknown" {
        message.refuses_unknown = true;
        return Ok(());
    }
    let Some(place) = Place::of_word(&word) else {
        return Err(format!("unknown place of a field: `{word}`"));
    };
    let mut field = FieldFacts {
        place,
        name: cursor.next_word("a name")?,
        is_required: is_required(&cursor.next_word("`required` or `optional`")?)?,
        shape: Shape::Any,
        media_type: None,
        is_secret: false,
        is_null_if_absent: false,
        is_read_by_function: false,
        aliases: Vec::new(),
        default: None,
        has_hidden_default: false,
        since: None,
    };
    cursor.expect(" ")?;
    field.shape = cursor.shape()?;
    while cursor.takes(" ") {
        if cursor.takes("secret") {
            field.is_secret = true;
        } else if cursor.takes("null-if-absent") {
            field.is_null_if_absent = true;
        } else if cursor.takes("read-by-function") {
            field.is_read_by_function = true;
        } else if cursor.takes("media=") {
            field.media_type = Some(cursor.word()?);
        } else if cursor.takes("alias=") {
            field.aliases.push(cursor.word()?);
        } else if cursor.takes("since=") {
            field.since = Some(version(&cursor.word()?)?);
        } else if cursor.takes("default=?") {
            field.has_hidden_default = true;
        } else if cursor.takes("default=") {
            field.default = Some(cursor.json()?);
        } else {
            return Err(format!("unknown fact of a field: {}", cursor.found()));
        }
    }
    message.fields.push(field);
    Ok(())
}

fn is_required(word: &str) -> Result<bool, String> {
    match word {
        "required" => Ok(true),
        "optional" => Ok(false),
        other => Err(format!("expected `required` or `optional`, found `{other}`")),
    }
}

/// The first line of a type.
fn type_kind(cursor: &mut Cursor<'_>) -> Result<Shape, String> {
    match &*cursor.word()? {
        "object" => Ok(Shape::Object(Object::default())),
        "tagged" => {
            let tag = cursor.next_word("the name of a member")?;
            Ok(Shape::Tagged { tag, variants: Vec::new(), other: None })
        }
        "shape" => {
            cursor.expect(" ")?;
            cursor.shape()
        }
        other => Err(format!("expected `object`, `tagged` or `shape`, found `{other}`")),
    }
}

fn type_fact(shape: &mut Shape, cursor: &mut Cursor<'_>) -> Result<(), String> {
    match (&*cursor.word()?, shape) {
        ("member", Shape::Object(object)) => object.members.push(member(cursor)?),
        ("unknown", Shape::Object(object)) => {
            object.unknown = match &*cursor.next_word("`refused` or `kept`")? {
                "refused" => UnknownMembers::Refused,
                "kept" => {
                    cursor.expect(" ")?;
                    UnknownMembers::Kept(Box::new(cursor.shape()?))
                }
                other => return Err(format!("expected `refused` or `kept`, found `{other}`")),
            };
        }
        ("variant", Shape::Tagged { variants, .. }) => {
            let tag = cursor.next_word("the value of the tag")?;
            cursor.expect(" ")?;
            variants.push(Variant::new(tag, cursor.shape()?));
        }
        ("other", Shape::Tagged { other, .. }) => {
            cursor.expect(" ")?;
            *other = Some(Box::new(cursor.shape()?));
        }
        (other, _) => return Err(format!("unknown fact of a type: `{other}`")),
    }
    Ok(())
}

fn member(cursor: &mut Cursor<'_>) -> Result<Member, String> {
    let name = cursor.next_word("a name")?;
    let required = is_required(&cursor.next_word("`required` or `optional`")?)?;
    cursor.expect(" ")?;
    let mut member = Member { required, ..Member::optional(name, cursor.shape()?) };
    while cursor.takes(" ") {
        if cursor.takes("lenient") {
            member.lenient = true;
        } else if cursor.takes("alias=") {
            member.aliases.push(cursor.word()?);
        } else if cursor.takes("default=") {
            member.default = Some(cursor.json()?);
        } else {
            return Err(format!("unknown fact of a member: {}", cursor.found()));
        }
    }
    Ok(member)
}
