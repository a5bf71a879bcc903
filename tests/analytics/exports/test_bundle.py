"""The data package: a reader of data packages accepts it, and it holds the tidy rows."""

import csv
import io
import json
import zipfile

import pytest
from frictionless import validate

from analytics.exports.bundle import bundle
from analytics.exports.table import table_csv
from analytics.scenario import from_json


@pytest.fixture(scope="module")
def raw(hostile):
    return bundle(hostile)


@pytest.fixture(scope="module")
def files(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_frictionless_accepts_it(raw, tmp_path):
    path = tmp_path / "whole.zip"
    path.write_bytes(raw)
    report = validate(str(path), type="package")
    assert report.valid, report.flatten(["type", "message"])[:5]
    assert {task.name for task in report.tasks} >= {"depletion", "assumptions", "sources"}


def test_frictionless_refuses_a_number_that_is_none(files, tmp_path):
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.replace(b",0.975,", b",many,"))
    kinds = {kind for (kind,) in validate(str(tmp_path / "datapackage.json")).flatten(["type"])}
    assert {"type-error", "hash-count"} & kinds


def test_the_description_names_every_column_and_file(files):
    package = json.loads(files["datapackage.json"])
    described = {one["path"]: one for one in package["resources"]}
    assert set(files) == {"datapackage.json", "README.md", "scenario.json", *described}
    for path, one in described.items():
        head = next(csv.reader(io.StringIO(files[path].decode("utf-8-sig"))))
        assert [field["name"] for field in one["schema"]["fields"]] == head
        assert one["bytes"] == len(files[path])
        assert all(field["description"] for field in one["schema"]["fields"])


def test_its_tables_are_the_tidy_rows(files, hostile):
    for view in hostile.views:
        assert files[f"tables/{view}.csv"] == table_csv(hostile.rows[hostile.rows["view"] == view])


def test_its_scenario_opens_again(files, hostile):
    reading = from_json(files["scenario.json"].decode())
    assert reading.scenario == hostile.scenario
    assert not reading.problems


def test_the_readme_says_what_it_is(files, hostile):
    said = files["README.md"].decode()
    for text in (hostile.name, hostile.link, hostile.outlook.key.data_version, "CC BY 4.0"):
        assert text in said


def test_all_entries_have_one_date(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(2000, 1, 1, 0, 0, 0)}
