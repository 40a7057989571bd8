//! A field's serde attributes, as far as this macro interprets them.

use proc_macro2::{Ident, Span};
use syn::{Attribute, LitStr, Meta, Path, Token, punctuated::Punctuated, spanned::Spanned};

use super::string_value;
use crate::{diagnostics::Diagnostics, keyword::names, suggestion::nearest};

/// The error for an attribute that is not a list.
pub(crate) const MALFORMED_SERDE: &str =
    "expected attributes of serde, such as `#[serde(rename = \"..\")]` or `#[serde(default)]`";

/// The facts that this macro needs of a field's serde attributes.
#[derive(Default)]
pub(crate) struct SerdeFacts {
    /// `rename = ".."` or `rename(serialize = "..")`.
    pub(crate) serialized_name: Option<LitStr>,
    /// `rename = ".."` or `rename(deserialize = "..")`.
    pub(crate) deserialized_name: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    /// `default` or `default = "path"`.
    pub(crate) default: Option<SerdeDefault>,
    pub(crate) skip_serializing_if: Option<SkipIf>,
    pub(crate) flatten: Option<Span>,
    /// `skip`, `skip_serializing` or `skip_deserializing`.
    pub(crate) skip: Option<Span>,
    /// Whether it is `skip`.
    pub(crate) skips_both: bool,
    /// `with`, `serialize_with` or `deserialize_with`.
    pub(crate) codec: Option<Span>,
    /// The function of `serialize_with`, or `serialize` of the module `with`.
    pub(crate) serialize_with: Option<Path>,
    /// The function of `deserialize_with`, or `deserialize` of the module `with`.
    pub(crate) deserialize_with: Option<Path>,
    /// Attributes that serde has for containers only.
    pub(crate) container_attributes: Vec<Ident>,
    /// Whether only serde's own derive understands one of the attributes.
    pub(crate) needs_derive: bool,
}

/// `skip_serializing_if = ".."`.
pub(crate) struct SkipIf {
    pub(crate) span: Span,
    pub(crate) function: Path,
}

/// `default` or `default = ".."`.
pub(crate) struct SerdeDefault {
    pub(crate) span: Span,
    /// The function of `default = "path"`; otherwise `Default::default`.
    pub(crate) function: Option<Path>,
}

/// serde's attributes of containers that are not attributes of fields.
const CONTAINER_ATTRIBUTES: &[&str] = names! {
    rename_all rename_all_fields deny_unknown_fields tag content untagged from try_from into
    transparent remote crate variant_identifier field_identifier
};

/// serde's attributes of fields.
const FIELD_ATTRIBUTES: &[&str] = names! {
    rename alias default flatten skip skip_serializing skip_deserializing skip_serializing_if with
    serialize_with deserialize_with bound
};

