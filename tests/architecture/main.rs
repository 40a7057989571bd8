//! The modules of each crate import each other without a circle, and those of the runtime downward in
//! the order of floors that ARCHITECTURE.md states.

mod modules;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use modules::{Imports, Module, imports};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository").to_owned()
}

fn show(module: &[String]) -> String {
    if module.is_empty() { "the root".to_owned() } else { module.join("::") }
}

/// The modules that a module imports from, directly or by way of others.
fn reachable<'a>(imports: &'a Imports, from: &Module) -> BTreeSet<&'a Module> {
    let mut reached = BTreeSet::new();
    let mut left: Vec<_> = imports[from].iter().collect();
    while let Some(module) = left.pop() {
        if reached.insert(module) {
            left.extend(imports.get(module).into_iter().flatten());
        }
    }
    reached
}

/// Modules that import each other, directly or by way of others; each circle is a line.
fn circles(imports: &Imports) -> BTreeSet<String> {
    let circle = |module: &Module| {
        let mut reached = reachable(imports, module);
        reached.retain(|other| reachable(imports, other).contains(module));
        let names: Vec<_> = reached.into_iter().map(|module| show(module)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    imports.keys().filter_map(circle).collect()
}

#[test]
fn no_crate_has_a_circle_of_modules() {
    let mut found = Vec::new();
    for name in ["matrix-api-macros", "matrix-api", "matrix-client-account"] {
        let circles = circles(&imports(&repository().join(name).join("src")));
        found.extend(circles.into_iter().map(|circle| format!("{name}: {circle}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A procedural macro cannot export its modules, so two programs outside of the workspace include them.
#[test]
fn programs_that_include_the_modules_of_the_macro_have_all_of_them() {
    let read = |path: &str| fs::read_to_string(repository().join(path)).expect(path);
    let library = read("matrix-api-macros/src/lib.rs");
    let modules = library.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    let modules: Vec<_> = modules.filter(|module| *module != "tests").collect();
    assert!(modules.contains(&"parse"), "{modules:?}");
    for path in
        ["benches/expansion/src/main.rs", "matrix-api-macros/fuzz/fuzz_targets/definition.rs"]
    {
        let program = read(path);
        for module in &modules {
            assert!(
                program.contains(&format!(" mod {module};\n")),
                "{path} does not include {module}"
            );
        }
    }
}

/// The modules that a section of ARCHITECTURE.md names in the first cells of a table, from the top floor to
/// the ground.
fn floors(section: &str) -> Vec<String> {
    let text = fs::read_to_string(repository().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let (_, section) = text.split_once(&format!("\n## {section}:")).expect("a section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let cells = section.lines().filter_map(|line| line.strip_prefix("| `")?.split(" |").next());
    cells.flat_map(|cell| cell.split(", ")).map(|name| name.trim_matches('`').to_owned()).collect()
}

/// The modules within `parent` keep to the floors of a section.
#[track_caller]
fn check_floors(section: &str, name: &str, parent: &[String]) {
    let (floors, imports) = (floors(section), imports(&repository().join(name).join("src")));
    let child = |module: &Module| module.strip_prefix(parent)?.first().cloned();
    let children: BTreeSet<_> = imports.keys().filter_map(child).collect();
    assert_eq!(children, floors.iter().cloned().collect(), "the modules, and those that are named");
    let floor = |name: &String| floors.iter().position(|floor| floor == name);
    for (module, used) in &imports {
        let Some(from) = child(module) else { continue };
        for used in used.iter().filter(|used| used.starts_with(parent)) {
            let (module, name) = (show(module), show(used));
            let to = child(used).unwrap_or_else(|| panic!("{module} imports from {name}"));
            assert!(from == to || floor(&to) > floor(&from), "{module} imports from {name}");
        }
    }
}

#[test]
fn modules_import_from_lower_floors_only() {
    check_floors("The macro", "matrix-api-macros", &[]);
    check_floors("The runtime", "matrix-api", &[]);
    check_floors("The client", "matrix-api", &["client".to_owned()]);
    check_floors("The server", "matrix-api", &["server".to_owned()]);
    check_floors("The mock", "matrix-api", &["mock".to_owned()]);
}

#[test]
fn a_circle_is_found_through_any_number_of_modules() {
    let module = |name: &str| vec![name.to_owned()];
    let imports = |pairs: &[(&str, &[&str])]| -> Imports {
        let import = |(from, to): &(&str, &[&str])| {
            (module(from), to.iter().map(|name| module(name)).collect())
        };
        pairs.iter().map(import).collect()
    };
    let floors = imports(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])]);
    assert_eq!(circles(&floors), BTreeSet::new());
    let circle = imports(&[("a", &["b"]), ("b", &["c"]), ("c", &["a"]), ("d", &["a"])]);
    assert_eq!(circles(&circle), BTreeSet::from(["a, b, c".to_owned()]));
}
