"""Measures the messages at run time."""

import json
import subprocess
from pathlib import Path

import callgrind
from goals import Goal

BENCHES = Path(__file__).resolve().parent.parent
RELEASE = "target/release"
# The goals for ratios of instructions: to code by hand, and to the peer by direction.
BY_HAND = 1.00
PEER = {"client encode": 0.40, "server decode": 0.85, "client decode": 0.85}


def measure(_report):
    """Measures all messages."""
    programs = build(with_peer=True)
    return {
        "instructions": instructions(programs),
        "allocations": allocations(programs),
        "expansion": expansion(programs),
        "nanoseconds": nanoseconds(),
    }


def build(with_peer):
    """Builds the measuring programs and returns their folder."""
    features = [] if with_peer else ["--no-default-features"]
    # Not with the exchanges, whose features of the runtime these programs would have as well.
    packages = ["-p", "matrix-api-benches", "-p", "matrix-api-expansion"]
    _cargo(["build", "--release", *packages, "--bins", "--locked", *features])
    return BENCHES / RELEASE


def instructions(programs):
    """Returns the instructions of one call, by measurement."""
    return callgrind.run_time_cases(programs / "instructions")


def allocations(programs):
    """Returns the allocations and allocated bytes of one call, by measurement."""
    printed = subprocess.run(
        [programs / "allocations"], capture_output=True, text=True, check=True
    ).stdout
    lines = (line.split("\t") for line in printed.splitlines())
    return {name: (int(count), int(size)) for name, count, size in lines}


def expansion(programs):
    """Returns the instructions of expanding the register block, those of its rules, and the tokens."""
    count, checks, tokens_in, tokens_out = callgrind.expansion(programs / "matrix-api-expansion")
    return {
        "instructions": count,
        "instructions_of_rules": checks,
        "tokens_in": tokens_in,
        "tokens_out": tokens_out,
    }


def nanoseconds():
    """Returns the median time of one call, by measurement."""
    _cargo(["bench", "--bench", "time"])
    times = {}
    for path in (BENCHES / "target/criterion").rglob("new/estimates.json"):
        name = json.loads((path.parent / "benchmark.json").read_text())["full_id"]
        times[name] = json.loads(path.read_text())["median"]["point_estimate"]
    return times


def goals(measured):
    """Those of all messages but raw bodies by hand, which are decoded in fewer than 70 instructions."""
    counts = measured.get("instructions")
    if not counts:
        return []

    def worst(party, direction=""):
        ours = [name for name in counts if name.endswith(f"{direction}/ours")]
        raw = "raw body" if party == "by hand" else None
        return max(
            counts[name] / counts[name.removesuffix("ours") + party]
            for name in ours
            if raw is None or raw not in name
        )

    return [
        Goal("messages, instructions to by hand", worst("by hand"), BY_HAND),
        *(
            Goal(f"messages, {direction}, instructions to the peer", worst("peer", direction), maximum)
            for direction, maximum in PEER.items()
        ),
    ]


def _cargo(arguments):
    # The callers expect the results in this folder.
    command = ["cargo", *arguments, "--target-dir", str(BENCHES / "target")]
    subprocess.run(command, cwd=BENCHES, stdout=subprocess.DEVNULL, check=True)