impl SerdeFacts {
    /// Adds the facts of one `#[serde(..)]`; reports what serde's derive would reject.
    pub(super) fn read(&mut self, attribute: &Attribute, diagnostics: &Diagnostics) {
        match attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) {
            Ok(metas) => {
                for meta in metas {
                    if let Err(error) = self.read_meta(&meta) {
                        diagnostics.push(error);
                    }
                }
            }
            Err(error) => diagnostics.error(error.span(), MALFORMED_SERDE),
        }
    }

    fn read_meta(&mut self, meta: &Meta) -> syn::Result<()> {
        let span = meta.path().span();
        let name = meta.path().get_ident().map(ToString::to_string).unwrap_or_default();
        match name.as_str() {
            "rename" => return self.read_rename(meta),
            "alias" => self.aliases.push(string(meta, &name, "other_name")?),
            "default" => {
                refuse_second(self.default.is_some(), span, &name)?;
                let function = match meta {
                    Meta::Path(_) => None,
                    _ => Some(function(meta, &name, "path::to::function")?),
                };
                self.default = Some(SerdeDefault { span, function });
            }
            "skip_serializing_if" => {
                refuse_second(self.skip_serializing_if.is_some(), span, &name)?;
                let function = function(meta, &name, "Option::is_none")?;
                self.skip_serializing_if = Some(SkipIf { span, function });
            }
            "with" => {
                let module = function(meta, &name, "path::to::module")?;
                self.set_serialize_with(function_of(&module, "serialize"), span)?;
                self.set_deserialize_with(function_of(&module, "deserialize"), span)?;
            }
            "serialize_with" => {
                let function = function(meta, &name, "path::to::function")?;
                self.set_serialize_with(function, span)?;
            }
            "deserialize_with" => {
                let function = function(meta, &name, "path::to::function")?;
                self.set_deserialize_with(function, span)?;
            }
            "flatten" => {
                refuse_value(meta, &name)?;
                self.flatten = Some(span);
                self.needs_derive = true;
            }
            "skip" | "skip_serializing" | "skip_deserializing" => {
                refuse_value(meta, &name)?;
                self.skip = Some(span);
                self.skips_both |= name == "skip";
                self.needs_derive = true;
            }
            "bound" => self.needs_derive = true,
            _ => return self.read_other(meta, &name),
        }
        Ok(())
    }

    /// Reads an attribute that is not one of a field.
    fn read_other(&mut self, meta: &Meta, name: &str) -> syn::Result<()> {
        if let Some(ident) = meta.path().get_ident()
            && CONTAINER_ATTRIBUTES.contains(&name)
        {
            self.container_attributes.push(ident.clone());
            return Ok(());
        }
        let advice = match nearest(name, FIELD_ATTRIBUTES) {
            Some(near) => format!("did you mean `{near}`?"),
            None if name == "getter" || name == "borrow" => {
                "remove it: a field owns its value and is serialized as it is".to_owned()
            }
            None => "see https://serde.rs/field-attrs.html".to_owned(),
        };
        Err(syn::Error::new(
            meta.path().span(),
            format!("serde has no attribute `{name}` for a field; {advice}"),
        ))
    }

    fn read_rename(&mut self, meta: &Meta) -> syn::Result<()> {
        let Meta::List(list) = meta else {
            let name = string(meta, "rename", "name")?;
            self.set_serialized(name.clone(), meta.path().span())?;
            self.deserialized_name = Some(name);
            return Ok(());
        };
        let metas = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)?;
        for meta in metas {
            if meta.path().is_ident("serialize") {
                self.set_serialized(string(&meta, "serialize", "name")?, meta.path().span())?;
            } else if meta.path().is_ident("deserialize") {
                refuse_second(self.deserialized_name.is_some(), meta.path().span(), "rename")?;
                self.deserialized_name = Some(string(&meta, "deserialize", "name")?);
            } else {
                return Err(syn::Error::new(
                    meta.path().span(),
                    "expected `rename(serialize = \"..\", deserialize = \"..\")`",
                ));
            }
        }
        Ok(())
    }

    fn set_serialize_with(&mut self, function: Path, span: Span) -> syn::Result<()> {
        if self.serialize_with.is_some() {
            return Err(syn::Error::new(span, "two functions serialize this field; remove one"));
        }
        (self.serialize_with, self.codec) = (Some(function), Some(span));
        Ok(())
    }

    fn set_deserialize_with(&mut self, function: Path, span: Span) -> syn::Result<()> {
        if self.deserialize_with.is_some() {
            return Err(syn::Error::new(span, "two functions deserialize this field; remove one"));
        }
        (self.deserialize_with, self.codec) = (Some(function), Some(span));
        Ok(())
    }

    fn set_serialized(&mut self, name: LitStr, span: Span) -> syn::Result<()> {
        refuse_second(self.serialized_name.is_some(), span, "rename")?;
        self.serialized_name = Some(name);
        Ok(())
    }
}

fn refuse_second(is_second: bool, span: Span, name: &str) -> syn::Result<()> {
    if is_second {
        return Err(syn::Error::new(span, format!("duplicate `{name}`; remove one")));
    }
    Ok(())
}

fn refuse_value(meta: &Meta, name: &str) -> syn::Result<()> {
    match meta {
        Meta::Path(_) => Ok(()),
        _ => Err(syn::Error::new(
            meta.path().span(),
            format!("`{name}` takes no value; write `#[serde({name})]`"),
        )),
    }
}

fn string(meta: &Meta, name: &str, example: &str) -> syn::Result<LitStr> {
    string_value(meta).ok_or_else(|| {
        syn::Error::new(
            meta.path().span(),
            format!("`{name}` takes a string: `{name} = \"{example}\"`"),
        )
    })
}

/// The path of a function or a module, in a string.
fn function(meta: &Meta, name: &str, example: &str) -> syn::Result<Path> {
    let literal = string(meta, name, example)?;
    literal.parse().map_err(|_| {
        syn::Error::new(
            literal.span(),
            format!("`{}` is not a path; write `{name} = \"{example}\"`", literal.value()),
        )
    })
}

/// A function of a module; the compiler reports a missing one at the module's name.
fn function_of(module: &Path, name: &str) -> Path {
    let mut path = module.clone();
    path.segments.push(Ident::new(name, module.span()).into());
    path
}
