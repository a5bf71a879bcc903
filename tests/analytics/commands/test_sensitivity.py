"""``python -m analytics sensitivity`` and ``break-even``: answers, files, exit codes, messages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analytics.__main__ import main

FEW = ("--set", "log2_worlds=6")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([*map(str, arguments), *FEW])
        return (code, *capfd.readouterr())

    return run


def test_a_break_even_is_printed_with_what_sets_it(run: Run) -> None:
    meta = ("--risk", "0.3", "--vendor", "Meta")
    code, out, err = run("break-even", "--control", "temperature", *meta)
    told, settings = out.splitlines()
    assert (code, err) == (0, "")
    assert told.startswith("“Effective temperature” of at least") and "Found between" in told
    assert settings.startswith("--set temperature=0.")
    # a scenario that is set to it has the risk
    _, out, _ = run("break-even", "--control", "licensed_growth", *meta, *settings.split())
    (risk,) = re.findall(r"As it is, the risk is (\d+)%", out)
    assert 25 <= int(risk) <= 30


def test_none_in_range_is_an_answer(run: Run) -> None:
    code, out, _ = run("break-even", "--control", "licensed_growth", "--risk", "0.05")
    assert code == 0 and out.startswith("No “Growth of licensed text” in range")
    code, out, _ = run("break-even", "--control", "demand_growth", "--risk", "0.5", "--of",
                       "exhaustion", "--year", "2030")  # fmt: skip
    assert code == 0 and "--set compute_growth=" in out


def test_the_table_has_the_tornado_and_the_indices(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "meta.csv"
    code, out, err = run("sensitivity", "--output", "risk", "--vendor", "Meta", "--out", path)
    assert (code, out, err) == (0, "", "")
    table = pd.read_csv(io.BytesIO(path.read_bytes()))
    assert set(table["series"]) == {"as it is", "uncertain input", "choice", "Sobol' index"}
    totals = table[table["variable"] == "Total Sobol' index"]
    assert set(totals["quantile"].dropna()) == {0.05, 0.95}
    assert totals["value"].between(-0.2, 1.5).all()
    assert run("sensitivity", "--output", "year")[1].startswith("\ufeffseries,field,label")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("break-even", "--control", "x", "--risk", "0.2"), "--control: 'x' is none of"),
        (("break-even", "--control", "top_p", "--risk", "2"), "--risk: 2 is not between 0.01"),
        (("break-even", "--control", "top_p", "--risk", "a"), "--risk: 'a' is not a number"),
        (("break-even", "--control", "top_p", "--risk", "0.2", "--to", "9"), "--to: top_p 9 share"),
        (("sensitivity", "--vendor", "Midjourney"), "--vendor: 'Midjourney' has no text model"),
        (("sensitivity", "--year", "1999"), "--year: 1999 is not between 2026 and 2040"),
        (("sensitivity", "--year", "2030.5"), "--year: '2030.5' is not a whole number"),
    ],
)
def test_bad_input_is_refused_by_name_and_bound(run: Run, arguments, message) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "") and err.startswith(f"python -m analytics: {message}")


def test_a_file_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    code, _, err = run("sensitivity", "--output", "year", "--out", tmp_path / "no" / "where.csv")
    assert code == 1 and "cannot write" in err
