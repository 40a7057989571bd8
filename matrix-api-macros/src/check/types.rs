//! Rules for the type of a field, as far as its tokens tell: what a type means, only the compiler
//! knows.

use proc_macro2::Span;
use syn::{GenericArgument, Lifetime, PathArguments, Type, spanned::Spanned};

use crate::{ast::unknown_type, diagnostics::Diagnostics, model::Place};

/// A type that is owned, has a name, and is one value where one is wanted.
///
/// What was reported is replaced, so that the compiler does not report it again.
pub(super) fn check(ty: &mut Type, place: Place, diagnostics: &Diagnostics) {
    if matches!(place, Place::Path) && matches!(ty, Type::Tuple(_) | Type::Array(_)) {
        diagnostics.error_across(
            &*ty,
            "a placeholder takes one value; write a path field for each of them",
        );
    }
    check_sized(ty, diagnostics);
    check_owned(ty, diagnostics);
}

/// Types without a size are fine within others, such as `Box<str>`.
fn check_sized(ty: &mut Type, diagnostics: &Diagnostics) {
    let advice = match ty {
        Type::Slice(_) => "a field owns its value; write `Vec<..>`",
        Type::Path(path) if path.path.is_ident("str") => "a field owns its value; write `String`",
        Type::TraitObject(_) => {
            "serde reads values of one type; write that type, or an enum of several"
        }
        _ => return,
    };
    refuse(ty, advice, diagnostics);
}

/// Reports a type, and puts one in its place that the compiler does not report again.
fn refuse(ty: &mut Type, advice: &str, diagnostics: &Diagnostics) {
    let error = syn::Error::new_spanned(&*ty, advice);
    *ty = unknown_type(&error);
    diagnostics.push(error);
}

fn check_owned(ty: &mut Type, diagnostics: &Diagnostics) {
    match ty {
        Type::Reference(reference) => {
            diagnostics.error(
                reference.and_token.span,
                "a field owns its value; write a type without a reference, such as `String`",
            );
            reference.lifetime = Some(whole_program(reference.and_token.span));
        }
        Type::ImplTrait(_) => {
            refuse(ty, "the type of a field is written out; `impl` names none", diagnostics);
        }
        Type::Infer(_) => {
            refuse(ty, "the type of a field is written out; `_` names none", diagnostics);
        }
        Type::Never(_) => {
            refuse(ty, "no value has the type `!`, so that no message has one", diagnostics);
        }
        Type::Path(path) if path.path.is_ident("Self") => {
            let advice = "a message holds no message; write a type of its own for this field";
            refuse(ty, advice, diagnostics);
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
                format!("a message has no lifetimes; write a type without `{lifetime}`"),
            );
            *lifetime = whole_program(lifetime.span());
        }
        _ => {}
    }
}

fn whole_program(span: Span) -> Lifetime {
    Lifetime::new("'static", span)
}
