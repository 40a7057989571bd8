"""Renders the tables of ratios, goals and verdicts, in Markdown."""

import client
import compile_time
import features
import large_json
import run_time
import served
import server
import streams
from compile_time import ENDPOINTS, FROM_NOTHING
from goals import table as table_of_goals
from run_time import BY_HAND, PEER

DIRECTIONS = ("client encode", "server decode", "server encode", "client decode")
# The goal for the share of an expansion that checks the definition.
RULES = 0.10
# A raw body is decoded in some 60 instructions, of which the check of the path takes a few more than by hand.
RAW_BODY_MARGIN = 4


def render(measured):
    """Returns RESULTS.md, without the parts that were not measured."""
    parts = [
        "# Results\n",
        f"{measured.get('machine')}. {_dates(measured.get('dates', {}))}\n",
        "Written by `benches/run`. A ratio is this project's figure divided by the other one; a goal is "
        "the maximum of a ratio.\n",
    ]
    # Each stage has its goals, and its section here or in its module.
    stages = [server, client, streams, large_json, served, features]
    goals = [goal for it in (run_time, compile_time, *stages) for goal in it.goals(measured)]
    parts += ["## Goals\n", "Each is the worst of its cases, which are below; that of messages to by hand is without raw bodies.\n", *table_of_goals(goals)]
    for stage in stages:
        parts += stage.section(measured)
    if "instructions" in measured:
        parts += _run_time(measured)
    if "endpoints" in measured:
        parts += _compile_time(measured)
    if "expansion" in measured:
        expansion = measured["expansion"]
        parts += [
            "## Expanding the register block\n",
            f"{expansion['instructions']:,} instructions; {expansion['tokens_in']:,} tokens expand to "
            f"{expansion['tokens_out']:,}. {_rules(expansion)}\n",
        ]
    return "\n".join(parts)


def _dates(dates):
    """When the stages were measured: `Measured on 2026-11-27 (server, client).`"""
    stages = {}
    for stage, date in dates.items():
        stages.setdefault(date, []).append(stage)
    days = [f"{date} ({', '.join(names)})" for date, names in sorted(stages.items())]
    return f"Measured on {' and '.join(days)}."


def _rules(expansion):
    share = expansion["instructions_of_rules"] / expansion["instructions"]
    verdict = "holds" if share <= RULES else "**missed**"
    return f"The checks take {share:.1%} of the instructions, goal {RULES:.0%}: {verdict}."


def _run_time(measured):
    instructions, allocations = measured["instructions"], measured["allocations"]
    times = measured["nanoseconds"]
    lines = [
        "## Messages\n",
        "Instructions are counted by callgrind, allocations by a counting allocator. \"Peer, time\" is the "
        "ratio of criterion's medians. \"By hand\" is `src/by_hand.rs` and the modules of that name in "
        "`src/cases`. \"Peer\" is `ruma-client-api`; its requests are cloned, because encoding consumes "
        "them, and its path arguments are found and decoded by hand, because it leaves that to a router. "
        "All parties decode the same messages. This project's base URL is parsed once, as in a client; "
        "the others take a string.\n",
        "| Message | Direction | Instructions | By hand | Ratio | Goal | | Allocations | By hand | | "
        "Peer, instructions | Ratio | Goal | | Peer, time |",
        "|---|---|--:|--:|--:|--:|---|--:|--:|---|--:|--:|--:|---|--:|",
    ]
    for case in dict.fromkeys(name.split("/")[0] for name in instructions):
        for direction in DIRECTIONS:
            key = f"{case}/{direction}"
            if f"{key}/ours" in instructions:
                lines.append(_message(case, direction, instructions, allocations, times))
    small, large = (f"raw body, 1 {unit}B/client encode/ours" for unit in ("k", "M"))
    ratio = instructions[large] / instructions[small]
    text = f"A raw body of 1 MB takes {ratio:.2f} of the instructions of one of 1 kB, goal 1.00: "
    return [*lines, "", text + _verdict(ratio <= 1.001) + ".\n"]


