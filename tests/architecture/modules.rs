//! The modules of a crate, and what each imports from which.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    slice,
};

use quote::ToTokens as _;
use syn::{
    Attribute, File, Item, ItemMacro, ItemMod, ItemUse, UseTree, Visibility,
    visit::{self, Visit},
};

/// A path of modules from the root of a crate, which is empty.
pub(crate) type Module = Vec<String>;

/// Each module of a crate, with the modules that it imports from.
pub(crate) type Imports = BTreeMap<Module, BTreeSet<Module>>;

/// What a source file says.
struct Source {
    /// Names that it exports from elsewhere, with their paths.
    exports: BTreeMap<String, Vec<String>>,
    /// Macros that it exports from the root.
    macros: BTreeSet<String>,
    /// Paths that it uses, from the root of the crate on.
    uses: BTreeSet<Vec<String>>,
}

/// Reads the imports of the crate whose sources are in a folder. Code under `#[cfg(test)]` is left out,
/// and what is exported from elsewhere counts as imported from there.
pub(crate) fn imports(sources: &Path) -> Imports {
    let mut files = BTreeMap::new();
    read_folder(sources, &Vec::new(), &mut files);
    let root = sources.join("lib.rs");
    files.insert(Vec::new(), read_file(&root, &Vec::new()));
    let macros = files.iter().flat_map(|(module, source)| {
        source
            .macros
            .iter()
            .map(|name| (name.clone(), [module.as_slice(), slice::from_ref(name)].concat()))
    });
    let macros: Vec<_> = macros.collect();
    files.entry(Vec::new()).and_modify(|root| root.exports.extend(macros));
    let modules: BTreeSet<_> = files.keys().cloned().collect();
    let imports = files.iter().map(|(module, source)| {
        let used = source.uses.iter().map(|path| defining_module(path, &modules, &files));
        (module.clone(), used.filter(|used| used != module).collect())
    });
    imports.collect()
}

fn read_folder(folder: &Path, parent: &Module, files: &mut BTreeMap<Module, Source>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if matches!(&*name, "lib" | "tests") {
            continue;
        }
        let module = [parent.as_slice(), &[name]].concat();
        if path.is_dir() {
            read_folder(&path, &module, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = read_file(&path, &module);
            files.insert(module, source);
        }
    }
}

fn read_file(path: &Path, module: &Module) -> Source {
    let text = fs::read_to_string(path).expect("a source file");
    let file: File = syn::parse_str(&text).expect("Rust");
    let mut reader = Reader::new(module, &file.items);
    reader.visit_file(&file);
    Source { exports: reader.exports, macros: reader.macros, uses: reader.uses }
}

/// The module that defines the item at a path: the longest prefix that is a module, unless it only
/// exports the item.
fn defining_module(
    path: &[String],
    modules: &BTreeSet<Module>,
    files: &BTreeMap<Module, Source>,
) -> Module {
    let length = (0..=path.len()).rev().find(|length| modules.contains(&path[..*length]));
    let (module, rest) = path.split_at(length.expect("the root"));
    let exported = rest.first().and_then(|name| files[module].exports.get(name));
    exported.map_or_else(|| module.to_vec(), |path| defining_module(path, modules, files))
}

struct Reader<'a> {
    module: &'a Module,
    /// The modules within this one.
    children: BTreeSet<String>,
    exports: BTreeMap<String, Vec<String>>,
    macros: BTreeSet<String>,
    uses: BTreeSet<Vec<String>>,
}

impl<'a> Reader<'a> {
    fn new(module: &'a Module, items: &[Item]) -> Self {
        let children = items.iter().filter_map(|item| match item {
            Item::Mod(item) => Some(item.ident.to_string()),
            _ => None,
        });
        let children = children.collect();
        Self {
            module,
            children,
            exports: BTreeMap::new(),
            macros: BTreeSet::new(),
            uses: BTreeSet::new(),
        }
    }

    /// A path from the root of the crate on, if it is one of the crate.
    fn resolve(&self, path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        match &**first {
            "crate" => Some(rest.to_vec()),
            "self" => Some([self.module.as_slice(), rest].concat()),
            "super" => {
                let (_, parent) = self.module.split_last()?;
                let supers = rest.iter().take_while(|name| *name == "super").count();
                let parent = parent.len().checked_sub(supers)?;
                Some([&self.module[..parent], &rest[supers..]].concat())
            }
            child if self.children.contains(child) => Some([self.module.as_slice(), path].concat()),
            _ => None,
        }
    }

    fn read_use(&mut self, tree: &UseTree, prefix: &[String], is_export: bool) {
        let name = match tree {
            UseTree::Path(path) => {
                let prefix = [prefix, &[path.ident.to_string()]].concat();
                return self.read_use(&path.tree, &prefix, is_export);
            }
            UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.read_use(tree, prefix, is_export));
            }
            UseTree::Glob(_) => None,
            UseTree::Name(name) => Some(name.ident.to_string()),
            UseTree::Rename(rename) => Some(rename.ident.to_string()),
        };
        let path = [prefix, name.clone().filter(|name| name != "self").as_slice()].concat();
        let Some(path) = self.resolve(&path) else { return };
        if !is_export {
            self.uses.insert(path);
        } else if let Some(name) = name {
            self.exports.insert(name, path);
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !attributes.iter().any(is_for_tests) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        // A module within a file: its `super` is the file.
        if let Some((_, items)) = &item.content {
            let module = [self.module.as_slice(), &[item.ident.to_string()]].concat();
            let mut reader = Reader::new(&module, items);
            items.iter().for_each(|item| reader.visit_item(item));
            self.uses.extend(reader.uses);
        }
    }

    fn visit_item_macro(&mut self, item: &'ast ItemMacro) {
        if item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")) {
            self.macros.extend(item.ident.as_ref().map(ToString::to_string));
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_export = !matches!(item.vis, Visibility::Inherited);
        self.read_use(&item.tree, &[], is_export);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<_> = path.segments.iter().map(|it| it.ident.to_string()).collect();
        self.uses.extend(self.resolve(&names).filter(|_| names.len() > 1));
        visit::visit_path(self, path);
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    let text = attribute.to_token_stream().to_string();
    text.contains("cfg") && text.contains("test") || text.contains("cfg (doc)")
}
