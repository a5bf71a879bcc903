"""The folder of a sweep: which are taken up, and which are refused."""

import fcntl
import json
import shutil
from dataclasses import replace

import pytest

from analytics.sweep.folder import MANIFEST, Unusable, block_name, manifest, missing, opened, put
from analytics.sweep.plan import Plan, plan_of
from analytics.sweep.reading import read
from analytics.sweep.toml import read_grid
from tests.analytics.sweep.small import small_plan


@pytest.fixture
def folder(tmp_path):
    with opened(tmp_path / "sweep", small_plan()) as lacking:
        assert lacking == [0, 1, 2, 3, 4]
    return tmp_path / "sweep"


def test_the_manifest_says_what_it_is_of(folder):
    plan = small_plan()
    assert manifest(folder) == plan.manifest
    assert Plan.of(manifest(folder)) == plan
    content = plan.manifest.as_json()
    assert (content["scenarios"], content["blocks"], content["data"]) == (40, 5, plan.data_version)
    assert content["source"].startswith("worlds = 64")
    units = {column["name"]: column["unit"] for column in content["columns"]}
    assert units["overtraining"] == "×" and units["expected_rank/OpenAI"] == "rank"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"grid": read_grid("axes.epochs = [2]")}, "another grid"),
        ({"data_version": "0123456789ab"}, "other data .*now 0123456789ab"),
        ({"code_version": "9.9"}, "other code .*now 9.9"),
        ({"block_size": 3}, "another version of sweeps"),
    ],
)
def test_a_folder_of_another_sweep_is_refused(folder, change, told):
    with (
        pytest.raises(Unusable, match=f"was made by {told}.*name another folder"),
        opened(folder, replace(small_plan(), **change)),
    ):
        pass


def test_a_folder_that_holds_something_else_is_refused(tmp_path):
    (tmp_path / "thesis.doc").touch()
    with (
        pytest.raises(Unusable, match="is not empty and holds no sweep"),
        opened(tmp_path, small_plan()),
    ):
        pass
    with pytest.raises(Unusable, match="holds no sweep: it has no manifest"):
        manifest(tmp_path)
    for text in ("{", "[]", "{}", '{"aquifer": "sweep", "v": 1}', '{"aquifer": "sweep", "v": 2}'):
        (tmp_path / MANIFEST).write_text(text)
        with pytest.raises(Unusable, match="cannot be used"):
            manifest(tmp_path)


def test_a_sweep_of_older_code_can_still_be_read(serial, tmp_path):
    older = tmp_path / "older"
    shutil.copytree(serial, older)
    content = json.loads((older / MANIFEST).read_bytes())
    # an assumption that has gone, and one that has come since
    values = content["grid"]["bases"][0]["values"]
    values["gone"] = values.pop("epochs")
    (older / MANIFEST).write_text(json.dumps(content))
    assert missing(older, manifest(older)) == []
    assert len(read(older)) == 40
    with pytest.raises(ValueError, match="gone"):
        Plan.of(manifest(older))


def test_two_at_once_are_refused_and_leftovers_removed(folder):
    left = folder / ".block-00001.parquet.part"
    left.touch()
    with (folder / ".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with (
            pytest.raises(Unusable, match="another sweep is writing"),
            opened(folder, small_plan()),
        ):
            pass
        assert left.exists()
    with opened(folder, small_plan()):
        assert not left.exists()


def test_a_block_counts_if_it_is_whole_and_of_this_sweep(folder, serial):
    plan = small_plan()
    content = (serial / block_name(1)).read_bytes()
    for right in (content, (serial / block_name(2)).read_bytes(), content[:-9], b""):
        put(folder, block_name(1), right)
        assert (1 not in missing(folder, plan.manifest)) == (right == content)


def test_blocks_hold_whole_runs_of_cheap_neighbours():
    text = "axes.overtraining = [1, 2]\naxes.tail_threshold = {from = 0.1, to = 0.9, steps = 12}"
    plan = plan_of(read_grid(text))
    assert (plan.block_size, plan.blocks) == (12, 2)
    numbers = [number for block in range(plan.blocks) for number in plan.numbers(block)]
    assert numbers == list(range(24))
    axes = [f"axes.{f} = {{from = 1, to = 2, steps = 100}}" for f in ("epochs", "overtraining")]
    large = plan_of(read_grid("\n".join([*axes, "axes.slowdown = [true, false]"])))
    assert (large.block_size, large.blocks) == (40, 500)
