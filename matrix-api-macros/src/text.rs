//! The texts of `metadata`: string literals, also as `concat!` and `stringify!`.
//!
//! The compiler does not expand macros within the input of another one, so this macro evaluates the two itself.
//! A text remembers its pieces, so that an error is at the piece that is wrong.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::{
    Lit, LitStr, Macro, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    spanned::Spanned,
};

/// A text of `metadata`.
#[derive(Clone)]
pub(crate) struct Text {
    /// A literal as it was written; for a macro, all of its text at its name.
    pub(crate) literal: LitStr,
    /// The length of each piece of a macro's text, and the span of the piece.
    pieces: Vec<(usize, Span)>,
}

impl Text {
    pub(crate) fn value(&self) -> String {
        self.literal.value()
    }

    pub(crate) fn span(&self) -> Span {
        self.literal.span()
    }

    /// The span of the piece with the byte at this position.
    pub(crate) fn span_at(&self, position: usize) -> Span {
        let mut end = 0;
        let piece = self.pieces.iter().find(|(length, _)| {
            end += length;
            position < end
        });
        piece.map_or_else(|| self.span(), |(_, span)| *span)
    }
}

impl From<LitStr> for Text {
    fn from(literal: LitStr) -> Self {
        Self { literal, pieces: Vec::new() }
    }
}

/// Whether a text begins here, or a macro that may have been meant as one.
pub(crate) fn peek(input: ParseStream<'_>) -> bool {
    input.peek(LitStr) || input.fork().parse::<Macro>().is_ok()
}

/// Reads a text, if [one begins here](peek).
pub(crate) fn read(input: ParseStream<'_>) -> syn::Result<Text> {
    if input.peek(LitStr) {
        return input.parse::<LitStr>().map(Text::from);
    }
    let call: Macro = input.parse()?;
    let mut pieces = Pieces::default();
    pieces.evaluate(&call)?;
    Ok(Text { literal: LitStr::new(&pieces.text, name_span(&call)), pieces: pieces.pieces })
}

/// The pieces of a macro's text, in their order.
#[derive(Default)]
struct Pieces {
    text: String,
    pieces: Vec<(usize, Span)>,
}

impl Pieces {
    fn push(&mut self, text: &str, span: Span) {
        self.text.push_str(text);
        self.pieces.push((text.len(), span));
    }

    fn evaluate(&mut self, call: &Macro) -> syn::Result<()> {
        let name = call.path.segments.last().map(|last| last.ident.unraw().to_string());
        match name.as_deref() {
            Some("concat") => {
                let parser = |input: ParseStream<'_>| self.concatenate(input);
                parser.parse2(call.tokens.clone())
            }
            Some("stringify") => {
                let span = call.tokens.clone().into_iter().next().map(|first| first.span());
                let span = span.unwrap_or_else(|| name_span(call));
                self.push(&stringify(call.tokens.clone()), span);
                Ok(())
            }
            name => Err(syn::Error::new(
                name_span(call),
                format!(
                    "`{}!` cannot be expanded here; write a string literal, `concat!` or `stringify!`",
                    name.unwrap_or_default()
                ),
            )),
        }
    }

    /// Reads the arguments of `concat!`.
    fn concatenate(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        while !input.is_empty() {
            self.read_argument(input)?;
            if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                return Err(input.error("expected `,` between two arguments of `concat!`"));
            }
        }
        Ok(())
    }

    fn read_argument(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if let Ok(call) = input.fork().parse::<Macro>() {
            input.parse::<Macro>()?;
            return self.evaluate(&call);
        }
        let start = input.span();
        let minus = input.parse::<Option<Token![-]>>()?;
        let constant = input.fork().parse::<syn::Ident>();
        let literal = input.parse::<Lit>();
        let text = match (&literal, minus) {
            (Ok(Lit::Str(text)), None) => text.value(),
            (Ok(Lit::Char(character)), None) => character.value().to_string(),
            (Ok(Lit::Bool(boolean)), None) => boolean.value.to_string(),
            (Ok(Lit::Int(number)), None) => number.base10_digits().to_owned(),
            (Ok(Lit::Float(number)), None) => number.base10_digits().to_owned(),
            (Ok(Lit::Int(number)), Some(_)) => format!("-{}", number.base10_digits()),
            (Ok(Lit::Float(number)), Some(_)) => format!("-{}", number.base10_digits()),
            _ => {
                let message = match constant {
                    Ok(constant) => format!(
                        "`concat!` takes literals, and `{constant}` is not one; write its value, or \
                         `stringify!({constant})` for its name"
                    ),
                    Err(_) => "`concat!` takes literals; write a string, a number, a boolean or a \
                               character"
                        .to_owned(),
                };
                return Err(syn::Error::new(start, message));
            }
        };
        self.push(&text, literal.map_or(start, |literal| literal.span()));
        Ok(())
    }
}

/// The span of a macro's name.
fn name_span(call: &Macro) -> Span {
    call.path.segments.last().map_or_else(|| call.path.span(), |last| last.ident.span())
}

/// The tokens as the compiler's `stringify!` writes them.
fn stringify(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut last: Option<TokenTree> = None;
    for token in tokens {
        if last.as_ref().is_some_and(|last| has_space_between(last, &token)) {
            text.push(' ');
        }
        match &token {
            TokenTree::Group(group) => text.push_str(&stringify_group(group)),
            token => text.push_str(&token.to_string()),
        }
        last = Some(token);
    }
    text
}

/// Tokens without a space between them in the source have none, nor have those of `a.b`, `a,` and `a(..)`.
fn has_space_between(left: &TokenTree, right: &TokenTree) -> bool {
    let is_punct = |token: &TokenTree, signs: &str| match token {
        TokenTree::Punct(punct) => signs.contains(punct.as_char()),
        _ => false,
    };
    let is_word = |token: &TokenTree| !matches!(token, TokenTree::Punct(_));
    let is_call = matches!(left, TokenTree::Ident(_))
        && matches!(right, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
    let adjoin = left.span().end() == right.span().start();
    let always_adjoin = (is_punct(left, ".") && is_word(right))
        || (is_word(left) && is_punct(right, ".,;"))
        || is_call;
    !adjoin && !always_adjoin
}

fn stringify_group(group: &Group) -> String {
    let inner = stringify(group.stream());
    match group.delimiter() {
        Delimiter::Parenthesis => format!("({inner})"),
        Delimiter::Bracket => format!("[{inner}]"),
        Delimiter::Brace if inner.is_empty() => "{}".to_owned(),
        Delimiter::Brace => format!("{{ {inner} }}"),
        Delimiter::None => inner,
    }
}
