"""Load, abuse and crashes of an account_server: its cost, whether other clients are still served, what is refused,
and whether anything is lost.

See `run`.
"""

import argparse
import asyncio
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import namedtuple

import attacks
import crashes
import limits
from client import Newcomers, Probe, login, register, whoami
from server import Server, Watch

# Others may have to wait `patience` times as long, since a debug build is slow.
Size = namedtuple("Size", "connections seconds large floods kills patience")
FULL = Size(connections=1000, seconds=12, large=200, floods=600, kills=50, patience=1)
QUICK = Size(connections=200, seconds=3, large=24, floods=350, kills=4, patience=5)

# The limit of memory during each attack, in MiB.
MOST_MEMORY = 256

HERE = os.path.dirname(os.path.abspath(__file__))


class Failures(list):
    def check(self, holds, what):
        if not holds:
            self.append(what)
            print(f"FAILED: {what}", file=sys.stderr)


def attacked(server, token, name, attack, longest_wait, size, failures):
    """A row of the table: the result of an attack."""
    watch, probe = Watch(server), Probe(server.address, token)
    start = time.monotonic()
    outcome = asyncio.run(attack(server.address, size))
    seconds = time.monotonic() - start
    probe.stop()
    memory = watch.stop()
    failures.check(server.is_running(), f"{name}: the server has ended")
    failures.check(" × 5" not in outcome, f"{name}: {outcome}")
    failures.check(not probe.failures, f"{name}: not served: {probe.failures[:3]}")
    failures.check(memory < MOST_MEMORY, f"{name}: {memory:.0f} MiB")
    failures.check(probe.percentile(1) < longest_wait * size.patience, f"{name}: {probe.percentile(1):.0f} ms")
    return (
        f"| {name} | {outcome} | {seconds:.0f} | {memory:.0f} | {len(probe.latencies)} "
        f"| {probe.percentile(0.5):.0f} | {probe.percentile(0.99):.0f} | {probe.percentile(1):.0f} |"
    )


def load(server, token, size):
    """Rows of a table: the results of wrk."""
    lines = []
    for name, path, headers in [
        ("versions", "/_matrix/client/versions", []),
        ("whoami", "/_matrix/client/v3/account/whoami", ["-H", f"Authorization: Bearer {token}"]),
    ]:
        for connections in (10, size.connections):
            url = "http://{}:{}{}".format(*server.address, path)
            command = ["wrk", "-t2", f"-c{connections}", f"-d{size.seconds}s", "--latency", *headers, url]
            watch = Watch(server)
            output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            memory = watch.stop()
            words = {line.split()[0]: line.split()[1] for line in output.splitlines() if line.split()}
            errors = [line.strip() for line in output.splitlines() if "errors" in line or "Non-2xx" in line]
            lines.append(
                f"| {name} | {connections} | {words['Requests/sec:']} | {words['50%']} | {words['99%']} "
                f"| {memory:.0f} | {'; '.join(errors) or 'none'} |"
            )
    return lines


def lost_after_kill(server, binary, folder, size, known, failures):
    """Kills the server during registrations; every acknowledged account must exist afterwards."""
    crowd = Newcomers(server.address, "late", at_once=8)
    time.sleep(size.seconds)
    server.kill()
    accounts = {**known, **crowd.stop()}
    server = Server(binary, folder)
    lost = [name for name, token in accounts.items() if whoami(server.address, token) is None]
    failures.check(accounts, "nobody could register")
    failures.check(not lost, f"lost accounts: {lost[:5]}")
    name = next(reversed(accounts))
    status, _ = login(server.address, name)
    failures.check(status == 200, f"{name} cannot log in any more")
    return server, len(accounts), len(lost)


