//! The calls of macros in source files, by module.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
};

use super::rust_tokens::{RustToken, RustTokens};

/// A call of a macro outside of functions, tests and definitions of macros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MacroCall {
    /// The module, from the crate's root: `session::login`.
    pub(super) module: String,
    /// The macro's name, without its path.
    pub(super) name: String,
    /// The line in the file.
    pub(super) line: usize,
}

/// The macros that source files call and define.
#[derive(Debug, Default)]
pub(super) struct MacroCalls {
    pub(super) calls: Vec<MacroCall>,
    /// For each macro that is defined, the macros that its definition calls.
    definitions: BTreeMap<String, BTreeSet<String>>,
    /// The modules in files of their own that are compiled for tests only.
    test_modules: BTreeSet<String>,
}

/// What stands between two delimiters.
#[derive(Debug, Default)]
struct Scope {
    module: String,
    /// The macro whose definition this is part of.
    definition: Option<String>,
    /// Whether it is part of a function, or compiled for tests only.
    is_skipped: bool,
    item: Item,
}

/// The item that is being read, up to its braces.
#[derive(Debug, Default)]
struct Item {
    module: Option<String>,
    definition: Option<String>,
    is_function: bool,
    is_test: bool,
}

impl MacroCalls {
    /// Adds the calls and definitions of the file of a module.
    #[inline]
    pub(super) fn read_file(&mut self, module: &str, source: &str) {
        let mut tokens = RustTokens::new(source).peekable();
        let mut outer = Vec::new();
        let mut scope = Scope { module: module.to_owned(), ..Scope::default() };
        let mut last_word = "";
        while let Some((line, token)) = tokens.next() {
            let word = mem::take(&mut last_word);
            match token {
                RustToken::Word(next) => {
                    scope.item.is_function |= next == "fn";
                    if word == "mod" {
                        scope.item.module = Some(join(&scope.module, next));
                    }
                    last_word = next;
                }
                RustToken::Symbol('!') => match tokens.peek() {
                    Some((_, RustToken::Word(name))) if word == "macro_rules" => {
                        scope.item.definition = Some((*name).to_owned());
                    }
                    Some((_, RustToken::Symbol('(' | '[' | '{'))) if !word.is_empty() => {
                        self.add_call(&scope, word, line);
                    }
                    _ => {}
                },
                RustToken::Symbol('#') => {
                    scope.item.is_test |= is_test(tokens.clone().map(|(_, token)| token));
                }
                RustToken::Symbol(symbol @ ('(' | '[' | '{')) => {
                    let inner = scope.enter(symbol == '{');
                    outer.push(mem::replace(&mut scope, inner));
                }
                RustToken::Symbol(')' | ']' | '}') => scope = outer.pop().unwrap_or(scope),
                RustToken::Symbol(';') => {
                    let Item { module, is_test, .. } = mem::take(&mut scope.item);
                    self.test_modules.extend(module.filter(|_| is_test));
                }
                RustToken::Symbol(_) => {}
            }
        }
    }

    #[inline]
    fn add_call(&mut self, scope: &Scope, name: &str, line: usize) {
        if let Some(definition) = &scope.definition {
            let called = self.definitions.entry(definition.clone()).or_default();
            called.insert(name.to_owned());
        } else if !scope.is_skipped {
            let (module, name) = (scope.module.clone(), name.to_owned());
            self.calls.push(MacroCall { module, name, line });
        }
    }

    /// A macro, and those whose definitions call it.
    #[inline]
    pub(super) fn callers_of<'a>(&'a self, name: &'a str) -> BTreeSet<&'a str> {
        let mut callers = BTreeSet::from([name]);
        loop {
            let known = callers.len();
            for (definition, called) in &self.definitions {
                if called.iter().any(|called| callers.contains(called.as_str())) {
                    callers.insert(definition);
                }
            }
            if callers.len() == known {
                return callers;
            }
        }
    }

