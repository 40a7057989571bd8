"""CPU time of compilers, user and system: what else the machine does matters little."""

import os
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

import crates

NUMBER = 100
GROWTH = (10, 50, 100, 200, 400)
MODES = {"check": ["check"], "dev build": ["build"], "release build": ["build", "--release"]}


def cold_clients(report):
    """From nothing to a linked release program that calls one account endpoint."""
    seconds = {}
    for party in ("ours", "peer"):
        with tempfile.TemporaryDirectory() as folder:
            crate = crates.client(folder, party)
            _cargo(crate, ["fetch"])
            seconds[party] = _cpu_seconds(crate, MODES["release build"])
            report(f"a client of one endpoint, {party}: {seconds[party]:.1f} s")
    return seconds


def hundred_endpoints(report, repetitions=3):
    """A crate of 100 endpoints, after its dependencies: CPU seconds by mode and party, and the
    sizes of the release libraries in bytes."""
    seconds, sizes = {mode: {} for mode in MODES}, {}
    for party in crates.PARTIES:
        with tempfile.TemporaryDirectory() as folder:
            for mode in MODES:
                seconds[mode][party] = _own_cpu_seconds(folder, party, NUMBER, mode, repetitions)
                report(f"{NUMBER} endpoints, {mode}, {party}: {seconds[mode][party]:.2f} s")
            library = f"endpoints_{party}/target/release/libendpoints_{party}.rlib"
            sizes[party] = (Path(folder) / library).stat().st_size
    return {"seconds": seconds, "sizes": sizes}


def growth(report, repetitions=2, modes=("check", "release build")):
    """CPU seconds by mode, party and number of endpoints."""
    seconds = {}
    for mode in modes:
        seconds[mode] = {}
        for party in crates.PARTIES:
            seconds[mode][party] = {}
            with tempfile.TemporaryDirectory() as folder:
                for number in GROWTH:
                    spent = _own_cpu_seconds(folder, party, number, mode, repetitions)
                    seconds[mode][party][number] = spent
                    report(f"{number} endpoints, {mode}, {party}: {spent:.2f} s")
    return seconds


def _own_cpu_seconds(folder, party, number, mode, repetitions):
    """Of so many endpoints alone: their dependencies are compiled before."""
    _cargo(crates.endpoints(folder, party, 0), MODES[mode])
    crate = crates.endpoints(folder, party, number)
    spent = []
    for _ in range(repetitions):
        os.utime(crate / "src" / "lib.rs")
        spent.append(_cpu_seconds(crate, MODES[mode]))
    return min(spent)


def _cpu_seconds(crate, arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _cargo(crate, arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _cargo(crate, arguments):
    environment = {**os.environ, "CARGO_INCREMENTAL": "0"}
    environment.pop("CARGO_TARGET_DIR", None)
    command = [shutil.which("cargo"), *arguments, "--quiet"]
    run = subprocess.run(
        command, cwd=crate, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed in {crate}:\n{run.stderr}")
