//! Rules for the type of a field, as far as its tokens tell: what a type means, only the compiler
//! knows.

use proc_macro2::Span;
use syn::{
    GenericArgument, Lifetime, PathArguments, Type, TypeTuple, punctuated::Punctuated,
    spanned::Spanned, token::Paren,
};

use crate::{diagnostics::Diagnostics, model::Place};

/// A type that is owned, has a name, and is one value where one is wanted.
///
/// What was reported is replaced, so that the compiler does not report it again.
pub(super) fn check(ty: &mut Type, place: Place, diagnostics: &Diagnostics) {
    if matches!(place, Place::Path { .. }) && matches!(ty, Type::Tuple(_) | Type::Array(_)) {
        diagnostics.error_across(
            &*ty,
            "a placeholder takes one value; write a path field for each of them",
        );
    }
    check_owned(ty, diagnostics);
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
        Type::Slice(slice) => {
            diagnostics.error_across(&*slice, "a field owns its value; write `Vec<..>`");
            *ty = unit();
        }
        Type::ImplTrait(anonymous) => {
            diagnostics.error(
                anonymous.impl_token.span,
                "the type of a field is written out; `impl` names none",
            );
            *ty = unit();
        }
        Type::Infer(infer) => {
            diagnostics.error(
                infer.underscore_token.span,
                "the type of a field is written out; `_` names none",
            );
            *ty = unit();
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

/// Stands in for a type that no field can have.
fn unit() -> Type {
    Type::Tuple(TypeTuple {
        attrs: Vec::new(),
        paren_token: Paren::default(),
        elems: Punctuated::new(),
    })
}
