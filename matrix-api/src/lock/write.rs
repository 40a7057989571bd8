//! The text of a lock.

use std::fmt;

use super::{
    cursor::{quoted, word},
    model::{
        AuthenticationFacts, EndpointFacts, ErrorFacts, FieldFacts, Lock, MessageFacts, PathFact,
        When,
    },
    shape_text::ShapeText,
};
use crate::{
    description::{Member, Shape, UnknownMembers},
    versions::MatrixVersion,
};

const HEAD: &str = "\
# The wire format of these endpoints. `WIRE_LOCK=update cargo test` writes it; edit only `accept` lines.
# To make a breaking change, add a line `accept <endpoint> \"<place>\" \"<reason>\"` before that.
wire 1
";

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEAD)?;
        let (permits, accepted) = (&self.permits, &self.accepted);
        if !permits.is_empty() || !accepted.is_empty() {
            f.write_str("\n")?;
        }
        for it in permits {
            let (place, reason) = (quoted(&it.place), quoted(&it.reason));
            writeln!(f, "accept {} {place} {reason}", word(&it.endpoint))?;
        }
        for it in accepted {
            let (place, what) = (quoted(&it.place), quoted(&it.what));
            let reason = quoted(&it.reason);
            writeln!(f, "accepted {} {place} {what} {reason}", word(&it.endpoint))?;
        }
        for (name, endpoint) in &self.endpoints {
            write!(f, "\nendpoint {}\n{endpoint}", word(name))?;
        }
        for (name, shape) in &self.types {
            writeln!(f, "\ntype {}", word(name))?;
            write_type(shape, f)?;
        }
        Ok(())
    }
}

impl fmt::Display for EndpointFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  method {}", self.method)?;
        for PathFact { when, template } in &self.paths {
            writeln!(f, "  path {when} {}", word(template))?;
        }
        for (keyword, version) in [("deprecated", self.deprecated), ("removed", self.removed)] {
            if let Some(version) = version {
                writeln!(f, "  {keyword} {}", number(version))?;
            }
        }
        writeln!(f, "  authentication {}", self.authentication)?;
        for ErrorFacts { status, media_type, shape } in &self.errors {
            f.write_str("  error ")?;
            if let Some(status) = status {
                write!(f, "{status} ")?;
            }
            writeln!(f, "{} {}", media_type.as_deref().unwrap_or("*"), ShapeText(shape))?;
        }
        write_message("request", &self.request, f)?;
        for (status, response) in &self.responses {
            writeln!(f, "  response {status}")?;
            write_message(&format!("response {status}"), response, f)?;
        }
        Ok(())
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => f.write_str("always"),
            Self::Version(version) => f.write_str(&number(*version)),
            Self::Feature(feature) => write!(f, "{}", word(&format!("feature:{feature}"))),
        }
    }
}

impl fmt::Display for AuthenticationFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let need = if self.is_required { "required" } else { "optional" };
        write!(f, "{} {need}", word(&self.scheme))?;
        for credential in &self.credentials {
            write!(f, " {}", word(credential))?;
        }
        for parameter in &self.parameters {
            write!(f, " {}", word(&format!("with:{parameter}")))?;
        }
        Ok(())
    }
}

/// A version as a block has it: `1.3`.
pub(super) fn number(version: MatrixVersion) -> String {
    format!("{}.{}", version.major(), version.minor())
}

fn write_message(message: &str, facts: &MessageFacts, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if facts.refuses_unknown {
        writeln!(f, "  {message} refuses-unknown")?;
    }
    for field in &facts.fields {
        writeln!(f, "  {message} {field}")?;
    }
    Ok(())
}

impl fmt::Display for FieldFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (place, name) = (self.place.word(), word(&self.name));
        write!(f, "{place} {name} {} {}", presence(self.is_required), ShapeText(&self.shape))?;
        let flags = [
            (self.is_secret, "secret"),
            (self.is_null_if_absent, "null-if-absent"),
            (self.is_read_by_function, "read-by-function"),
        ];
        for (_, flag) in flags.iter().filter(|(is_set, _)| *is_set) {
            write!(f, " {flag}")?;
        }
        if let Some(media_type) = &self.media_type {
            write!(f, " media={}", word(media_type))?;
        }
        write_names(&self.aliases, f)?;
        if let Some(since) = self.since {
            write!(f, " since={}", number(since))?;
        }
        match &self.default {
            Some(default) => write!(f, " default={default}"),
            None if self.has_hidden_default => f.write_str(" default=?"),
            None => Ok(()),
        }
    }
}

fn presence(is_required: bool) -> &'static str {
    if is_required { "required" } else { "optional" }
}

fn write_names(aliases: &[String], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    aliases.iter().try_for_each(|alias| write!(f, " alias={}", word(alias)))
}

fn write_type(shape: &Shape, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match shape {
        Shape::Object(object) => {
            writeln!(f, "  object")?;
            object.members.iter().try_for_each(|member| write_member(member, f))?;
            match &object.unknown {
                UnknownMembers::Ignored => Ok(()),
                UnknownMembers::Refused => writeln!(f, "  unknown refused"),
                UnknownMembers::Kept(shape) => writeln!(f, "  unknown kept {}", ShapeText(shape)),
            }
        }
        Shape::Tagged { tag, variants, other } => {
            writeln!(f, "  tagged {}", word(tag))?;
            for variant in variants {
                writeln!(f, "  variant {} {}", word(&variant.tag), ShapeText(&variant.shape))?;
            }
            match other {
                Some(shape) => writeln!(f, "  other {}", ShapeText(shape)),
                None => Ok(()),
            }
        }
        shape => writeln!(f, "  shape {}", ShapeText(shape)),
    }
}

fn write_member(member: &Member, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let presence = presence(member.required);
    write!(f, "  member {} {presence} {}", word(&member.name), ShapeText(&member.shape))?;
    f.write_str(if member.lenient { " lenient" } else { "" })?;
    write_names(&member.aliases, f)?;
    match &member.default {
        Some(default) => writeln!(f, " default={default}"),
        None => writeln!(f),
    }
}
