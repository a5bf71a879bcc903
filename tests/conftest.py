"""What holds for every test: its own AQUIFER_HOME, and examples that are the same each time."""

import os
import tempfile

import pytest
from hypothesis import settings

# The same examples on every run, and no limit on how long one takes: a slow machine is no bug.
settings.register_profile("aquifer", derandomize=True, deadline=None)
settings.load_profile("aquifer")

_HOME = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--approve",
        action="store_true",
        help="take the browser tests' screenshots as the approved ones",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Before anything is collected: a doctest that loads a table at import must not find the
    # refreshed one of whoever runs the tests.
    home = tempfile.TemporaryDirectory(prefix="aquifer-tests-")
    config.stash[_HOME] = home
    os.environ["AQUIFER_HOME"] = home.name


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_HOME].cleanup()
