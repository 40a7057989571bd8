"""How much code the compiler has to optimise: lines of LLVM IR before optimisation."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "benches" / "target" / "compiled-size"
PACKAGES = ("matrix-api", "matrix-client-account")


def lines():
    """The lines of the functions of each package in a release build with default features."""
    return {package: lines_of(package) for package in PACKAGES}


def lines_of(package):
    _cargo("clean", package)
    ir = ["--emit=llvm-ir", "-Cno-prepopulate-passes", "-Ccodegen-units=1"]
    _cargo("rustc", package, "--lib", "--locked", "--", *ir)
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
