"""``python -m analytics``: what it writes, what it refuses, and how it says so."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analytics.__main__ import main
from analytics.exports import export
from analytics.scenario import DECLARATIONS, PRESETS, Scenario, to_json
from data import catalog

ROOT = Path(__file__).parents[2]
PUBLISHED = PRESETS["as-published"]
FEW = ("--set", "log2_worlds=6")


@pytest.fixture(autouse=True)
def no_url(monkeypatch):
    monkeypatch.delenv("AQUIFER_URL", raising=False)


@pytest.fixture
def run(capfdbinary):
    """Run in this process: exit code, standard output, standard error."""

    def run(*arguments: object) -> tuple[object, bytes, str]:
        try:
            code: object = main([str(a) for a in arguments])
        except SystemExit as left:
            code = left.code
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return run


def shell(*arguments, **options):
    """Run as a person does."""
    command = [sys.executable, "-W", "error", "-m", "analytics", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, **options)


def scenario_file(folder, **values):
    path = folder / "scenario.json"
    path.write_text(json.dumps({"v": 1, "preset": "overtrained-5x", "values": values}))
    return path


def assumed(raw, name):
    frame = pd.read_csv(io.BytesIO(raw))
    return frame[frame["series"] == name]["value"].tolist()


@pytest.mark.parametrize("name", ["overtrained-5x", "licensing-boom"])
def test_a_preset(run, tmp_path, name):
    path = tmp_path / "out.csv"
    code, out, err = run("export", "--preset", name, "--format", "csv", "--out", path)
    assert (code, out, err) == (0, b"", "")
    assert path.read_bytes() == export(PRESETS[name].scenario, PRESETS[name])
    assert list(tmp_path.iterdir()) == [path]


def test_standard_output_is_the_default(run):
    expected = export(PUBLISHED.scenario, PUBLISHED)
    assert run("export") == (0, expected, "")
    assert run("export", "--out", "-") == (0, expected, "")


def test_set_changes_assumptions(run):
    code, out, err = run(
        *("export", *FEW, "--set", "overtraining=5", "--set", "usable_share=0.05~0.3"),
        *("--set", " slowdown = on", "--set", "demand_path=compute"),
    )
    scenario = Scenario(
        log2_worlds=6,
        overtraining=5.0,
        usable_share=(0.05, 0.3),
        slowdown=True,
        demand_path="compute",
    )
    assert (code, err) == (0, "")
    assert out == export(scenario, PUBLISHED)


def test_a_scenario_file(run, tmp_path):
    scenario = Scenario(log2_worlds=6, overtraining=3.0)
    path = tmp_path / "mine.json"
    path.write_text(to_json(scenario, PUBLISHED), encoding="utf-8")
    assert run("export", "--scenario", path) == (0, export(scenario, PUBLISHED), "")


def test_a_scenario_file_with_changes(run, tmp_path):
    path = scenario_file(tmp_path, log2_worlds=6, epochs=8)
    code, out, _ = run("export", "--scenario", path, "--set", "epochs=9", "--set", "seed=7")
    assert code == 0
    assert assumed(out, "epochs") == [9]
    assert assumed(out, "seed") == [7]
    assert assumed(out, "overtraining") == [5]
    assert out.startswith("\ufeff".encode())


def test_a_scenario_file_from_standard_input():
    text = '{"values": {"log2_worlds": 6}}'
    ran = shell("export", "--scenario", "-", input=text.encode())
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout == export(Scenario(log2_worlds=6), PUBLISHED)


def test_a_bad_file_is_refused_with_all_its_problems(run, tmp_path):
    path = scenario_file(tmp_path, overtraining=5000, as_of="soon", overtrain=3, seed=1)
    out_path = tmp_path / "out.csv"
    code, out, err = run("export", "--scenario", path, "--set", "epochs=0", "--out", out_path)
    assert (code, out) == (2, b"")
    assert err.splitlines() == [
        "python -m analytics: overtraining: 5000 × is above the highest accepted, 1000 ×",
        "python -m analytics: as_of: 'soon' is not a number",
        "python -m analytics: overtrain: no assumption has this name; did you mean overtraining?",
        "python -m analytics: epochs: 0 passes is below the lowest accepted, 1 passes",
    ]
    assert not out_path.exists()


def test_lenient_tells_and_goes_on(run, tmp_path):
    path = scenario_file(tmp_path, overtraining=5000, log2_worlds=6, epochs=8)
    code, out, err = run("export", "--lenient", "--scenario", path, "--set", "epochs=0")
    assert code == 0
    assert err.splitlines() == [
        "python -m analytics: warning: overtraining: 5000 × is above the highest accepted, "
        "1000 ×; not used",
        "python -m analytics: warning: epochs: 0 passes is below the lowest accepted, "
        "1 passes; not used",
    ]
    assert assumed(out, "overtraining") == [5]
    assert assumed(out, "epochs") == [8]


def test_other_data_are_told_of_and_no_reason_to_refuse(run, tmp_path):
    path = tmp_path / "old.json"
    path.write_text('{"data": "0123456789ab", "values": {"log2_worlds": 6}}')
    code, out, err = run("export", "--scenario", path)
    assert code == 0
    assert out == export(Scenario(log2_worlds=6), PUBLISHED)
    (line,) = err.splitlines()
    assert "warning: data: this was made on data version 0123456789ab" in line
    assert catalog.version() in line


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a scenario file: it is not JSON"),
        (b"[1]", 'not a scenario file: it has no "values"'),
        (b"\xff\xfe", "not a scenario file: it is not UTF-8 text"),
        (b'{"values": {"epochs": NaN}}', "epochs: nan is not a finite number"),
        (b'{"values": {"epochs": null}}', "epochs: None is not a number"),
        (b'{"v": 9, "values": {}}', "v: version 9 is unknown"),
        (b'{"preset": "mine", "values": {}}', "mine' is no preset; there are as-published"),
        (b'{"values": {"usable_share": [0.4, 0.1]}}', "0.4 is above the upper end 0.1"),
        (b'{"values": {"slowdown_year": [2030, 2040]}}', "low~mode~high"),
    ],
)
def test_no_such_scenario(run, tmp_path, content, reason):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    code, out, err = run("export", "--scenario", path)
    assert (code, out) == (2, b"")
    assert reason.removeprefix("mine'") in err
    assert "Traceback" not in err


def test_a_missing_file(run, tmp_path):
    code, _, err = run("export", "--scenario", tmp_path / "none.json")
    assert code == 2
    assert err.endswith("none.json: No such file or directory\n")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["draw"], "invalid choice: 'draw'"),
        (["export", "--preset", "mine"], "--preset: 'mine' is no preset; there are as-published"),
        (["export", "--preset", ""], "--preset: '' is no preset"),
        (["export", "--preset", "multimodal", "--scenario", "x"], "not allowed with argument"),
        (["export", "--format", "xml"], "invalid choice: 'xml'"),
        (["export", "--set", "epochs"], "--set epochs: is not of the form FIELD=VALUE"),
        (["export", "--set", "=3"], "--set =3: is not of the form FIELD=VALUE"),
        (["export", "--set", "preset=multimodal"], "preset is no assumption"),
        (["export", "--set", "epochs=3", "--set", "epochs=4"], "epochs is set twice"),
        (["export", "--set", "epoch=3"], "did you mean epochs?"),
        (["export", "--set", "epochs="], "epochs: '' is not a number"),
        (["export", "--set", "slowdown=yes"], "slowdown: 'yes' is neither on nor off"),
        (["export", "--set", "demand_path=up"], "'up' is none of pooled, trend, compute"),
        (["export", "--set", "demand_growth=1~2~3"], "low~high"),
        (["export", "--pre", "multimodal"], "unrecognized arguments"),
        (["list", "vendors"], "invalid choice: 'vendors'"),
    ],
)
def test_wrong_usage(run, arguments, reason):
    code, out, err = run(*arguments)
    assert (code, out) == (2, b"")
    assert reason in err


@pytest.mark.parametrize("where", ["missing/out.csv", "."])
def test_a_failed_write(run, tmp_path, monkeypatch, where):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("export", *FEW, "--out", where)
    assert (code, out) == (1, b"")
    assert err.startswith(f"python -m analytics: cannot write {where}: ")
    assert len(err.splitlines()) == 1


def test_a_failed_write_keeps_the_old_file(run, tmp_path, monkeypatch):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = run("export", *FEW, "--out", path)
    assert code == 1
    assert "No space left on device" in err
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_is_replaced(run, tmp_path):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    assert run("export", *FEW, "--out", path)[0] == 0
    assert path.read_bytes() == export(Scenario(log2_worlds=6), PUBLISHED)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("command", [["export", *FEW], ["list"]])
def test_a_full_disk_behind_standard_output(command):
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "analytics", *command],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr == b"python -m analytics: cannot write: No space left on device\n"


def test_a_reader_that_has_had_enough():
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(
        [sys.executable, "-m", "analytics", "list"],
        cwd=ROOT,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (ran.returncode, ran.stderr) == (1, b"")


def test_links_start_with_the_address_of_the_server(run, monkeypatch):
    monkeypatch.setenv("AQUIFER_URL", "https://aquifer.example.org/")
    code, out, _ = run("export", *FEW)
    assert code == 0
    assert out == export(Scenario(log2_worlds=6), PUBLISHED, "https://aquifer.example.org")


@pytest.mark.parametrize(
    "url", ["aquifer", "ftp://a.org", "https://", "http://u@a.org", "http://[x"]
)
def test_a_bad_address(run, monkeypatch, url):
    monkeypatch.setenv("AQUIFER_URL", url)
    code, out, err = run("export", *FEW)
    assert (code, out) == (2, b"")
    assert err.startswith("python -m analytics: AQUIFER_URL must be an http or https address")
    assert repr(url) in err


def test_list(run):
    code, out, err = run("list")
    assert (code, err) == (0, "")
    text = out.decode()
    for preset in PRESETS.values():
        assert f"  {preset.id} " in text
        assert preset.why in text
    lines = text.splitlines()
    for name, declared in DECLARATIONS.items():
        (line,) = [one for one in lines if one.startswith(f"  {name} ")]
        assert f" {declared.as_text(declared.default)} " in line
        assert f" {declared.unit} " in line
        assert line.endswith(declared.label)
    assert "0.27~0.48  " in text
    assert "off | robots_all | robots_head | terms" in text
    assert not any(line != line.rstrip() for line in lines)


def test_list_one_of_two(run):
    presets, fields, views = (
        run("list", what)[1].decode() for what in ("presets", "fields", "views")
    )
    assert presets.startswith("Presets")
    assert "demand_growth" not in presets
    assert fields.startswith("Assumptions")
    assert "harsh-quality-cut" not in fields
    assert views.startswith("Views") and "  vendors.rank " in views
    assert run("list")[1].decode() == f"{presets}\n{fields}\n{views}"


def test_one_view_of_several(run):
    code, out, err = run("export", "--view", "vendors", "--set", "log2_worlds=6")
    assert (code, err) == (0, "")
    lines = out.splitlines()[1:]
    assert len(lines) > 200 and all(b",vendors,vendors." in line for line in lines)
    code, out, err = run("export", "--view", "moats")
    assert (code, out) == (2, b"") and "'moats' is no view; there are depletion," in err


def test_every_listed_default_can_be_set(run):
    pairs = [f"--set={n}={d.as_text(d.default)}" for n, d in DECLARATIONS.items()]
    code, out, err = run("export", *pairs)
    assert (code, err) == (0, "")
    assert out == export(PUBLISHED.scenario, PUBLISHED)


def test_help(run):
    for arguments in (["--help"], ["export", "--help"], ["list", "-h"]):
        code, out, err = run(*arguments)
        assert (code, err) == (0, "")
        assert out.startswith(b"usage: python -m analytics")
        assert max(map(len, out.decode().splitlines())) <= 100
    assert b"python -m analytics export --preset overtrained-5x" in run("--help")[1]
    told = run("export", "--help")[1].decode()
    for word in ("AQUIFER_URL", "low~high", "--lenient", "exit codes", "list fields"):
        assert word in told


def test_version(run):
    assert run("--version") == (0, b"Aquifer 0.1.0\n", "")


def test_as_a_person_runs_it(tmp_path):
    path = tmp_path / "out.csv"
    ran = shell("export", *FEW, "--out", path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
    assert path.read_bytes() == export(Scenario(log2_worlds=6), PUBLISHED)
    assert shell("export", "--set", "epochs=0").returncode == 2


def test_a_scenario_without_exhaustion_says_nothing_on_stderr():
    ran = shell("export", *FEW, "--set", "demand_path=trend", "--set", "demand_growth=0")
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_terminal_without_the_signs(tmp_path):
    ran = shell(
        "list", env=os.environ | {"PYTHONIOENCODING": "ascii", "AQUIFER_HOME": str(tmp_path)}
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Overtrained 5?" in ran.stdout


def test_help_loads_no_model():
    code = (
        "import sys; from analytics.__main__ import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('numpy', 'pandas', 'scipy', 'pydantic') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert ran.stdout.endswith(b"[]\n")
