"""Measures the CPU time of compilers, user and system, which depends little on other programs."""

import os
import resource
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

import crates
from goals import Goal

NUMBER = 100
GROWTH = (10, 50, 100, 200, 400)
# The other parties' release builds of 400 endpoints take minutes, and are not needed.
GROWTH_PARTIES = {"check": crates.PARTIES, "release build": ("ours",)}
# The goals for ratios of CPU time to the peer: a program from nothing, and crates of endpoints.
FROM_NOTHING = 0.15
ENDPOINTS = {"check": 0.60, "dev build": 0.60, "release build": 0.40}
MODES = {"check": ["check"], "dev build": ["build"], "release build": ["build", "--release"]}


def measure_from_nothing(report):
    """Measures a program with one endpoint, with its dependencies."""
    return {"clients": cold_clients(report)}


def measure(report):
    """Measures crates of endpoints."""
    hundred, growth = endpoints(report)
    return {"endpoints": hundred, "growth": growth}


def goals(measured):
    """Those to the peer."""
    found = []
    if "clients" in measured:
        clients = measured["clients"]
        ratio = clients["ours"] / clients["peer"]
        what = "a client of one endpoint from nothing, CPU time to the peer"
        found.append(Goal(what, ratio, FROM_NOTHING, "{:.3f}"))
    if "endpoints" in measured:
        for mode, maximum in ENDPOINTS.items():
            seconds = measured["endpoints"]["seconds"][mode]
            what = f"100 endpoints, {mode}, CPU time to the peer"
            found.append(Goal(what, seconds["ours"] / seconds["peer"], maximum))
    return found


def cold_clients(report):
    """Returns the mean times of building a program that calls one account endpoint, from nothing.

    The parties take turns, this project first and last, since the machine's speed changes in the minutes
    that the peer's takes.
    """
    spent = {"ours": [], "peer": []}
    for party in ("ours", "peer", "ours", "peer", "ours"):
        with tempfile.TemporaryDirectory() as folder:
            crate = crates.client(folder, party)
            cargo(crate, ["fetch"])
            spent[party].append(cpu_seconds(crate, MODES["release build"]))
            report(f"a client of one endpoint, {party}: {spent[party][-1]:.1f} s")
    return {party: statistics.mean(seconds) for party, seconds in spent.items()}


def endpoints(report, repetitions=3, growth_repetitions=3):
    """Measures crates of endpoints, without their dependencies. Returns two tables.

    For 100 endpoints: CPU seconds by mode and party, and the sizes of the release libraries in bytes.
    For growing numbers: CPU seconds by mode, party and number.
    """
    with tempfile.TemporaryDirectory() as folder:
        for party in (*crates.PARTIES, crates.CALLED):
            for mode in MODES:
                cargo(crates.endpoints(folder, party, 0), MODES[mode])
                report(f"dependencies, {mode}, {party}")
        hundred = _hundred(folder, report, repetitions)
        return hundred, _growth(folder, report, growth_repetitions)


def _hundred(folder, report, repetitions):
    seconds = {
        mode: _medians(folder, crates.PARTIES, NUMBER, mode, repetitions, report) for mode in MODES
    }
    sizes = {}
    for party in crates.PARTIES:
        library = f"endpoints_{party}/target/release/libendpoints_{party}.rlib"
        sizes[party] = (Path(folder) / library).stat().st_size
    called = _medians(folder, [crates.CALLED], NUMBER, "release build", repetitions, report)
    return {"seconds": seconds, "sizes": sizes, "called": called[crates.CALLED]}


def _growth(folder, report, repetitions):
    seconds = {}
    for mode, parties in GROWTH_PARTIES.items():
        seconds[mode] = {party: {} for party in parties}
        for number in GROWTH:
            spent = _medians(folder, parties, number, mode, repetitions, report)
            for party in parties:
                seconds[mode][party][number] = spent[party]
    return seconds


def _medians(folder, parties, number, mode, repetitions, report):
    """Returns the median times. The parties take turns, so that other programs affect all of them."""
    made = {party: crates.endpoints(folder, party, number) for party in parties}
    spent = {party: [] for party in parties}
    for _ in range(repetitions):
        for party, crate in made.items():
            os.utime(crate / "src" / "lib.rs")
            spent[party].append(cpu_seconds(crate, MODES[mode]))
            report(f"{number} endpoints, {mode}, {party}: {spent[party][-1]:.2f} s")
    return {party: statistics.median(seconds) for party, seconds in spent.items()}


def cpu_seconds(crate, arguments):
    """The CPU time of cargo and of all that it runs."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    cargo(crate, arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cargo(crate, arguments):
    """Runs cargo in the folder of a crate, and returns what it prints."""
    environment = {**os.environ, "CARGO_INCREMENTAL": "0"}
    environment.pop("CARGO_TARGET_DIR", None)
    command = [shutil.which("cargo"), *arguments, "--quiet"]
    run = subprocess.run(
        command, cwd=crate, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed in {crate}:\n{run.stderr}")
    return run.stdout
