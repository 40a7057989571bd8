//! The function that returns the shapes of types.
//!
//! To find where the shape of a type comes from, the compiler tries five traits. It does so once for each type
//! of an endpoint. One function for all types costs it less than one for each.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{expand::local::local, runtime_path::RuntimePath};

/// The types of an endpoint's fields, each with its text. Its number is its position.
pub(super) struct NumberedShapes(Vec<(String, TokenStream)>);

impl NumberedShapes {
    pub(super) fn of(types: impl Iterator<Item = TokenStream>) -> Self {
        let mut numbered: Vec<(String, TokenStream)> = Vec::new();
        for ty in types {
            let text = ty.to_string();
            let is_new = numbered.iter().all(|(other, _)| *other != text);
            if is_new && is_same(&text) {
                numbered.push((text, ty));
            }
        }
        Self(numbered)
    }

    /// The name of the function.
    pub(super) fn function() -> Ident {
        local("__shape")
    }

    /// The function, if there are types.
    pub(super) fn expand(&self, runtime: &RuntimePath) -> Option<TokenStream> {
        let (function, number, shapes) = (Self::function(), local("number"), local("shapes"));
        let arms = self.0.iter().zip(0_u16..).map(|((_, ty), number)| {
            let shape = shape(ty, &shapes, runtime);
            quote!(#number => #shape,)
        });
        (!self.0.is_empty()).then(|| {
            // `#[inline]`, so that an endpoint crate does not compile what only programs with descriptions use.
            quote! {
                #[inline]
                fn #function(
                    #number: u16,
                    #shapes: &mut #runtime::description::Shapes,
                ) -> #runtime::description::Shape {
                    match #number {
                        #(#arms)*
                        _ => #runtime::description::Shape::Any,
                    }
                }
            }
        })
    }

    /// The number of a type.
    pub(super) fn number(&self, ty: &TokenStream) -> Option<u16> {
        let text = ty.to_string();
        let found = self.0.iter().zip(0_u16..).find(|((other, _), _)| *other == text);
        found.map(|(_, number)| number)
    }
}

/// Whether all types that are written so are the same type, also within a function. `$crate` has a meaning for
/// each macro that writes it.
fn is_same(ty: &str) -> bool {
    !["$", "Self", "[", "{", "'"].iter().any(|part| ty.contains(part))
}

/// The expression that returns the shape of a type.
pub(super) fn shape(ty: &TokenStream, shapes: &Ident, runtime: &RuntimePath) -> TokenStream {
    quote!(#runtime::__private::ShapeOf::<#ty>::NEW.shape(#shapes))
}