def _message(case, direction, instructions, allocations, times):
    ours, by_hand, peer = (f"{case}/{direction}/{who}" for who in ("ours", "by hand", "peer"))
    ratio = instructions[ours] / instructions[by_hand]
    margin = RAW_BODY_MARGIN if case.startswith("raw body") else 0
    peer_ratio = instructions[ours] / instructions[peer]
    peer_goal = PEER.get(direction)
    cells = [
        case,
        direction,
        f"{instructions[ours]:,}",
        f"{instructions[by_hand]:,}",
        f"{ratio:.2f}",
        f"{BY_HAND:.2f}" + (f" and {margin} instructions" if margin else ""),
        _verdict(instructions[ours] <= BY_HAND * instructions[by_hand] + margin),
        allocations[ours][0],
        allocations[by_hand][0],
        _verdict(allocations[ours][0] <= allocations[by_hand][0]),
        f"{instructions[peer]:,}",
        f"{peer_ratio:.2f}",
        f"{peer_goal:.2f}" if peer_goal else "",
        _verdict(round(peer_ratio, 2) <= peer_goal) if peer_goal else "",
        f"{times[ours] / times[peer]:.2f}",
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


def _compile_time(measured):
    seconds, sizes = measured["endpoints"]["seconds"], measured["endpoints"]["sizes"]
    lines = [
        "## Compilers\n",
        "CPU time, user and system. \"100 endpoints\" is a crate of register-like endpoints (from "
        "`measure/templates`), without its dependencies. This project's crate compiles only its types; "
        "programs compile the code that they call. \"Each called\" includes that code, in all directions. "
        "The code by hand is always compiled with the crate.\n",
        "| Case | This project | By hand | Ratio | Goal | | Peer | Ratio | Goal | |",
        "|---|--:|--:|--:|--:|---|--:|--:|--:|---|",
    ]
    if "clients" in measured:
        clients = measured["clients"]
        ratio = clients["ours"] / clients["peer"]
        lines.append(
            "| a client of one endpoint, from nothing, release | "
            f"{clients['ours']:.1f} s | | | | | {clients['peer']:.1f} s | {ratio:.3f} | {FROM_NOTHING:.3f} | "
            f"{_verdict(ratio <= FROM_NOTHING)} |"
        )
    for mode, goal in ENDPOINTS.items():
        lines.append(_hundred(f"100 endpoints, {mode}", seconds[mode], goal, "{:.2f} s"))
    called = measured["endpoints"].get("called")
    if called:
        by_hand = seconds["release build"]["by_hand"]
        lines.append(
            f"| 100 endpoints, each called, release build | {called:.2f} s | {by_hand:.2f} s | "
            f"{called / by_hand:.2f} | 1.30 | {_verdict(called / by_hand <= 1.3)} | | | | |"
        )
    megabytes = {party: size / 1e6 for party, size in sizes.items()}
    lines.append(_hundred("100 endpoints, release rlib", megabytes, 0.4, "{:.2f} MB"))
    return [*lines, "", *_growth(measured.get("growth"))]


def _hundred(case, values, peer_goal, form):
    ours, by_hand, peer = values["ours"], values["by_hand"], values["peer"]
    cells = [
        case,
        form.format(ours),
        form.format(by_hand),
        f"{ours / by_hand:.2f}",
        "1.30",
        _verdict(ours / by_hand <= 1.3),
        form.format(peer),
        f"{ours / peer:.2f}",
        f"{peer_goal:.2f}",
        _verdict(ours / peer <= peer_goal),
    ]
    return "| " + " | ".join(cells) + " |"


def _growth(growth):
    if not growth:
        return []
    lines = [
        "From 10 to 400 endpoints ([curve](growth.svg)). The goal is linear growth: each of the last 200 "
        "endpoints costs at most 1.2 times as much as each between 10 and 100.\n",
        "| Mode | Party | 10 | 50 | 100 | 200 | 400 | last 200 to first | |",
        "|---|---|--:|--:|--:|--:|--:|--:|---|",
    ]
    for mode, parties in growth.items():
        for party, seconds in parties.items():
            spent = {int(number): value for number, value in seconds.items()}
            first = (spent[100] - spent[10]) / 90
            last = (spent[400] - spent[200]) / 200
            values = " | ".join(f"{spent[number]:.2f} s" for number in sorted(spent))
            verdict = _verdict(last / first <= 1.2) if party == "ours" else ""
            name = party.replace("_", " ")
            lines.append(f"| {mode} | {name} | {values} | {last / first:.2f} | {verdict} |")
    return [*lines, ""]


def _verdict(holds):
    return "holds" if holds else "**missed**"
