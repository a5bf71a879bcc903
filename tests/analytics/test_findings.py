"""Sentences: right in every branch, with interval, condition and tense, and never 0%."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import findings
from analytics.findings import Number
from analytics.outlook import evaluate
from analytics.quantiles import PROBABILITIES
from analytics.scenario import PRESETS, Scenario
from analytics.wording import plain

BASELINE = evaluate(Scenario())
SENTENCES = (findings.headline, findings.chance, findings.crossing, findings.supply)
TITLES = (
    findings.fans_title,
    findings.exhaustion_title,
    findings.probability_title,
    findings.supply_title,
)


def outlook(
    *worlds,
    scenario=None,
    supply=(0.1, 0.2, 0.0, 0.7),
    tokens=(1e14, 3e14, 1e15),
    times=3000,
):
    """An Outlook with given exhaustion years, each so many times, and tokens at the crossing."""
    years = np.repeat(np.array(worlds, dtype=float), times)
    finite = years[np.isfinite(years)]
    place = np.minimum((PROBABILITIES * len(years)).astype(int), len(years) - 1)
    at_crossing = np.repeat(tokens if len(finite) else [np.nan] * 3, 3)
    answer = replace(
        BASELINE.depletion,
        exhaustion_worlds=years,
        exhaustion_year=np.sort(years)[place],
        probability_never=float(np.mean(np.isinf(years))),
        crossing_tokens=at_crossing,
        crossing_flop=at_crossing * 1e14,
        supply_share=np.tile(np.array(supply), (len(BASELINE.depletion.years), 1)),
    )
    return replace(BASELINE, scenario=scenario or BASELINE.scenario, depletion=answer)


def said(text):
    return plain(text)


def spread(low, high, never=0):
    """Ten worlds over some years, some of them never."""
    return [*np.linspace(low, high, 10 - never), *[math.inf] * never]


@pytest.mark.parametrize(
    ("worlds", "text"),
    [
        (
            [2027.3, 2029.1, 2031.3],
            "If past growth continues, the largest training run will need all public human text "
            "in 2029 (80%: 2027–2031).",
        ),
        (
            [2029.1, 2029.5, 2029.9],
            "If past growth continues, the largest training run will need all public human text "
            "in 2029.",
        ),
        (
            [2021.5, 2023.1, 2025.2],
            "If past growth continues, the largest training run already needs all public human "
            "text, since 2023 (80%: 2021–2025).",
        ),
        (
            [2024.5, 2026.1, 2029.2],
            "If past growth continues, the largest training run probably needs all public human "
            "text already, since 2026 (80%: 2024–2029).",
        ),
        (
            [2029.1, 2034.2, math.inf],
            "If past growth continues, the largest training run will need all public human text "
            "in 2034 (80%: 2029 to after 2100).",
        ),
        (
            [2040.1, math.inf, math.inf, math.inf],
            "If past growth continues, the largest training run will probably not need all public "
            "human text before 2100 (chance that it does: 25%).",
        ),
        (
            [math.inf],
            "If past growth continues, the largest training run will almost certainly not need "
            "all public human text before 2100 (chance that it does: < 0.1%).",
        ),
        (
            [1990.0, 1990.0, 1990.0],
            "If past growth continues, the largest training run already needs all public human "
            "text, since 1990 or before.",
        ),
    ],
)
def test_headline(worlds, text):
    assert said(findings.headline(outlook(*worlds))) == text


def test_what_is_past_depends_on_today():
    worlds = [2031.0, 2032.5, 2033.0]
    later = outlook(*worlds, scenario=Scenario(as_of=2036.0))
    assert "will need all public human text in 2032" in findings.headline(outlook(*worlds))
    assert "already needs all public human text, since 2032" in findings.headline(later)
    assert "was exhausted between 2031 and 2033" in findings.exhaustion_title(later)
    assert "has outgrown public human text, since 2032" in findings.fans_title(later)
    assert "needed all public human text by the end of 2035" in findings.chance(later, 2035)
    assert "needs all public human text by the end of 2036" in findings.chance(later, 2036)


@pytest.mark.parametrize(
    ("worlds", "year", "text"),
    [
        (spread(2027, 2031), 2032, "by the end of 2032 is > 99.9%."),
        (spread(2033, 2035), 2032, "by the end of 2032 is < 0.1%."),
        (spread(2027, 2036), 2031, "by the end of 2031 is 50%."),
        (spread(2027, 2036, never=5), 2099, "by the end of 2099 is 50%."),
        (spread(2027, 2036), 2028, "by the end of 2028 is 20%."),
    ],
)
def test_chance(worlds, year, text):
    assert said(findings.chance(outlook(*worlds), year)).endswith(text)


def test_chance_agrees_with_the_forecast():
    for year, p in zip(
        BASELINE.depletion.year_ends, BASELINE.depletion.probability_by, strict=True
    ):
        assert findings.probability_by(BASELINE, year) == p


@pytest.mark.parametrize("year", [1989, 2100])
def test_no_chance_beyond_the_horizon(year):
    with pytest.raises(ValueError, match=f"{year} is not between 1990 and 2099"):
        findings.chance(BASELINE, year)


def test_no_crossing():
    assert said(findings.crossing(outlook(math.inf))) == (
        "If past growth continues, a run will almost certainly not need all public human text "
        "before 2100 (chance that it does: < 0.1%)."
    )


@pytest.mark.parametrize(
    ("shares", "text", "title"),
    [
        (
            (0.09, 0.15, 0, 0.76),
            "If past growth continues, on average 76% of the largest training run at the start of "
            "2032 cannot come from public human text, even repeated.",
            "Public human text, even repeated, covers on average 24% of the largest run at the "
            "start of 2032, if past growth continues",
        ),
        (
            (0.09, 0.15, 0.62, 0.14),
            "If past growth continues, on average 76% of the largest training run at the start of "
            "2032 cannot come from public human text, even repeated: other stocks cover 62%, "
            "nothing covers 14%.",
            "Public human text, even repeated, covers on average 24% of the largest run at the "
            "start of 2032, if past growth continues",
        ),
        (
            (1, 0, 0, 0),
            "If past growth continues, public human text, with repetition, covers on average "
            "> 99.9% of the largest training run at the start of 2032.",
            "Public human text, even repeated, covers on average > 99.9% of the largest run at "
            "the start of 2032, if past growth continues",
        ),
    ],
)
def test_supply(shares, text, title):
    given_outlook = outlook(2029, supply=shares)
    assert said(findings.supply(given_outlook)) == text
    assert said(findings.supply_title(given_outlook)) == title


def test_supply_inside_a_year_and_off_the_chart():
    assert "run in 2027 cannot" in findings.supply(BASELINE, 2027.5)
    with pytest.raises(ValueError, match=r"2027\.6 is no quarter-year from 2024 to 2040"):
        findings.supply(BASELINE, 2027.6)


@pytest.mark.parametrize(
    ("worlds", "fans", "exhaustion"),
    [
        (
            [2027.3, 2029.1, 2031.3],
            "Demand outgrows public human text in 2029 (80%: 2027–2031)",
            "In 80% of worlds public human text is exhausted between 2027 and 2031",
        ),
        (
            [2029.1, 2029.5, 2029.9],
            "Demand outgrows public human text in 2029",
            "In 80% of worlds public human text is exhausted in 2029",
        ),
        (
            [2024.5, 2026.1, 2029.2],
            "Demand has probably outgrown public human text, since 2026 (80%: 2024–2029)",
            "In 80% of worlds public human text is exhausted between 2024 and 2029",
        ),
        (
            [2034.2, 2034.2, math.inf],
            "Demand outgrows public human text in 2034 (80%: 2034 to after 2100)",
            "The median year of exhaustion is 2034, but in 33% of worlds public human text lasts "
            "beyond 2100",
        ),
        (
            [2040.1, math.inf, math.inf, math.inf],
            "Demand will probably not outgrow public human text before 2100 "
            "(chance that it does: 25%)",
            "In 75% of worlds public human text is not exhausted before 2100",
        ),
        (
            [math.inf],
            "Demand will almost certainly not outgrow public human text before 2100 "
            "(chance that it does: < 0.1%)",
            "In > 99.9% of worlds public human text is not exhausted before 2100",
        ),
        (
            [1990.0, 2015.0, 2016.5],
            "Demand has outgrown public human text, since 2015 (80%: 1990 or before to 2016)",
            "In 90% of worlds public human text was exhausted by 2016",
        ),
    ],
)
def test_titles(worlds, fans, exhaustion):
    given_outlook = outlook(*worlds)
    condition = ", if past growth continues"
    assert said(findings.fans_title(given_outlook)) == fans + condition
    assert said(findings.exhaustion_title(given_outlook)) == exhaustion + condition


def test_probability_title():
    assert said(findings.probability_title(outlook(*spread(2027, 2036), 2032, 2032))) == (
        "The chance that public human text is exhausted by the end of 2032 is 67%, "
        "if past growth continues"
    )


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda p: p.id)
def test_every_sentence_says_its_condition(preset):
    given_outlook = evaluate(preset.scenario)
    condition = (
        "if past growth continues" if preset.id == "as-published" else f"under “{preset.name}”"
    )
    for tell in SENTENCES:
        text = tell(given_outlook, preset=preset)
        assert text.lower().startswith(condition.lower())
        assert text.endswith(".")
    for tell in TITLES:
        text = tell(given_outlook, preset=preset)
        assert text.endswith(condition)
        assert text[0].isupper() or text[0].isdigit()


def test_a_scenario_is_told_from_the_preset_it_starts_from():
    changed = outlook(2029, scenario=PRESETS["overtrained-5x"].scenario)
    assert "Under “Overtrained 5×”," in findings.headline(changed)
    told = findings.headline(changed, PRESETS["multimodal"])
    assert "With 7 changes to “Multimodal and private stocks”," in told


def test_other_stocks_are_named():
    text = findings.headline(evaluate(PRESETS["multimodal"].scenario))
    assert "need all human data in 203" in text
    assert findings.subject(Scenario(books_access=0.5)) == "human data"
    assert findings.subject(Scenario()) == "public human text"


def test_exhausted_is_defined():
    assert findings.EXHAUSTED.startswith("Text counts as exhausted from the first year")


def plainly(numbers):
    """Label, value, interval and difference of each, with ordinary spaces."""
    return [
        tuple(plain(t or "") for t in (n.label, n.value_text, n.interval_text, n.difference_text))
        for n in numbers
    ]


def test_numbers():
    assert plainly(findings.numbers(outlook(2027.3, 2029.1, 2031.3))) == [
        ("Median year of exhaustion", "2029", "80%: 2027–2031", ""),
        ("Chance by the end of 2032", "> 99.9%", "", ""),
        ("Tokens at the crossing", "300 trillion", "80%: 100–1000 trillion", ""),
        ("Not from public text, start of 2032", "70%", "of the largest run, expected", ""),
    ]


def test_numbers_beyond_the_horizon():
    assert plainly(findings.numbers(outlook(2050, 2060, 2070, math.inf))) == [
        ("Median year of exhaustion", "2070", "80%: 2050 to after 2100", ""),
        ("Chance by the end of 2032", "< 0.1%", "", ""),
        (
            "Tokens at the crossing",
            "300 trillion",
            "80%: 100–1000 trillion, among the 75% of worlds that cross",
            "",
        ),
        ("Not from public text, start of 2032", "70%", "of the largest run, expected", ""),
    ]
    assert plainly(findings.numbers(outlook(math.inf))) == [
        ("Median year of exhaustion", "after 2100", "", ""),
        ("Chance by the end of 2032", "< 0.1%", "", ""),
        ("Tokens at the crossing", "–", "", ""),
        ("Not from public text, start of 2032", "70%", "of the largest run, expected", ""),
    ]


def differences(one, other):
    return [plain(n.difference_text or "") for n in findings.difference(one, other)]


@pytest.mark.parametrize("worlds", [[2027, 2029, 2031], [math.inf], [2030, math.inf]])
def test_no_difference_from_itself(worlds):
    assert differences(outlook(*worlds), outlook(*worlds)) == ["no change"] * 4


def test_difference():
    was = outlook(2027.3, 2029.1, 2031.3, 2035)
    now = outlook(2027.0, 2028.0, 2028.3, 2028.5, tokens=(5e13, 2.564e14, 5e14))
    assert differences(now, was) == ["-3 years", "+25 pt", "-43.6 trillion", "no change"]
    assert differences(was, now) == ["+3 years", "-25 pt", "+43.6 trillion", "no change"]


def test_difference_across_the_horizon():
    one, never = outlook(2028.5, 2029.5, 2030.5), outlook(math.inf)
    assert differences(never, one) == [
        "+70 years or more",
        "-100 pt",
        "not comparable",
        "no change",
    ]
    assert differences(one, never) == [
        "-70 years or more",
        "+100 pt",
        "not comparable",
        "no change",
    ]


def test_difference_before_the_first_year():
    assert differences(outlook(1990), outlook(2010.5))[0] == "-20 years or more"
    assert differences(outlook(1990), outlook(1990))[0] == "no change"


def test_difference_keeps_the_values():
    kept = [replace(n, difference_text=None) for n in findings.difference(BASELINE, outlook(2029))]
    assert kept == findings.numbers(BASELINE)
    assert all(isinstance(n, Number) for n in kept)


years = st.floats(1990, 2100) | st.just(math.inf)


@given(
    st.lists(years, min_size=1, max_size=12),
    st.floats(2024, 2040),
    st.floats(0, 1),
    st.sampled_from([0.0, 1.0, 0.3]),
)
def test_any_outlook_makes_sense(worlds, as_of, covered, other):
    left = 1 - covered
    given_outlook = outlook(
        *worlds,
        scenario=Scenario(as_of=as_of),
        supply=(covered / 2, covered / 2, left * other, left * (1 - other)),
    )
    told = [tell(given_outlook) for tell in (*SENTENCES, *TITLES)]
    told += [
        text
        for n in findings.difference(given_outlook, BASELINE)
        for text in (n.value_text, n.interval_text, n.difference_text or "")
    ]
    for text in told:
        assert not re.search(r"(?<![\d.])0%|(?<![\d.])100%|nan|inf\b|None", text), text
    headline = findings.headline(given_outlook)
    median = given_outlook.depletion.exhaustion_year[4]
    if median <= as_of:
        assert "since" in headline
        assert "will" not in headline
    elif math.isinf(median):
        assert "not need" in headline
    else:
        assert "will need" in headline
