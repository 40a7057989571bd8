//! Finds definitions of endpoints that a collection does not list.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use super::{
    entry::EndpointEntry,
    macro_calls::{MacroCalls, join},
};

/// An endpoint that is defined in a package, but not listed in a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnlistedEndpoint {
    /// The module of the definition: `my_api::session::log_in`.
    pub module: String,
    /// The file, relative to the package.
    pub file: PathBuf,
    /// The line of the definition in the file, from 1.
    pub line: usize,
}

impl fmt::Display for UnlistedEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` at {}:{}", self.module, self.file.display(), self.line)
    }
}

/// The endpoints of a package that are not among the entries, sorted by file and line.
#[inline]
pub(super) fn find(package: &Path, listed: &[EndpointEntry]) -> io::Result<Vec<UnlistedEndpoint>> {
    let crate_name = crate_name(&read(&package.join("Cargo.toml"))?)
        .ok_or_else(|| io::Error::other("Cargo.toml does not name a package"))?;
    let mut macros = MacroCalls::default();
    let mut files = Vec::new();
    for file in source_files(&package.join("src"))? {
        let relative = file.strip_prefix(package).unwrap_or(&file);
        let before = macros.calls.len();
        macros.read_file(&module_of(relative), &read(&file)?);
        files.resize(files.len() + macros.calls.len() - before, relative.to_owned());
    }
    let defining = macros.callers_of("ruma_api");
    let mut unlisted = Vec::new();
    for (call, file) in macros.calls.iter().zip(files) {
        let module = join(&crate_name, &call.module);
        let module = module.trim_end_matches("::");
        let is_listed = || listed.iter().any(|entry| without_raw(entry.module()) == module);
        if defining.contains(call.name.as_str())
            && !macros.is_test_module(&call.module)
            && !is_listed()
        {
            unlisted.push(UnlistedEndpoint { module: module.to_owned(), file, line: call.line });
        }
    }
    Ok(unlisted)
}

#[inline]
fn without_raw(module: &str) -> String {
    module.replace("r#", "")
}

#[inline]
fn read(file: &Path) -> io::Result<String> {
    let with_name = |error| io::Error::other(format!("cannot read {}: {error}", file.display()));
    fs::read_to_string(file).map_err(with_name)
}

/// The name of the library in a manifest, or else of the package.
#[inline]
fn crate_name(manifest: &str) -> Option<String> {
    let mut table = "";
    let (mut package, mut library) = (None, None);
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            table = line.split(['#', ' ']).next().unwrap_or(line);
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let name = value.split('"').nth(1).filter(|_| key.trim() == "name");
        match table {
            "[package]" => package = package.or(name),
            "[lib]" => library = library.or(name),
            _ => {}
        }
    }
    library.or(package).map(|name| name.replace('-', "_"))
}

/// The files of the library, or else of the program, in alphabetical order.
#[inline]
fn source_files(root: &Path) -> io::Result<Vec<PathBuf>> {
    let has_library = root.join("lib.rs").exists();
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| {
            io::Error::other(format!("cannot list {}: {error}", folder.display()))
        })?;
        for entry in entries {
            let path = entry?.path();
            let is_program =
                path == root.join("bin") || has_library && path == root.join("main.rs");
            if is_program {
                continue;
            } else if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The module of a file such as `src/session/log_in.rs`, from the crate's root: `session::log_in`.
#[inline]
fn module_of(file: &Path) -> String {
    let file = file.with_extension("");
    let mut names: Vec<_> = file.iter().skip(1).map(|name| name.to_string_lossy()).collect();
    let is_root = names.len() == 1;
    names.pop_if(|name| *name == "mod" || is_root && matches!(&**name, "lib" | "main"));
    names.join("::")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{crate_name, module_of};

    #[test]
    fn a_manifest_names_its_crate() {
        let package = "[package]\nname = \"my-api\" # the name\nversion = \"1.0.0\"\n";
        assert_eq!(crate_name(package).as_deref(), Some("my_api"));
        let library =
            format!("{package}[lib] # the library\nname=\"api\"\n[[bin]]\nname = \"tool\"");
        assert_eq!(crate_name(&library).as_deref(), Some("api"));
        assert_eq!(crate_name("[workspace]\nname = \"x\""), None);
    }

    #[test]
    fn a_file_is_a_module() {
        for (file, module) in [
            ("src/lib.rs", ""),
            ("src/main.rs", ""),
            ("src/login.rs", "login"),
            ("src/session/mod.rs", "session"),
            ("src/session/lib.rs", "session::lib"),
        ] {
            assert_eq!(module_of(Path::new(file)), module);
        }
    }
}
