"""Generates the servers whose compile time is measured: programs with a number of register-like endpoints."""

from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from crates import BENCHES, SERDE, TEMPLATES

HEAD = """[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
"""
TOKIO = 'tokio = { version = "1.54", features = ["macros", "net", "rt-multi-thread", "time"] }\n'
AXUM = 'axum = "0.8.4"\n'


@dataclass(frozen=True)
class Party:
    """A framework, as a program uses it."""

    name: str
    # The folder of its templates.
    templates: str
    dependencies: str
    # What registers the endpoint NUMBER.
    registration: str
    # Whether the program serves a document of its endpoints.
    documents: bool
    # What follows the registrations.
    last: str = ""
    # Whether the program has a client that calls each endpoint.
    calls: bool = False


def _ours(*features):
    listed = ", ".join(f'"{feature}"' for feature in features)
    return f'matrix-api = {{ path = "{BENCHES.parent}/matrix-api", features = [{listed}] }}\n'


METHOD = ".endpoint(register_NUMBER::register)"
PAGE = '.documentation("/docs", matrix_api::openapi::OpenApi::new("Accounts"))'
OURS, DOCUMENTED, CALLED = "ours", "ours, documented", "ours, called"
BY_HAND = "axum by hand"
PEERS = ("dropshot", "poem-openapi", "utoipa")
PARTIES = {
    party.name: party
    for party in (
        Party(OURS, "ours", _ours("axum") + AXUM + SERDE, METHOD, documents=False),
        Party(
            DOCUMENTED,
            "ours",
            _ours("axum", "documentation") + AXUM + SERDE,
            METHOD,
            documents=True,
            last=PAGE,
        ),
        Party(
            CALLED,
            "ours",
            _ours("axum", "http-client") + AXUM + SERDE,
            METHOD,
            documents=False,
            calls=True,
        ),
        Party(
            BY_HAND,
            "axum",
            AXUM + SERDE,
            '.route("/_matrix/client/v3/NUMBER/register", post(register_NUMBER::register))',
            documents=False,
        ),
        Party(
            "dropshot",
            "dropshot",
            'dropshot = "0.18.0"\nschemars = "0.8.22"\nsemver = "1"\n' + SERDE,
            "api.register(register_NUMBER::register)?;",
            documents=True,
        ),
        Party(
            "poem-openapi",
            "poem",
            'poem = "3.1.12"\npoem-openapi = "5.1.16"\n',
            "register_NUMBER::Register,",
            documents=True,
        ),
        Party(
            "utoipa",
            "utoipa",
            'utoipa = { version = "6.0.0", features = ["axum_extras"] }\nutoipa-axum = "0.3.0"\n'
            + AXUM
            + SERDE,
            ".routes(routes!(register_NUMBER::register))",
            documents=True,
        ),
    )
}
# poem-openapi takes tuples of at most this many APIs; tuples of tuples take more.
TUPLE = 10


def server(folder, party, number):
    """Generates a server with a number of endpoints, and returns its folder."""
    name = "served_" + "".join(letter if letter.isalpha() else "_" for letter in party.name)
    crate = Path(folder) / name
    source = crate / "src"
    source.mkdir(parents=True, exist_ok=True)
    (crate / "Cargo.toml").write_text(HEAD.format(name=name) + party.dependencies + TOKIO)
    if not (crate / "Cargo.lock").exists():
        # The same versions of dependencies as for the messages.
        copyfile(BENCHES / "Cargo.lock", crate / "Cargo.lock")
    templates = TEMPLATES / "served" / party.templates
    copyfile(templates / "shared.rs", source / "shared.rs")
    modules = ["shared", *(f"register_{index}" for index in range(number))]
    endpoint = _endpoint(party, templates)
    for index in range(number):
        (source / f"register_{index}.rs").write_text(endpoint.replace("NUMBER", str(index)))
    main = (templates / "main.rs").read_text()
    if party.calls:
        copyfile(templates / "transport.rs", source / "transport.rs")
        (source / "calls.rs").write_text(_calls(number))
        modules += ["calls", "transport"]
        main = main.replace("    let listener", "    calls::all().await?;\n    let listener")
    main = main.replace("MODULES", "\n".join(f"mod {module};" for module in modules))
    (source / "main.rs").write_text(main.replace("ENDPOINTS", _registrations(party, number)))
    return crate


def _endpoint(party, templates):
    endpoint = (templates / "endpoint.rs").read_text()
    if party.templates == "ours":
        endpoint = (TEMPLATES / "ours.rs").read_text() + endpoint
    if party.calls:
        endpoint += (templates / "called.rs").read_text()
    return endpoint


def _registrations(party, number):
    lines = [party.registration.replace("NUMBER", str(index)) for index in range(number)]
    if party.templates == "poem" and number == 1:
        lines = [lines[0].rstrip(",")]
    if party.templates == "poem" and number > TUPLE:
        groups = [lines[first : first + TUPLE] for first in range(0, number, TUPLE)]
        lines = [f"({' '.join(group)})," for group in groups]
    return "\n        ".join([*lines, party.last]).rstrip()


def _calls(number):
    calls = "\n".join(
        f"    called += usize::from(register_{index}::call(&client, name.clone()).await.is_some());"
        for index in range(number)
    )
    uses = ", ".join(f"register_{index}" for index in range(number))
    return f"""//! Calls all endpoints.

use matrix_api::client::ClientBuilder;

use crate::{{{uses}, transport::Transport}};

/// Calls the endpoints if the program has an argument: the name of an account.
pub async fn all() -> Result<(), Box<dyn std::error::Error>> {{
    let Some(name) = std::env::args().nth(1) else {{ return Ok(()) }};
    let client = ClientBuilder::new(Transport).build("https://example.org")?;
    let mut called = 0;
{calls}
    println!("{{called}}");
    Ok(())
}}
"""
