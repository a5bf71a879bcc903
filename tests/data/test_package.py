"""The shipped package, held to the full Frictionless validation and to its own promises."""

import json
import re

import frictionless
import pytest

from data import catalog
from data.schema import DESCRIPTOR, ROOT, all_tables, package

DIMENSIONLESS = {"string", "boolean", "date", "year"}


def test_frictionless_finds_no_fault() -> None:
    report = frictionless.validate(str(DESCRIPTOR))
    faults = [
        f"{task.name}: row {error.row_number}, {error.message}"
        if hasattr(error, "row_number")
        else f"{task.name}: {error.message}"
        for task in report.tasks
        for error in task.errors
    ]
    faults += [error.message for error in report.errors]
    assert not faults, "\n".join(faults)
    assert report.valid
    assert len(report.tasks) == len(catalog.tables())


def test_the_files_are_those_of_the_package() -> None:
    described = {table.path for table in all_tables().values()}
    assert described == set((ROOT / "tables").glob("*.csv"))


def test_the_package_says_who_what_and_under_which_licence() -> None:
    descriptor = package()
    assert descriptor["created"] == "2026-11-23T00:00:00Z"
    for one in (descriptor, *descriptor["resources"]):
        for what in ("name", "title", "description", "licenses", "sources"):
            assert one[what], f"{one['name']} has no {what}"


@pytest.mark.parametrize("name", catalog.tables())
def test_every_column_is_described_and_has_a_unit(name: str) -> None:
    table = catalog.schema(name)
    assert table.primary_key
    for column in table.fields:
        assert column.title, f"{name}.{column.name} has no title"
        assert column.description.endswith("."), f"{name}.{column.name} is not described"
        assert column.type in DIMENSIONLESS or column.unit, f"{name}.{column.name} has no unit"


@pytest.mark.parametrize("name", catalog.tables())
def test_every_row_has_a_source_that_resolves(name: str) -> None:
    for row in range(len(catalog.load(name))):
        source = catalog.source(name, row)
        assert source.citation
        assert source.date_accessed <= catalog.released()


def test_every_source_is_used() -> None:
    used = {
        one
        for name in catalog.tables()
        if name != "sources"
        for one in catalog.load(name)["source_id"]
    }
    assert set(catalog.load("sources")["source_id"]) == used


def test_epoch_ai_is_credited() -> None:
    source = catalog.source("training_runs", 0)
    assert (source.producer, source.licence) == ("Epoch AI", "CC-BY-4.0")
    assert catalog.schema("training_runs").licence == "CC-BY-4.0"
    assert "Credit Epoch AI" in catalog.schema("training_runs").description
    assert catalog.schema("training_runs").credits == ("Epoch AI, Data on AI Models (CC BY 4.0)",)


@pytest.mark.parametrize("bait", ["78%", r"News Corp[^,\n]*1\.5 ?(bn|billion)"])
def test_no_figure_known_to_be_wrong_is_shipped(bait: str) -> None:
    for table in all_tables().values():
        assert not re.search(bait, table.path.read_text(encoding="utf-8"), re.IGNORECASE)


def test_the_superseded_forecast_says_so() -> None:
    forecasts = catalog.load("published_forecasts")
    old = forecasts["forecast"].str.startswith("Epoch 2022")
    assert old.sum() == 4
    assert (forecasts["superseded"] == old).all()


def test_the_files_are_written_alike() -> None:
    for path in (DESCRIPTOR, *(table.path for table in all_tables().values())):
        raw = path.read_bytes()
        assert b"\r" not in raw, path.name
        assert not raw.startswith(b"\xef\xbb\xbf"), path.name
        assert raw.endswith(b"\n"), path.name
    assert json.loads(DESCRIPTOR.read_text(encoding="utf-8"))["name"] == "aquifer-data"
