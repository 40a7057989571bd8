"""How much code the compiler has to optimise: lines of LLVM IR before optimisation."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "benches" / "target" / "compiled-size"
# A package, and a feature of the runtime.
BUILDS = (
    ("matrix-api", None),
    ("matrix-client-account", None),
    # With it the macro generates more.
    ("matrix-client-account", "describe"),
)


def lines():
    """The lines of the functions of each package in a release build, with default features or one more."""
    counts = {}
    for package, feature in BUILDS:
        name = package if feature is None else f"{package} with {feature}"
        counts[name] = lines_of(package, feature)
    return counts


def lines_of(package, feature=None):
    """The lines of one package."""
    _cargo("clean", package)
    chosen = [] if feature is None else ["--features", f"matrix-api/{feature}"]
    ir = ["--emit=llvm-ir", "-Cno-prepopulate-passes", "-Ccodegen-units=1"]
    _cargo("rustc", package, "--lib", "--locked", *chosen, "--", *ir)
    dependencies = TARGET / "release" / "deps"
    (file,) = dependencies.glob(f"{package.replace('-', '_')}-*.ll")
    count, within = 0, False
    with file.open(errors="replace") as text:
        for line in text:
            within = within or line.startswith("define")
            count += within
            within = within and not line.startswith("}")
    return count


def _cargo(command, package, *arguments):
    place = ["--manifest-path", ROOT / "Cargo.toml", "--target-dir", TARGET]
    cargo = ["cargo", command, "--release", "--quiet", "--package", package]
    subprocess.run([*cargo, *place, *arguments], check=True)
