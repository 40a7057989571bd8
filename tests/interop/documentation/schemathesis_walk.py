"""Schemathesis on the example homeserver: does the server do what its document says?

    schemathesis_walk.py URL FOLDER    the URL of the server, and a folder for the reports

Schemathesis makes requests of the document, valid and invalid ones, and compares each response with it: the status,
the headers, the media type and the schema, of successes and of errors. Invalid requests must be refused.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.request
from typing import Any

SERVER, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
HERE = pathlib.Path(__file__).parent
PROGRAM = pathlib.Path(sys.executable).parent / "schemathesis"

OPTIONS = [
    # A server may refuse a valid request for reasons that no schema can say: a username that is taken, an empty one.
    "--checks=all",
    "--exclude-checks=positive_data_acceptance",
    "--phases=examples,coverage,fuzzing",
    "--seed=1",
    "--max-examples=10",
    "--warnings=off",
    "--no-color",
]

# They end the session, after which the server refuses everything else.
ENDS_SESSION = ["logout", "logout/all", "account/deactivate"]


def call(path: str, body: dict[str, Any] | None = None) -> Any:
    """The response to a request, as JSON."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(SERVER + path, data) as response:
        return json.load(response)


def run(name: str, document: str, *options: str) -> tuple[int, str]:
    """The exit code of schemathesis, and its report, which is kept in a file."""
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(HERE)}
    command = [str(PROGRAM), "run", document, "--url", SERVER, *OPTIONS, *options]
    result = subprocess.run(
        command, cwd=FOLDER, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    report = result.stdout + result.stderr
    (FOLDER / f"{name}.txt").write_text(report)
    return result.returncode, report


def step(name: str, is_right: bool, report: str) -> None:
    """Prints whether a step passed. A failure ends the walk."""
    count = re.search(r"([0-9]+) generated", report)
    if is_right and count is not None:
        print(f"passed  schemathesis: {name}, {count[1]} requests", flush=True)
        return
    print(f"failed  schemathesis: {name}", flush=True)
    sys.exit(report)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    url = f"{SERVER}/docs/openapi.json"
    code, report = run("strangers", url)
    step("every endpoint does what the document says, without a token", code == 0, report)

    dummy = {"type": "m.login.dummy"}
    account = {"username": "schemathesis", "password": "wonderland", "auth": dummy}
    token = call("/_matrix/client/v3/register", account)["access_token"]
    authorized = ["--header", f"Authorization: Bearer {token}"]
    excluded = [f"--exclude-path=/_matrix/client/v3/{path}" for path in ENDS_SESSION]
    code, report = run("users", url, *authorized, *excluded)
    step("every endpoint does what the document says, with a token", code == 0, report)

    document = call("/docs/openapi.json")
    path = "/_matrix/client/v3/account/whoami"
    whoami = document["paths"][path]["get"]
    schema = whoami["responses"]["200"]["content"]["application/json"]["schema"]
    schema["properties"]["user_id"] = {"type": "integer"}
    wrong = FOLDER / "wrong.json"
    wrong.write_text(json.dumps(document))
    code, report = run("wrong", str(wrong), *authorized, f"--include-path={path}")
    step("a wrong document is found", code == 1 and "Response violates schema" in report, report)


if __name__ == "__main__":
    main()