    /// Whether a module is compiled for tests only.
    #[inline]
    pub(super) fn is_test_module(&self, module: &str) -> bool {
        let is_inside = |rest: &str| rest.is_empty() || rest.starts_with("::");
        self.test_modules.iter().any(|test| module.strip_prefix(&**test).is_some_and(is_inside))
    }
}

impl Scope {
    /// The scope after a delimiter. The item ends with its braces.
    #[inline]
    fn enter(&mut self, is_brace: bool) -> Self {
        let item = match is_brace || self.item.definition.is_some() {
            true => mem::take(&mut self.item),
            false => Item::default(),
        };
        Self {
            module: item.module.unwrap_or_else(|| self.module.clone()),
            definition: item.definition.or_else(|| self.definition.clone()),
            is_skipped: self.is_skipped || item.is_function || item.is_test,
            item: Item::default(),
        }
    }
}

#[inline]
pub(super) fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

/// Whether an attribute begins with `[cfg(test` or `[cfg(all(test`.
#[inline]
fn is_test<'a>(tokens: impl Iterator<Item = RustToken<'a>>) -> bool {
    let words = tokens.take(6).filter_map(|token| match token {
        RustToken::Word(word) if word != "all" => Some(word),
        RustToken::Word(_) | RustToken::Symbol(_) => None,
    });
    words.take(2).eq(["cfg", "test"])
}

#[cfg(test)]
mod tests {
    use super::MacroCalls;

    fn read(source: &str) -> MacroCalls {
        let mut calls = MacroCalls::default();
        calls.read_file("a", source);
        calls
    }

    fn calls(source: &str) -> String {
        let calls = read(source).calls;
        let calls = calls.iter().map(|call| format!("{}:{}@{}", call.module, call.name, call.line));
        calls.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn calls_have_their_module_and_line() {
        let source =
            "x! {}\n/// y! {}\npub mod b {\n mod c { p::x!(); }\n z![1; 2]; }\nw! { x!() }";
        assert_eq!(calls(source), "a:x@1 a::b::c:x@4 a::b:z@5 a:w@6 a:x@6");
        assert_eq!(calls("mod r#type { x! {} }"), "a::type:x@1");
    }

    #[test]
    fn other_exclamation_marks_are_not_calls() {
        assert_eq!(calls("const A: bool = !(B) && !C; const D: bool = e != (f);"), "");
        assert_eq!(calls("const A: &str = \"x! {}\"; // x! {}"), "");
    }

    #[test]
    fn functions_and_tests_are_skipped() {
        assert_eq!(calls("fn f(a: [u8; 4]) -> [u8; 2] { x! {} } x! {}"), "a:x@1");
        assert_eq!(calls("struct S { f: fn(u8) } mod b { x! {} }"), "a::b:x@1");
        assert_eq!(calls("#[cfg(test)] mod tests { mod b { x! {} } } x! {}"), "a:x@1");
        assert_eq!(calls("#[cfg(all(test, unix))] mod tests { x! {} }"), "");
        assert_eq!(calls("#[cfg(not(test))] mod b { x! {} }"), "a::b:x@1");
        assert_eq!(calls("#[cfg(feature = \"test\")] mod b { x! {} }"), "a::b:x@1");
        assert_eq!(calls("#[cfg(test)] use b; mod c { x! {} }"), "a::c:x@1");
    }

    #[test]
    fn modules_of_tests_can_be_files() {
        let calls = read("#[cfg(test)] mod tests; mod other;");
        assert!(calls.is_test_module("a::tests") && calls.is_test_module("a::tests::b"));
        assert!(!calls.is_test_module("a::other") && !calls.is_test_module("a::tests_too"));
    }

    #[test]
    fn a_macro_is_called_through_others() {
        let calls = read(
            "macro_rules! y { (a) => { $crate::z! {} }; } macro_rules! z ( () => { x! {} } );
            macro_rules! w { () => { y!(a) } } macro_rules! v { ($(x!)*) => { u!() } } y!(a);",
        );
        assert!(calls.callers_of("x").into_iter().eq(["w", "x", "y", "z"]));
        assert_eq!(calls.calls.len(), 1);
    }
}
