//! The check in a test: each case is a process of its own, since it depends on the environment.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

macro_rules! greetings {
    ($version:ident: { $($response:tt)* }) => {
        mod $version {
            pub mod greet {
                matrix_api::ruma_api! {
                    metadata {
                        description: "Greet.",
                        method: GET,
                        name: "greet",
                        path: "/greet",
                        rate_limited: false,
                        requires_authentication: false,
                    }
                    request {}
                    response { $($response)* }
                }
            }

            matrix_api::endpoints! {
                /// Greetings.
                pub const GREETINGS = [greet];
            }
        }
    };
}

greetings!(first: { pub text: String });
greetings!(optional: { pub text: String, pub language: Option<String> });
greetings!(breaking: { pub text: Option<String> });

/// A file of a test, which is removed afterwards.
struct File(PathBuf);

impl File {
    fn new(test: &str) -> Self {
        let path = env::temp_dir().join(format!("matrix-api-{}-{test}.lock", std::process::id()));
        let _ = fs::remove_file(&path);
        Self(path)
    }

    fn read(&self) -> String {
        fs::read_to_string(&self.0).expect("a lock")
    }

    /// Adds a line before the first endpoint.
    fn accept(&self, line: &str) {
        fs::write(&self.0, self.read().replacen("wire 1\n", &format!("wire 1\n{line}\n"), 1))
            .unwrap();
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// What `cargo test` runs in a crate that has a version of the endpoint.
#[test]
#[ignore = "it is run by the other tests"]
fn in_a_process_of_its_own() {
    let path = env::var("LOCK_PATH").expect("a path");
    match &*env::var("LOCK_VERSION").expect("a version") {
        "first" => first::GREETINGS.check_wire_lock(path),
        "optional" => optional::GREETINGS.check_wire_lock(path),
        _ => breaking::GREETINGS.check_wire_lock(path),
    }
}

/// The message with which the check fails. The path of the file is `wire.lock` in it.
fn check(version: &str, File(path): &File, environment: &[(&str, &str)]) -> Option<String> {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "check::in_a_process_of_its_own", "--ignored", "--nocapture"]);
    command.env_remove("CI").env_remove("WIRE_LOCK").env("RUST_BACKTRACE", "0");
    command.env("LOCK_PATH", path).env("LOCK_VERSION", version);
    let output = command.envs(environment.iter().copied()).output().unwrap();
    if output.status.success() {
        assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
        return None;
    }
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let (head, message) = text.split_once(":\n").expect("a panic");
    assert!(head.contains("check.rs"), "the panic is where the check was called: {head}");
    let (message, _) = message.split_once("\nnote: run with").expect("a note");
    Some(message.replace(&*path.to_string_lossy(), "wire.lock"))
}

const UPDATE: (&str, &str) = ("WIRE_LOCK", "update");

fn locked(test: &str) -> File {
    let file = File::new(test);
    assert_eq!(check("first", &file, &[UPDATE]), None);
    file
}

#[test]
fn a_missing_lock_is_written_on_demand() {
    let file = File::new("missing");
    let expected = "wire.lock does not exist; `WIRE_LOCK=update cargo test` writes it";
    assert_eq!(check("first", &file, &[]).as_deref(), Some(expected));
    assert!(!Path::new(&file.0).exists());
    assert_eq!(check("first", &file, &[UPDATE]), None);
    assert_eq!(check("first", &file, &[]), None);
    assert!(file.read().contains("\n  response 200 body text required text\n"));
}

#[test]
fn a_change_is_reported_until_the_lock_is_updated() {
    let file = locked("change");
    let before = file.read();
    let expected = "\
the wire format of `GREETINGS` is not that of wire.lock

greet
  response 200 body language: added, optional text
    old clients, new server: works
    new client, old servers: works

If this is meant, run `WIRE_LOCK=update cargo test`, and commit the file.";
    assert_eq!(check("optional", &file, &[]).as_deref(), Some(expected));
    assert_eq!(file.read(), before);
    assert_eq!(check("optional", &file, &[UPDATE]), None);
    assert_eq!(check("optional", &file, &[]), None);
}

const BREAKS: &str = "\
the wire format of `GREETINGS` is not that of wire.lock

greet
  response 200 body text: optional instead of required
    old clients, new server: breaks (it is required, but may be absent)
    new client, old servers: works

