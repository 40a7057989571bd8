//! The modules of the account crate, from its source files.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Every module that defines an endpoint, such as `session::login`.
pub(crate) fn with_a_definition() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../matrix-client-account/src");
    let mut modules = BTreeSet::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the sources can be listed") {
            let path = entry.expect("the sources can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if defines_an_endpoint(&path) {
                modules.insert(module(&root, &path));
            }
        }
    }
    modules
}

fn defines_an_endpoint(path: &Path) -> bool {
    let source = fs::read_to_string(path).expect("a source is UTF-8");
    source.lines().any(|line| matches!(line.trim_end(), "ruma_api! {" | "request_token! {"))
}

fn module(root: &Path, path: &Path) -> String {
    let path: PathBuf =
        path.strip_prefix(root).expect("the file is below the root").with_extension("");
    let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
    names.join("::")
}
