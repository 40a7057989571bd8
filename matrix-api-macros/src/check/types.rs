//! Rules for the type of a field, as far as its tokens tell; the compiler checks the rest.

use proc_macro2::Span;
use syn::{GenericArgument, Lifetime, PathArguments, Type, spanned::Spanned};

use crate::{ast::unknown_type, diagnostics::Diagnostics, model::FieldPlace};

/// The type is sized, owned and written out; in a path it is a single value.
///
/// A type that was reported is replaced, so that the compiler does not report it again.
pub(super) fn check(ty: &mut Type, place: FieldPlace, diagnostics: &Diagnostics) {
    if matches!(place, FieldPlace::Path) && matches!(ty, Type::Tuple(_) | Type::Array(_)) {
        diagnostics
            .error_across(&*ty, "a placeholder takes one value; write one path field for each");
    }
    check_sized(ty, diagnostics);
    check_owned(ty, diagnostics);
    if place == FieldPlace::Status {
        check_status(ty, diagnostics);
    }
}

/// A status is an `http::StatusCode`, by whatever path.
fn check_status(ty: &mut Type, diagnostics: &Diagnostics) {
    let is_status = match &*ty {
        Type::Path(path) => {
            path.path.segments.last().is_some_and(|last| last.ident == "StatusCode")
        }
        // It was reported.
        Type::Verbatim(_) => true,
        _ => false,
    };
    if !is_status {
        reject(ty, "a status has the type `StatusCode`; write `http::StatusCode`", diagnostics);
    }
}

/// Unsized types are fine within others, such as `Box<str>`.
fn check_sized(ty: &mut Type, diagnostics: &Diagnostics) {
    let message = match ty {
        Type::Slice(_) => "a field must own its value; write `Vec<..>`",
        Type::Path(path) if path.path.is_ident("str") => {
            "a field must own its value; write `String`"
        }
        Type::TraitObject(_) => {
            "serde cannot deserialize a trait object; write a type, or an enum of several"
        }
        _ => return,
    };
    reject(ty, message, diagnostics);
}

/// Reports a type and replaces it.
fn reject(ty: &mut Type, message: &str, diagnostics: &Diagnostics) {
    let error = syn::Error::new_spanned(&*ty, message);
    *ty = unknown_type(&error);
    diagnostics.push(error);
}

fn check_owned(ty: &mut Type, diagnostics: &Diagnostics) {
    match ty {
        Type::Reference(reference) => {
            diagnostics.error(
                reference.and_token.span,
                "a field must own its value; write a type without a reference, such as `String`",
            );
            reference.lifetime = Some(static_lifetime(reference.and_token.span));
        }
        Type::ImplTrait(_) => {
            reject(ty, "`impl` cannot be a field's type; write the type itself", diagnostics);
        }
        Type::Infer(_) => {
            reject(ty, "`_` cannot be a field's type; write the type itself", diagnostics);
        }
        Type::Never(_) => {
            reject(
                ty,
                "`!` has no values and cannot be a field's type; write another type",
                diagnostics,
            );
        }
        Type::Path(path) if path.path.is_ident("Self") => {
            let message = "`Self` cannot be a field's type; define another type";
            reject(ty, message, diagnostics);
        }
        Type::Path(path) => {
            for segment in &mut path.path.segments {
                if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                    for argument in &mut arguments.args {
                        check_argument(argument, diagnostics);
                    }
                }
            }
        }
        Type::Tuple(tuple) => {
            for element in &mut tuple.elems {
                check_owned(element, diagnostics);
            }
        }
        Type::Array(array) => check_owned(&mut array.elem, diagnostics),
        Type::Paren(inner) => check_owned(&mut inner.elem, diagnostics),
        Type::Group(inner) => check_owned(&mut inner.elem, diagnostics),
        _ => {}
    }
}

fn check_argument(argument: &mut GenericArgument, diagnostics: &Diagnostics) {
    match argument {
        GenericArgument::Type(ty) => check_owned(ty, diagnostics),
        GenericArgument::Lifetime(lifetime) if lifetime.ident != "static" => {
            diagnostics.error(
                lifetime.span(),
                format!("a message cannot have lifetimes; write a type without `{lifetime}`"),
            );
            *lifetime = static_lifetime(lifetime.span());
        }
        _ => {}
    }
}

fn static_lifetime(span: Span) -> Lifetime {
    Lifetime::new("'static", span)
}
