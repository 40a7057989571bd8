"""Generates the crates whose compile time is measured."""

from pathlib import Path
from shutil import copyfile

BENCHES = Path(__file__).resolve().parent.parent
TEMPLATES = BENCHES / "measure" / "templates"
PARTIES = ("ours", "by_hand", "peer")

HEAD = """[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[features]
# The peer's macros need these features.
default = ["client", "server"]
client = []
server = []

[workspace]

[dependencies]
"""

OURS = f'matrix-api = {{ path = "{BENCHES.parent}/matrix-api" }}\n'
ACCOUNT = f'matrix-client-account = {{ path = "{BENCHES.parent}/matrix-client-account" }}\n'
SERDE = 'serde = { version = "1", features = ["derive"] }\n'
PEER = 'ruma-common = { version = "0.20", features = ["api", "client", "server"] }\nhttp = "1"\n'
PEER_CLIENT = 'ruma-client-api = { version = "0.25", features = ["client", "server"] }\n'
BY_HAND = 'bytes = "1"\nhttp = "1"\npercent-encoding = "2"\nserde_json = "1"\n'

# This project's endpoints, each with code that calls it.
CALLED = "ours_called"

DEPENDENCIES = {
    "ours": OURS + SERDE,
    CALLED: OURS + SERDE,
    "by_hand": OURS + SERDE + BY_HAND,
    "peer": PEER + SERDE,
}


def endpoints(folder, party, number):
    """Generates a library with a number of register-like endpoints."""
    folder = _crate(folder, f"endpoints_{party}", DEPENDENCIES[party])
    template = (TEMPLATES / f"{party}.rs").read_text()
    if party == CALLED:
        template = (TEMPLATES / "ours.rs").read_text() + template
    shared = (TEMPLATES / "shared.rs").read_text()
    modules = ["shared"]
    if party == "by_hand":
        modules.append("by_hand")
        copyfile(BENCHES / "src" / "by_hand.rs", folder / "src" / "by_hand.rs")
        shared += (TEMPLATES / "shared_by_hand.rs").read_text()
    (folder / "src" / "shared.rs").write_text(shared)
    for index in range(number):
        modules.append(f"register_{index}")
        endpoint = template.replace("NUMBER", str(index))
        (folder / "src" / f"register_{index}.rs").write_text(endpoint)
    root = "".join(f"pub mod {module};\n" for module in modules)
    (folder / "src" / "lib.rs").write_text("//! Endpoints.\n\n" + root)
    return folder


def client(folder, party):
    """Generates a program that calls one account endpoint."""
    dependencies = {"ours": OURS + ACCOUNT, "peer": PEER_CLIENT + PEER}[party]
    folder = _crate(folder, f"client_{party}", dependencies)
    copyfile(TEMPLATES / f"client_{party}.rs", folder / "src" / "main.rs")
    return folder


def _crate(folder, name, dependencies):
    folder = Path(folder) / name
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "Cargo.toml").write_text(HEAD.format(name=name) + dependencies)
    # The same versions of dependencies as for the messages.
    copyfile(BENCHES / "Cargo.lock", folder / "Cargo.lock")
    return folder