If a change that breaks others is meant, say why in wire.lock, before the first endpoint:

accept greet \"response 200 body text\" \"..\"

Then run `WIRE_LOCK=update cargo test`, and commit the file.";

#[test]
fn a_breaking_change_takes_a_line_with_a_reason() {
    let file = locked("breaking");
    let before = file.read();
    assert_eq!(check("breaking", &file, &[]).as_deref(), Some(BREAKS));
    assert_eq!(check("breaking", &file, &[UPDATE]).as_deref(), Some(BREAKS));
    assert_eq!(file.read(), before, "nothing is written");

    // The line as the message has it lacks the reason.
    file.accept("accept greet \"response 200 body text\" \"..\"");
    let expected = "wire.lock, line 4: expected a reason why the change may break others";
    assert_eq!(check("breaking", &file, &[UPDATE]).as_deref(), Some(expected));

    fs::write(&file.0, &before).unwrap();
    file.accept("accept greet \"response 200 body text\" \"nobody reads it\"");
    let expected = "\
the wire format of `GREETINGS` is not that of wire.lock

greet
  response 200 body text: optional instead of required
    old clients, new server: breaks (it is required, but may be absent)
    new client, old servers: works

If this is meant, run `WIRE_LOCK=update cargo test`, and commit the file.";
    assert_eq!(check("breaking", &file, &[]).as_deref(), Some(expected));
    assert_eq!(check("breaking", &file, &[UPDATE]), None);
    let accepted = "accepted greet \"response 200 body text\" \"optional instead of required\" \
                    \"nobody reads it\"\n";
    assert!(file.read().contains(accepted), "{}", file.read());
    assert_eq!(check("breaking", &file, &[]), None);

    // The line that stays accepts nothing more.
    assert_eq!(check("first", &file, &[UPDATE]).map(|it| it.contains("accept greet")), Some(true));
    // It stays with further updates.
    file.accept("accept * \"response 200 body text\" \"a mistake\"");
    assert_eq!(check("first", &file, &[UPDATE]), None);
    assert!(file.read().contains(accepted));
}

#[test]
fn a_line_that_accepts_nothing_is_refused() {
    let file = locked("unused");
    file.accept("accept greet \"method\" \"to come\"");
    let expected = "wire.lock, line 4: no change of `method` breaks others; remove the line";
    for (version, environment) in
        [("first", &[][..]), ("first", &[UPDATE]), ("optional", &[UPDATE])]
    {
        assert_eq!(check(version, &file, environment).as_deref(), Some(expected));
    }
}

#[test]
fn continuous_integration_does_not_update() {
    let file = locked("ci");
    let before = file.read();
    let expected = "wire.lock is not written where the environment variable CI is set: run \
                    `WIRE_LOCK=update cargo test` on your machine, and commit the file";
    assert_eq!(check("optional", &file, &[UPDATE, ("CI", "true")]).as_deref(), Some(expected));
    assert_eq!(file.read(), before);
    assert_eq!(check("first", &file, &[("CI", "true")]), None);
    assert_eq!(check("optional", &file, &[UPDATE, ("CI", "false")]), None);
    let expected = "WIRE_LOCK can be `update`, but not `yes`";
    assert_eq!(check("first", &file, &[("WIRE_LOCK", "yes")]).as_deref(), Some(expected));
}

#[test]
fn a_conflict_of_a_merge_is_refused_with_its_line() {
    let file = locked("conflict");
    file.accept("<<<<<<< HEAD");
    let expected = "wire.lock, line 4: unknown line: `<<<<<<<`";
    assert_eq!(check("first", &file, &[]).as_deref(), Some(expected));
}

#[test]
fn another_order_of_lines_is_written_anew() {
    let file = locked("order");
    let text = file.read();
    let renamed = text.replace("MatrixError", "StandardError");
    fs::write(&file.0, &renamed).unwrap();
    let expected = "\
the wire format of `GREETINGS` is not that of wire.lock

No message changes: only names of types, or the order of lines.

If this is meant, run `WIRE_LOCK=update cargo test`, and commit the file.";
    assert_eq!(check("first", &file, &[]).as_deref(), Some(expected));
    assert_eq!(check("first", &file, &[UPDATE]), None);
    assert_eq!(file.read(), text);
}
