//! Writes the sources that the tests include: the right version of every case, and the README's server.

#[path = "cases.rs"]
#[allow(dead_code, reason = "the test uses the rest")]
mod cases;

use std::{env, error::Error, fmt::Write, fs, path::PathBuf};

use cases::{CLASSES, cases};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=ui");
    fs::write(out.join("right_versions.rs"), right_versions()?)?;
    println!("cargo::rerun-if-changed=../../README.md");
    fs::write(out.join("readme_server.rs"), readme_server()?)?;
    Ok(())
}

/// A module for each case.
fn right_versions() -> Result<String, Box<dyn Error>> {
    let mut modules = String::new();
    for case in CLASSES.iter().flat_map(|class| cases(class)) {
        writeln!(modules, "pub mod {}_{} {{\n{}\n}}", case.class, case.name, case.right())?;
    }
    Ok(modules)
}

/// The README's server, which binds a free port and passes its address to the test.
fn readme_server() -> Result<String, Box<dyn Error>> {
    let readme = fs::read_to_string("../../README.md")?;
    let mut blocks =
        readme.split("```rust,no_run\n").filter_map(|block| block.split("\n```").next());
    let code =
        blocks.find(|code| code.contains("axum::serve(")).ok_or("no server in the README")?;
    let lines = code.lines().count();
    if lines > 25 {
        return Err(format!("the README's server has {lines} lines, more than 25").into());
    }
    let mut code = code.to_owned();
    for (shown, tested) in [
        ("127.0.0.1:8008", "127.0.0.1:0"),
        ("async fn main()", "pub async fn main()"),
        ("Ok(axum::serve(", "super::serves_at(listener.local_addr()?);\n    Ok(axum::serve("),
    ] {
        if code.matches(shown).count() != 1 {
            return Err(format!("the README's server has no `{shown}`, or several").into());
        }
        code = code.replace(shown, tested);
    }
    Ok(code)
}
