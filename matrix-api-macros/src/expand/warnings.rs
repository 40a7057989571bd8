//! Warnings. The only means that a macro has on stable is the use of a deprecated item at the author's token.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::diagnostics::Warning;

pub(crate) fn warnings(warnings: &[Warning]) -> TokenStream {
    warnings
        .iter()
        .map(|Warning { span, subject, message, levels }| {
            let item = Ident::new(subject, *span);
            quote! {
                #(#levels)*
                const _: () = {
                    #[deprecated(note = #message)]
                    #[allow(non_upper_case_globals)]
                    const #item: () = ();
                    #item
                };
            }
        })
        .collect()
}
