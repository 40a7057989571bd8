"""Validates OpenAPI documents: no error, and no warning that redocly.yaml does not list.

Usage: python validate.py NODE REDOCLY CONFIGURATION DOCUMENT..
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from openapi_spec_validator import OpenAPIV31SpecValidator


def errors_of_the_specification(document: Path) -> list[str]:
    """What the schema of OpenAPI 3.1, and the rules that it cannot say, find."""
    validator = OpenAPIV31SpecValidator(json.loads(document.read_text()))
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors()]


def problems_of_redocly(document: Path, command: list[str]) -> list[str]:
    """The errors and the warnings of redocly."""
    environment = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    linted = subprocess.run(
        [*command, "--format=json", document], env=environment, capture_output=True, text=True, check=False
    )
    report = json.loads(linted.stdout)
    places = ((problem, problem["location"][0].get("pointer", "")) for problem in report["problems"])
    return [f"{problem['ruleId']}: {problem['message']} {place}" for problem, place in places]


def main() -> None:
    node, redocly, configuration, *documents = sys.argv[1:]
    command = [node, redocly, "lint", f"--config={configuration}"]
    for document in map(Path, documents):
        for name, found in (
            ("openapi-spec-validator", errors_of_the_specification(document)),
            ("redocly", problems_of_redocly(document, command)),
        ):
            if found:
                print(f"failed  {name} {document.stem}: {'; '.join(found[:5])} ({len(found)} in all)")
            else:
                print(f"passed  {name} {document.stem}")


main()
