"""Where the slides cannot be drawn, the page says what to install, slide by slide."""

import pytest

from analytics.scenario import PRESETS
from dashboard.briefing.deck import SLIDES
from review import slides

PRESET = PRESETS["as-published"]


def test_without_the_programs_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AQUIFER_OFFICE", "no-such-office")
    with pytest.raises(slides.SlidesError, match="libreoffice-impress-nogui"):
        slides.drawn(b"")
    monkeypatch.setattr("shutil.which", {"sh": "/bin/sh"}.get)
    monkeypatch.setenv("AQUIFER_OFFICE", "sh")
    with pytest.raises(slides.SlidesError, match="poppler-utils"):
        slides.drawn(b"")


def test_every_slide_is_missing_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slides, "evaluate", lambda scenario: scenario)
    monkeypatch.setattr(slides, "deck", lambda asked: b"")
    monkeypatch.setenv("AQUIFER_OFFICE", "no-such-office")
    found = list(slides.taken([PRESET.id], ["light", "dark"]))
    assert len(found) == 2 * (len(SLIDES) + 1) == len({one.name for one, _ in found})
    assert {reason for _, reason in found} == {slides.NO_OFFICE}


def test_an_office_that_draws_nothing_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AQUIFER_OFFICE", "true")
    monkeypatch.setattr("shutil.which", {"true": "/bin/true", "pdftoppm": "/bin/true"}.get)
    with pytest.raises(slides.SlidesError, match="gave no PDF"):
        slides.drawn(b"")
