"""Measures what each feature of `matrix-api` costs: packages, `cargo check`, and lines of LLVM IR.

A feature that is off must leave no code: the runtime compiled without features has no function of a module that a
feature adds, and the account crate without features has no line of code that the macro generates for one.
"""

import re
import subprocess
import tempfile
from pathlib import Path

from compile_time import cargo, cpu_seconds
from goals import Goal

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("matrix-api-macros", "matrix-api", "matrix-client-account")
ACCOUNT = "matrix-client-account"
REPETITIONS = 3
NONE = "none"
FEATURES = (
    NONE,
    "describe",
    "examples",
    "openapi",
    "lock",
    "schemars",
    "multipart",
    "http-client",
    "blocking",
    "tower",
    "reqwest-no-tls",
    "reqwest",
    "mock",
    "record",
    "axum",
    "documentation",
)
# With these the macro generates more for each endpoint.
EXPANSION = (NONE, "describe", "examples")
# The modules of the runtime that a feature adds, by the functions that they define.
MODULES = ("client", "description", "examples", "lock", "mock", "openapi", "server", "multipart")


def measure(report):
    """Measures all features, and the code of the runtime without features."""
    with tempfile.TemporaryDirectory() as target:
        packages = {feature: _packages(feature) for feature in FEATURES}
        seconds = _checks(target, report)
        lines = {}
        for feature in EXPANSION:
            lines[feature] = sum(map(len, _functions(target, ACCOUNT, feature).values()))
            report(f"feature {feature}: {lines[feature]} lines of LLVM IR of the account crate")
        unasked = _of_modules(_functions(target, "matrix-api", NONE))
        # A module must be found if its feature is on, or the count of the others proves nothing.
        found = _of_modules(_functions(target, "matrix-api", "mock,lock,documentation,multipart"))
    missing = [module for module in MODULES if not found[module]]
    if missing:
        raise RuntimeError(f"no functions of {missing}, whose features are on")
    return {
        "features": {
            "packages": packages,
            "seconds": seconds,
            "lines": lines,
            "unasked": sum(unasked.values()),
        }
    }


def _arguments(feature):
    """Chooses the account crate, and a feature of the runtime."""
    chosen = ["--package", "matrix-api", "--package", ACCOUNT]
    return chosen if feature == NONE else [*chosen, "--features", feature]


def _packages(feature):
    """The packages of a build of the account crate with a feature, as `.ci/packages` counts them."""
    tree = ["tree", "--edges", "normal", "--prefix", "none", "--no-dedupe", "--locked"]
    listed = cargo(ROOT, [*tree, *_arguments(feature)]).splitlines()
    return len({tuple(line.split()[:2]) for line in listed if line})


def _checks(target, report):
    """The least time of `cargo check` of the three packages with each feature. The features take turns."""
    target_folder = ["--target-dir", target]
    check = {feature: ["check", *target_folder, *_arguments(feature)] for feature in FEATURES}
    for feature in FEATURES:
        cargo(ROOT, check[feature])
        report(f"feature {feature}: dependencies")
    cleaned = [argument for package in PACKAGES for argument in ("--package", package)]
    seconds = {}
    for _ in range(REPETITIONS):
        for feature in FEATURES:
            cargo(ROOT, ["clean", *target_folder, *cleaned])
            spent = cpu_seconds(ROOT, check[feature])
            seconds[feature] = min(spent, seconds.get(feature, spent))
            report(f"feature {feature}, check: {spent:.2f} s")
    return seconds


def _functions(target, package, feature):
    """The lines of LLVM IR of each function of a package, by its mangled name, before optimisation."""
    folder = Path(target) / "ir"
    profile = ["--release", "--target-dir", folder]
    cargo(ROOT, ["clean", *profile, "--package", package])
    features = [] if feature == NONE else ["--features", _qualified(package, feature)]
    ir = ["--emit=llvm-ir", "-Cno-prepopulate-passes", "-Ccodegen-units=1"]
    _rustc(["--package", package, "--lib", *profile, *features, "--", *ir])
    (file,) = (folder / "release" / "deps").glob(f"{package.replace('-', '_')}-*.ll")
    functions, name = {}, None
    with file.open(errors="replace") as text:
        for line in text:
            if line.startswith("define"):
                name = re.search(r"@\"?([^\"(]+)", line)[1]
                functions[name] = []
            if name:
                functions[name].append(line)
            if line.startswith("}"):
                name = None
    return functions


def _rustc(arguments):
    # `--quiet` stands before the arguments of the compiler.
    subprocess.run(["cargo", "rustc", "--quiet", *arguments], cwd=ROOT, check=True)


def _qualified(package, feature):
    return feature if package == "matrix-api" else f"matrix-api/{feature}"


def _of_modules(functions):
    """How many functions each of the optional modules defines."""
    counts = dict.fromkeys(MODULES, 0)
    for name in functions:
        for module in MODULES:
            path = "wire" if module == "multipart" else "matrix_api"
            # Mangled names hold the length of each part: `10matrix_api6server`.
            mangled = f"{len(module)}{module}"
            is_inside = mangled in name if path == "wire" else f"10matrix_api{mangled}" in name
            counts[module] += is_inside
    return counts


def goals(measured):
    """The goal of this stage."""
    if "features" not in measured:
        return []
    what = "functions of optional modules in the runtime without features"
    return [Goal(what, measured["features"]["unasked"], 0, "{:.0f}")]


def section(measured):
    """The table of this stage."""
    if "features" not in measured:
        return []
    features = measured["features"]
    seconds, packages, lines = features["seconds"], features["packages"], features["lines"]
    text = [
        "## What features cost\n",
        "`cargo check` of the runtime, the macro and the account crate: CPU time, without dependencies, the best of "
        f"{REPETITIONS} rounds in turns. LLVM IR is that of the account crate, before optimisation; the other features "
        "do not change what the macro generates. Without features the runtime has "
        f"{features['unasked']} functions of the modules that features add.\n",
        "| Feature | Packages | More | `cargo check` | More | LLVM IR |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for feature in FEATURES:
        cells = [
            feature if feature == NONE else f"`{feature}`",
            packages[feature],
            packages[feature] - packages[NONE] or "",
            f"{seconds[feature]:.2f} s",
            "" if feature == NONE else f"{seconds[feature] - seconds[NONE]:.2f} s",
            f"{lines[feature]:,}" if feature in lines else "",
        ]
        text.append("| " + " | ".join(map(str, cells)) + " |")
    return [*text, ""]
