"""The briefing's shell: what it writes, and what it refuses, by field, value and bound."""

from __future__ import annotations

import pytest

from dashboard.briefing import __main__ as shell
from dashboard.briefing import chrome

LINK = "http://127.0.0.1:8050/vendors?v=1&preset=overtrained-5x&log2_worlds=8"


@pytest.fixture
def quick(monkeypatch):
    """A deck that says what was asked for."""
    asked = []

    def deck(request, base_url, baseline):
        asked.append((request, base_url, baseline))
        return b"slides"

    monkeypatch.setattr("dashboard.briefing.deck", deck)
    return asked


def test_a_link_is_a_whole_scenario(quick, tmp_path, capsys):
    assert shell.main(["--link", LINK, "--theme", "dark", "--out", str(tmp_path / "new")]) == 0
    (file,) = (tmp_path / "new").iterdir()
    assert capsys.readouterr().out.strip() == str(file)
    assert file.name.startswith("aquifer-overtrained-5x-") and file.read_bytes() == b"slides"
    request = quick[0][0]
    assert request.scheme == "dark" and request.outlook.scenario.log2_worlds == 8


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--link", f"{LINK}&usable_share=7"], "usable_share"),
        (["--link", "http://127.0.0.1:8050/"], "has no scenario"),
        (["--link", LINK, "--preset", "as-published"], "go without"),
        (["--preset", "nonsense"], "'nonsense' is no preset"),
        (["--format", "gif"], "'gif' is none of pptx, png, pdf"),
        (["--format", "png", "--view", "moon"], "'moon' is no view"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(quick, tmp_path, capsys, arguments, said):
    assert shell.main([*arguments, "--out", str(tmp_path / "none")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_without_a_chromium_one_line_says_what_to_install(quick, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("AQUIFER_CHROME", raising=False)
    assert shell.main(["--format", "pdf", "--out", str(tmp_path / "none")]) == 1
    said = capsys.readouterr().err
    assert chrome.MISSING in said and len(said.splitlines()) == 1
