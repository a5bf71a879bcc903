"""Sentences of a comparison follow from its numbers, whatever is censored or alike."""

from __future__ import annotations

import math

import pytest

from analytics import comparison
from analytics import findings_compare as said
from analytics.comparison import Difference, Measure, Summary, sides
from analytics.scenario import PRESETS
from analytics.scenario.beside import Beside
from analytics.wording import plain

NAN, INF = math.nan, math.inf
YEAR = comparison.MEASURES[0]
SHARE = next(one for one in comparison.MEASURES if one.kind == "share")


def of(id: str, **changes) -> Beside:
    preset = PRESETS[id]
    return Beside(preset.scenario.model_copy(update={"log2_worlds": 6, **changes}), preset)


@pytest.fixture(scope="module")
def four():
    ids = ("as-published", "overtrained-5x", "recent-growth", "synthetic-supplement")
    return sides([of(id) for id in ids])


@pytest.mark.parametrize(
    ("apart", "text"),
    [
        (
            Difference(-0.9, -1.4, -0.5, 0, 1, 0),
            "brings exhaustion forward by 0.9 years (80%: 0.5–1.4 years)",
        ),
        (
            Difference(1.5, -0.5, 4, 0.8, 0.2, 0),
            "puts exhaustion off by 1.5 years (80%: -0.5 to +4 years)",
        ),
        (
            Difference(0, 0, 8.4, 0.4, 0, 0),
            "puts exhaustion off in 40% of worlds (80%: 0 to +8.4 years)",
        ),
        (
            Difference(3, 1, INF, 1, 0, 0.1),
            "puts exhaustion off by 3 years (80%: +1 year to beyond 2100)",
        ),
        (
            Difference(INF, 2, INF, 1, 0, 0),
            "puts exhaustion off beyond what the model sees in most worlds "
            "(80%: +2 years to beyond 2100)",
        ),
        (Difference(0, 0, 0, 0, 0, 0), "leaves the year of exhaustion as it is"),
        (
            Difference(NAN, NAN, NAN, 0, 0, 1),
            "changes nothing before 2100: neither is exhausted by then",
        ),
        (None, "is answered in other worlds, so that no difference can be told"),
    ],
)
def test_what_happens_to_the_year_of_exhaustion(apart, text) -> None:
    assert plain(said.exhaustion_effect(apart)) == text


def test_every_other_scenario_has_a_sentence(four) -> None:
    effects = [plain(text) for text in said.effects(four)]
    assert len(effects) == 3
    for text, side in zip(effects, four[1:], strict=True):
        assert text.startswith(f"“{side.name}” ") and text.endswith(".")
        assert "nan" not in text
    assert "less of the rare tail" in effects[0]
    assert "leaves the year of exhaustion as it is" in effects[2]
    assert "more of the rare tail" in effects[2]


def test_titles_name_the_ends(four) -> None:
    for title in (
        said.exhaustion_title,
        said.fans_title,
        said.probability_title,
        said.tail_title,
        said.risk_title,
        said.tradeoff_title,
        said.vendors_title,
    ):
        for count in (1, 2, 4):
            text = title(four[:count])
            assert "nan" not in text and text[0] == text[0].upper()
            named = [side for side in four if side.name in text]
            assert not set(named) - set(four[:count])
    years = {side.name: comparison.summary(YEAR, side.outlook).median for side in four}
    ends = min(years, key=years.__getitem__), max(years, key=years.__getitem__)
    assert [f"“{end}”" in said.headline(four) for end in ends] == [True, True]
    assert "against “As published" in said.headline(four[:2])
    assert said.headline(four[:1]).startswith("Put other scenarios")


def test_titles_where_nothing_differs_or_is_known() -> None:
    alike = sides([of("as-published"), of("as-published", synthetic_cap=0.4)])
    assert "in every scenario" in said.exhaustion_title(alike)
    late = sides([of("as-published", as_of=2036.0)])
    assert "beyond the runs" in said.tail_title(late)
    assert said.tradeoff_title(late) == "Compute wasted against collapse risk in 2032"


@pytest.mark.parametrize(
    ("measure", "apart", "cell"),
    [
        (
            YEAR,
            Difference(-0.9, -1.4, -0.5, 0, 1, 0),
            ("-0.9 years", "80%: -1.4 to -0.5 years", "sooner in > 99.9%"),
        ),
        (
            YEAR,
            Difference(2, 1, INF, 0.8, 0, 0.2),
            (
                "+2 years",
                "80%: +1 year to beyond 2100",
                "later in 80%, no difference in 20%: neither before 2100",
            ),
        ),
        (
            YEAR,
            Difference(NAN, NAN, NAN, 0, 0, 1),
            ("–", "", "no difference in > 99.9%: neither before 2100"),
        ),
        (
            SHARE,
            Difference(0.1, 0.02, 0.3, 0.6, 0.2, 0),
            ("+10 pt", "80%: +2 to +30 pt", "more in 60%, unchanged in 20%, less in 20%"),
        ),
        (SHARE, Difference(0, 0, 0, 0, 0, 0), ("no change", "", "")),
        (SHARE, None, ("other worlds", "", "")),
    ],
)
def test_differences_in_a_table(measure: Measure, apart, cell) -> None:
    assert tuple(map(plain, said.apart(measure, apart))) == cell


def test_answers_in_a_table() -> None:
    def told(measure: Measure, *numbers: float) -> tuple[str, ...]:
        return tuple(map(plain, said.answer(measure, Summary(*numbers), 64)))

    by_kind = {one.kind: one for one in comparison.MEASURES}
    assert told(YEAR, 2029.1, 2027.2, INF) == ("2029", "80%: 2027 to after 2100", "")
    assert told(YEAR, -INF, -INF, 2001.0)[0] == "1990 or before"
    assert told(by_kind["probability"], 0.0, NAN, NAN) == ("< 4.7%", "", "")
    assert told(by_kind["magnitudes"], 1.0649, 0.25, 2.5)[:2] == ("1.06 OOM", "80%: 0.25–2.50 OOM")
    assert told(comparison.rank_of("X"), 5, 2, 10)[:2] == ("5th", "80%: 2nd to 10th")
    assert told(SHARE, NAN, NAN, NAN)[0] == "–"


def test_a_vendor_that_moves_is_named() -> None:
    moved = sides([of("as-published"), of("as-published", score_rule="arithmetic")])
    title = said.vendors_title(moved)
    assert "moves most" in title or "expected rank moves" in title