def measured(binary, size, can_load, folder, failures):
    server = Server(binary, folder)
    token = register(server.address, "probe")
    start_memory = server.memory()
    tables = []
    if can_load:
        tables += ["## Load", "",
                   "| endpoint | connections | requests/s | 50 % | 99 % | memory, MiB | errors |",
                   "|---|--:|--:|--:|--:|--:|---|", *load(server, token, size), ""]
    tables += ["## Abuse", "", ABUSE, "",
               "| misbehaving clients | result | s | memory, MiB | others' requests "
               "| 50 %, ms | 99 %, ms | longest, ms |",
               "|---|---|--:|--:|--:|--:|--:|--:|"]
    newcomers = Newcomers(server.address, "early", at_once=1, pause=0.5)
    for name, attack, longest_wait in attacks.ATTACKS:
        line = attacked(server, token, name, attack, longest_wait, size, failures)
        print(line, file=sys.stderr, flush=True)
        tables.append(line)
    known = newcomers.stop()
    time.sleep(2)
    memory, files = server.memory(), server.files()
    failures.check(files < 64, f"{files} files are still open")
    server, accounts, lost = lost_after_kill(server, binary, folder, size, known, failures)
    log = server.log()
    failures.check("panicked" not in log, "a panic")
    failures.check("ERROR" not in log, f"an error in the log: {log[:500]}")
    server.kill()
    tables += ["", "## Afterwards", "",
               f"* Memory: {start_memory:.0f} MiB at the start, {memory:.0f} MiB at the end; "
               f"{files} files open.",
               f"* Killed (SIGKILL) during registrations and restarted: of {accounts} acknowledged accounts, "
               f"{len(known)} of them registered during the abuse, {lost} are lost.",
               f"* Panics, and errors in the log: {log.count('panicked')}, {log.count('ERROR')}."]
    return tables


def printed(lines):
    """Lines of a table, which are printed as soon as they are there."""
    for line in lines:
        print(line, file=sys.stderr, flush=True)
        yield line


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("binary")
    arguments = parser.parse_args()
    failures = Failures()
    size = QUICK if arguments.quick else FULL
    can_load = size is FULL and shutil.which("wrk") is not None
    with tempfile.TemporaryDirectory() as folder:
        tables = measured(arguments.binary, size, can_load, folder, failures)
    tables += ["", "## Limits", "", LIMITS, ""]
    tables += printed(limits.table(arguments.binary, size, failures))
    tables += ["", "## Crashes", "", CRASHES, ""]
    tables += printed(crashes.table(arguments.binary, size, failures))
    print("\n".join(tables))
    if failures:
        sys.exit(f"{len(failures)} failures")
    if can_load:
        with open(os.path.join(HERE, "RESULTS.md"), "w") as results:
            results.write(introduction() + "\n".join(tables) + "\n")


def introduction():
    return f"""# Load, abuse and crashes

Written by `tests/abuse/run`: a release build of `account_server`, its SQLite file on disk, and its clients, on one
machine ({os.cpu_count()} processors, {platform.system()} {platform.machine()}) that is not otherwise idle. The limits are the
defaults, but the rate of requests is not limited: bodies of 64 KiB within 30 s, heads within 10 s, 4096 connections,
half of them for one IP address.

"""


ABUSE = f"""\
While {FULL.connections} or more clients misbehave, another one calls `whoami` twenty times a second, each time on a new
connection, and another registers two accounts a second. All have the same IP address: beyond its limit of
connections, new ones take the places of idle ones. The run fails if a request of the other two fails or is late, if
the server needs more than {MOST_MEMORY} MiB, panics or logs an error, or if an account is lost."""

LIMITS = """\
Each attack has a new server. Meanwhile a client with another IP address calls `whoami` twenty times a second; the last
column is the longest time that it waited, and what an honest login took. Accepted are: links that are confirmed, emails
that are sent, passwords that are verified, connections that stay open. The run fails if more are accepted than the
limits allow, or if the client has to wait for more than two seconds."""

CRASHES = """\
Everything that the server has acknowledged is compared with what it knows afterwards: accounts, passwords, refreshed
tokens, logouts. The run fails if anything is lost or wrong. `crashes.py` describes each row."""


if __name__ == "__main__":
    main()
