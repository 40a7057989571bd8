"""Measures the calls of clients."""

import contextlib
import statistics
import subprocess
from pathlib import Path

import callgrind
from goals import Goal

BENCHES = Path(__file__).resolve().parent.parent
PROGRAMS = BENCHES / "target/release"
# In several processes, because the places of code and data in memory make a difference of 0.01.
PROCESSES, ROUNDS, CALLS = 8, 5, 480
TOGETHER = {"1": "one after the other", "16": "16 at the same time"}
# The goals: instructions of the client without encoder, decoder and transport; ratios to reqwest by hand.
OWN_PART = 10_000
BY_HAND = 1.05


def measure(report):
    """Measures calls whose requests are not sent, and calls of a server."""
    build(("client_instructions", "client_allocations"), with_peers=False)
    build(("client_calls", "answer"), with_peers=True)
    unsent = {"instructions": instructions(), "allocations": allocations()}
    report("clients: calls whose requests are not sent")
    with _server() as address:
        sent = {"instructions": _sent_instructions(address)}
        report("clients: instructions")
        sent["nanoseconds"] = _nanoseconds(address)
        report("clients: CPU time")
    return {"client": {"unsent": unsent, "sent": sent}}


def build(programs, with_peers):
    """Builds programs, with or without what those on reqwest need."""
    bins = [argument for program in programs for argument in ("--bin", program)]
    features = [] if with_peers else ["--no-default-features"]
    command = ["cargo", "build", "--release", "--locked", "-p", "matrix-api-exchanges", *bins]
    place = ["--target-dir", str(BENCHES / "target")]
    subprocess.run([*command, *features, *place], cwd=BENCHES, check=True)


def instructions():
    """Returns the instructions of calls whose requests are not sent, by call and part."""
    return callgrind.run_time_cases(PROGRAMS / "client_instructions")


def allocations():
    """Returns the allocations of calls whose requests are not sent, by call and part."""
    lines = (line.split("\t") for line in _output("client_allocations").splitlines())
    return {name: int(count) for name, count, _ in lines}


def _sent_instructions(address):
    """Returns the instructions of a call in the process of the client, by call and party."""
    command = [PROGRAMS / "client_calls", address, "instructions"]
    counts, printed = callgrind.totals(command, "measured_calls", "measurement_ends")
    lines = [line.split("\t") for line in printed.splitlines()]
    return {name: count // int(calls) for (name, calls), count in zip(lines, counts)}


def _nanoseconds(address):
    """Returns the CPU times of a call in the process of the client, in rounds, by call, number of calls at the same
    time, and party."""
    times = {}
    for _ in range(PROCESSES):
        printed = _output("client_calls", address, "time", str(ROUNDS), str(CALLS))
        for line in printed.splitlines():
            call, together, party, spent = line.split("\t")
            times.setdefault(f"{call}/{together}", {}).setdefault(party, []).append(int(spent))
    return times


@contextlib.contextmanager
def _server():
    with subprocess.Popen([PROGRAMS / "answer"], stdout=subprocess.PIPE, text=True) as server:
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def _output(program, *arguments):
    command = [PROGRAMS / program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def whole_calls(counts):
    """Returns the names of the measurements of whole calls, and of their calls."""
    names = (name.partition("/") for name in counts)
    return {"/".join((call, part)): call for call, _, part in names if part == "whole"}


def own_part(counts, call):
    """The part of a call that is neither the encoder nor the decoder nor the transport."""
    parts = (counts[f"{call}/{part}"] for part in ("encode", "decode", "transport"))
    return counts[f"{call}/whole"] - sum(parts)


def goals(measured):
    """The goals of the stage."""
    if "client" not in measured:
        return []
    unsent, sent = measured["client"]["unsent"], measured["client"]["sent"]
    own = own_part(unsent["instructions"], "whoami")
    ratios = [_instruction_ratio(sent, call) for call in _calls(unsent)]
    against = "calls of the client, against reqwest by hand, worst of four"
    found = [
        Goal("whoami, the client's own part, instructions", own, OWN_PART, "{:,}"),
        Goal(f"{against}: instructions", max(ratios), BY_HAND),
    ]
    for together, words in TOGETHER.items():
        worst = max(_time_ratio(sent, call, together) for call in _calls(unsent))
        found.append(Goal(f"{against}: CPU time, {words}", worst, BY_HAND, "{:.3f}"))
    return found


def section(measured):
    """The tables of the stage."""
    if "client" not in measured:
        return []
    unsent, sent = measured["client"]["unsent"], measured["client"]["sent"]
    return [*_unsent_table(unsent), *_sent_table(unsent, sent)]


def _unsent_table(unsent):
    counts, allocations_of = unsent["instructions"], unsent["allocations"]
    lines = [
        "## Calls of clients\n",
        "`Client::send` with the default settings, on a transport that has the response already. \"The client's own "
        "part\" is the whole call without its encoder, its decoder and the transport.\n",
        "| Call | Whole call, instructions | Encoder | Decoder | Transport | The client's own part | "
        "Allocations | Encoder | Decoder |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for call in _calls(unsent):
        parts = [f"{counts[f'{call}/{part}']:,}" for part in ("whole", "encode", "decode", "transport")]
        blocks = [str(allocations_of[f"{call}/{part}"]) for part in ("whole", "encode", "decode")]
        cells = [call, *parts, f"{own_part(counts, call):,}", *blocks]
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def _sent_table(unsent, sent):
    counts, times = sent["instructions"], sent["nanoseconds"]
    lines = [
        "The same calls of a server on loopback, in the process of the client, on a runtime with one thread. \"By "
        "hand\" is `exchanges/src/client/by_hand.rs`, on reqwest. This project's client sends each request once, as by "
        "hand; \"retries\" is the one with the default settings. CPU time is user and system: medians of "
        f"{PROCESSES * ROUNDS} rounds of {CALLS} calls in {PROCESSES} processes, in which the parties take turns, and "
        "the median of the rounds' ratios.\n",
        "| Call | Instructions | By hand | Ratio | Retries | CPU time, one after the other | By hand | Ratio | "
        "16 at the same time | By hand | Ratio |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for call in _calls(unsent):
        cells = [call, f"{counts[f'{call}/ours']:,}", f"{counts[f'{call}/by hand']:,}"]
        cells.append(f"{_instruction_ratio(sent, call):.2f}")
        cells.append(f"{_instruction_ratio(sent, call, 'ours, by default'):.2f}")
        for together in TOGETHER:
            spent = times[f"{call}/{together}"]
            for party in ("ours", "by hand"):
                cells.append(f"{statistics.median(spent[party]) / 1000:.1f} µs")
            cells.append(f"{_time_ratio(sent, call, together):.2f}")
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def _calls(unsent):
    return dict.fromkeys(name.split("/")[0] for name in unsent["instructions"])


def _instruction_ratio(sent, call, party="ours"):
    counts = sent["instructions"]
    return counts[f"{call}/{party}"] / counts[f"{call}/by hand"]


def _time_ratio(sent, call, together):
    spent = sent["nanoseconds"][f"{call}/{together}"]
    return statistics.median(ours / by_hand for ours, by_hand in zip(spent["ours"], spent["by hand"]))
