//! The functions that return the shapes of types.
//!
//! To find where the shape of a type comes from, the compiler tries five traits. It does so once for each type
//! that several fields have.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::expand::local::local;

/// The types that several fields of an endpoint have.
pub(super) struct SharedShapes(BTreeMap<String, (Ident, TokenStream)>);

impl SharedShapes {
    pub(super) fn of(types: impl Iterator<Item = TokenStream>) -> Self {
        let mut counts = BTreeMap::<String, (usize, TokenStream)>::new();
        for ty in types {
            counts.entry(ty.to_string()).or_insert((0, ty)).0 += 1;
        }
        let shared = counts.into_iter().filter(|(name, (count, _))| *count > 1 && is_same(name));
        let named = shared.enumerate().map(|(index, (name, (_, ty)))| {
            let function = format_ident!("__shape_{index}", span = Span::mixed_site());
            (name, (function, ty))
        });
        Self(named.collect())
    }

    pub(super) fn functions(&self, runtime: &TokenStream) -> TokenStream {
        let shapes = local("shapes");
        let functions = self.0.values().map(|(function, ty)| {
            let shape = shape(ty, &shapes, runtime);
            quote! {
                fn #function(
                    #shapes: &mut #runtime::description::Shapes,
                ) -> #runtime::description::Shape {
                    #shape
                }
            }
        });
        functions.collect()
    }

    pub(super) fn function(&self, ty: &TokenStream) -> Option<&Ident> {
        self.0.get(&ty.to_string()).map(|(function, _)| function)
    }
}

/// Whether all types that are written so are the same type, also within a function. `$crate` has a meaning for
/// each macro that writes it.
fn is_same(ty: &str) -> bool {
    !["$", "Self", "[", "{", "'"].iter().any(|part| ty.contains(part))
}

/// The expression that returns the shape of a type.
pub(super) fn shape(ty: &TokenStream, shapes: &Ident, runtime: &TokenStream) -> TokenStream {
    quote!((&&&&&#runtime::__private::ShapeOf::<#ty>::NEW).shape(#shapes))
}
