"""The rules of the house that neither ruff, mypy nor import-linter can hold."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
FLOORS = ("data", "analytics", "dashboard")
PACKAGES = (*FLOORS, "tests", "benchmarks", "review")
LONGEST_FILE = 400

# Where analytics may touch files and the shell: its exports, its sweeps and its command line.
DOORS = ("analytics/exports/", "analytics/sweep/", "analytics/commands/")
# How long a sweep will take is told, and never kept.
WATCH = "analytics/sweep/progress.py"

CLOCKS = {
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime")),
    *(f"time.{name}" for name in ("monotonic", "monotonic_ns", "perf_counter", "process_time")),
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "pandas.Timestamp.now",
    "pandas.Timestamp.today",
    "pandas.Timestamp.utcnow",
}
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.getlogin", "os.cpu_count"}
RANDOM_MODULES = ("random", "secrets", "uuid")
SEEDED = {"default_rng", "Generator", "SeedSequence", "BitGenerator", "PCG64", "Philox", "SFC64"}
# Without a seed of ours these draw one from the operating system.
NEED_A_SEED = {"numpy.random.default_rng", "numpy.random.SeedSequence", "numpy.random.PCG64"}
NEED_A_GENERATOR = {"scipy.stats.qmc.Sobol", "scipy.stats.qmc.Halton"}
FILE_CALLS = {"open", "io.open", "os.open"}
FILE_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "read_csv", "to_csv"}


def files(*suffixes: str, within: tuple[str, ...] = PACKAGES) -> list[Path]:
    return sorted(
        path
        for package in within
        for path in (ROOT / package).rglob("*")
        if path.suffix in suffixes and "__pycache__" not in path.parts
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported_names(module: ast.Module) -> dict[str, str]:
    """What each imported name stands for, in full."""
    names = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.asname is not None
                root = alias.name.split(".")[0]
                names[alias.asname or root] = alias.name if whole else root
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def full_name(node: ast.expr, names: dict[str, str]) -> str:
    """`np.random.rand` as `numpy.random.rand`; empty for anything but a dotted name."""
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute) and (owner := full_name(node.value, names)):
        return f"{owner}.{node.attr}"
    return ""


def impurities(
    module: ast.Module, *, door: bool = False, watch: bool = False
) -> Iterator[tuple[int, str]]:
    """Where a module reads a clock, the environment, global randomness or, but for doors, files."""
    names = imported_names(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute | ast.Name):
            found = full_name(node, names)
            legacy = found.startswith("numpy.random.") and found.split(".")[2] not in SEEDED
            if found in CLOCKS and not watch:
                yield node.lineno, f"the clock, by {found}"
            elif found in ENVIRONMENT and not door:
                yield node.lineno, f"the environment, by {found}"
            elif legacy:
                yield node.lineno, f"global randomness, by {found}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            modules = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
            )
            for one in modules:
                if one.split(".")[0] in RANDOM_MODULES:
                    yield node.lineno, f"global randomness, by {one}"
        if isinstance(node, ast.Call):
            called = full_name(node.func, names)
            given = {keyword.arg for keyword in node.keywords}
            if called in NEED_A_SEED and not node.args and not node.keywords:
                yield node.lineno, f"global randomness, by {called} without a seed"
            if called in NEED_A_GENERATOR and not given & {"rng", "seed"}:
                yield node.lineno, f"global randomness, by {called} without rng"
            method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if method == "rvs" and not given & {"rng", "random_state"}:
                yield node.lineno, "global randomness, by rvs without random_state"
            if not door and (called in FILE_CALLS or method in FILE_METHODS):
                yield node.lineno, f"a file, by {called or method}"


def test_models_read_no_clock_no_environment_no_file_and_no_global_randomness() -> None:
    found = [
        f"{name_of(path)}:{line} reads {what}"
        for path in files(".py", within=("analytics",))
        for line, what in impurities(
            tree(path), door=name_of(path).startswith(DOORS), watch=name_of(path) == WATCH
        )
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("import time\ntime.time()", "clock"),
        ("from time import perf_counter as tick\ntick()", "clock"),
        ("import datetime as dt\ndt.date.today()", "clock"),
        ("from datetime import datetime\ndatetime.now()", "clock"),
        ("import pandas as pd\npd.Timestamp.now()", "clock"),
        ("import os\nos.environ['A']", "environment"),
        ("from os import getenv\ngetenv('A')", "environment"),
        ("import random", "randomness"),
        ("from uuid import uuid4", "randomness"),
        ("import numpy as np\nnp.random.seed(1)", "randomness"),
        ("from numpy.random import rand\nrand()", "randomness"),
        ("import numpy as np\nnp.random.default_rng()", "randomness"),
        ("from scipy.stats import qmc\nqmc.Sobol(2)", "randomness"),
        ("from scipy.stats import norm\nnorm.rvs(5)", "randomness"),
        ("open('a')", "file"),
        ("from pathlib import Path\nPath('a').read_text()", "file"),
    ],
)
def test_each_impurity_is_seen(code, what) -> None:
    assert [text for _, text in impurities(ast.parse(code)) if what in text]


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\nnp.random.default_rng(3).random(5)",
        "import numpy as np\ndef f(rng: np.random.Generator): ...",
        "from scipy.stats import qmc, norm\nqmc.Sobol(2, rng=rng)\nnorm.rvs(5, random_state=rng)",
        "import datetime as dt\ndt.date.fromisoformat('2026-01-01')",
        "time = [1]\ntime.index(1)",
        "self.time.time",
    ],
)
def test_pure_code_is_not_accused(code) -> None:
    assert not list(impurities(ast.parse(code)))


def test_files_are_short() -> None:
    long = {
        name_of(path): lines
        for path in files(".py", ".js")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long, f"over {LONGEST_FILE} lines, so they want splitting: {long}"


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(?:TODO|FIXME|HACK)\b|NotImplementedError")
    found = [
        f"{name_of(path)}:{number}"
        for path in files(".py", ".js", ".css")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if later.search(line)
    ]
    assert not found, "\n".join(found)


def test_every_directory_with_code_is_a_package() -> None:
    # One without __init__.py is a namespace that mypy, pytest and import-linter see differently,
    # and a tests/data without it would shadow data.
    bare = {
        name_of(path.parent) for path in files(".py") if not (path.parent / "__init__.py").exists()
    }
    assert not bare


def test_assets_load_nothing_from_off_this_machine() -> None:
    # The names of XML's vocabularies look like addresses, but nothing is loaded from them.
    address = re.compile(r"(?:\b(?:https?|wss?):)?//(?!www\.w3\.org/)[\w-]+(?:\.[\w-]+)+")
    found = [
        f"{name_of(path)}:{number}: {line.strip()[:80]}"
        for path in files(".css", ".js", ".svg", ".html", within=("dashboard",))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if address.search(line)
    ]
    assert not found, "\n".join(found)


def test_pages_load_nothing_from_a_content_network() -> None:
    network = re.compile(r"unpkg\.com|jsdelivr|cdnjs|googleapis|gstatic|iconify|esm\.sh|//cdn\.")
    found = [
        name_of(path)
        for path in files(".py", within=FLOORS)
        if network.search(path.read_text(encoding="utf-8"))
    ]
    assert not found


def pins(name: str) -> Iterator[Requirement]:
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "-r")):
            yield Requirement(line)


def test_requirements_are_pinned_exactly_and_are_what_is_installed() -> None:
    for one in (*pins("requirements.txt"), *pins("requirements-dev.txt")):
        if one.marker is None or one.marker.evaluate():
            assert str(one.specifier) == f"=={version(one.name)}", one.name


def test_what_is_imported_is_a_direct_requirement() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    direct = {
        canonicalize_name(line.split("==")[0])
        for line in text.partition("# Direct")[2].partition("\n\n")[0].splitlines()
        if "==" in line
    }
    ships = packages_distributions()
    missing = set()
    for path in files(".py", within=FLOORS):
        for node in ast.walk(tree(path)):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module or ""]
            for root in {module.split(".")[0] for module in modules}:
                # _typeshed is known to type checkers alone.
                if root in {*sys.stdlib_module_names, *FLOORS, "_typeshed"}:
                    continue
                if not direct & {canonicalize_name(name) for name in ships.get(root, [])}:
                    missing.add(f"{root} ({name_of(path)})")
    assert not missing
