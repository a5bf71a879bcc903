"""The one formatter: digits, units, years, and no 0% where it can't be known."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import wording
from analytics.estimates import lognormal
from analytics.scenario import DECLARATIONS, PRESETS
from analytics.wording import plain

positive = st.floats(1e-12, 1e40)
finite = st.floats(-1e40, 1e40)
amount = positive | positive.map(lambda x: -x) | st.just(0.0)
shares = st.floats(0, 1)

WORDS = {"trillion": 1e12, "billion": 1e9, "million": 1e6, "": 1}
LETTERS = {"T": 1e12, "B": 1e9, "M": 1e6, "K": 1e3, "": 1}
SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
DIGITS = str.maketrans(SUPERSCRIPTS, "-0123456789")


def read(text, units=WORDS):
    """A written number, back as a number."""
    body = plain(text)
    sign = -1 if body.startswith("-") else 1
    body = body.removeprefix("-").removeprefix("$")
    power = re.fullmatch(rf"(?:([\d.]+)×)?10([{SUPERSCRIPTS}]+)", body)
    if power:
        return sign * float(f"{power[1] or 1}e{power[2].translate(DIGITS)}")
    found = re.fullmatch(r"([\d .]*\d) ?([A-Za-z]*)", body)
    assert found, text
    return sign * float(found[1].replace(" ", "")) * units[found[2]]


@given(amount)
def test_number_keeps_three_digits(x):
    assert read(wording.number(x)) == pytest.approx(x, rel=0.0051, abs=1e-300)


@given(amount)
def test_tokens_keep_three_digits(x):
    assert read(wording.tokens(x)) == pytest.approx(x, rel=0.0051, abs=1e-300)


@given(amount)
def test_short_tokens_and_dollars_keep_three_digits(x):
    assert read(wording.tokens_short(x), LETTERS) == pytest.approx(x, rel=0.0051, abs=1e-300)
    assert read(wording.usd(x), LETTERS) == pytest.approx(x, rel=0.0051, abs=1e-300)


@given(amount)
def test_compute_keeps_two_digits(x):
    assert read(wording.power(x)) == pytest.approx(x, rel=0.051, abs=1e-300)


@given(st.integers())
def test_count_keeps_every_digit(n):
    assert int(plain(wording.count(n)).replace(" ", "")) == n


@given(finite, st.sampled_from([wording.number, wording.tokens, wording.tokens_short]))
def test_no_machine_notation(x, form):
    assert not re.search(r"[eE+]|\.0\b|^-|nan|inf", form(x))


@given(shares)
def test_probability_is_never_none_or_all(p):
    text = plain(wording.probability(p))
    assert text not in ("0%", "0.0%", "100%", "100.0%")
    if text.startswith("<"):
        assert p < 0.001
    elif text.startswith(">"):
        assert p > 0.999
    else:
        shown = float(text.removesuffix("%"))
        assert shown == pytest.approx(100 * p, abs=0.5001)
        assert 0.1 <= shown <= 99.9


@given(shares, shares)
def test_probabilities_read_in_their_order(p, q):
    def worth(x):
        text = plain(wording.probability(x))
        ends = {"< 0.1%": 0.0, "> 99.9%": 100.0}
        return ends[text] if text in ends else float(text.removesuffix("%"))

    low, high = sorted((p, q))
    assert worth(low) <= worth(high)


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0, "< 0.1%"),
        (1 / 4096, "< 0.1%"),
        (0.00099, "< 0.1%"),
        (0.001, "0.1%"),
        (0.0099, "1%"),
        (0.012, "1%"),
        (0.48, "48%"),
        (0.982, "98%"),
        (0.99, "99%"),
        (0.9964, "99.6%"),
        (0.9985, "99.9%"),
        (0.99901, "> 99.9%"),
        (1, "> 99.9%"),
        (math.nan, "–"),
    ],
)
def test_probability(p, text):
    assert plain(wording.probability(p)) == text


@pytest.mark.parametrize(
    ("p", "worlds", "text"),
    [
        (0, None, "< 0.1%"),
        (0, 8192, "< 0.1%"),
        (1, 131_072, "> 99.9%"),
        (0, 3000, "< 0.1%"),
        (0, 2999, "< 0.2%"),
        (0.002, 2000, "0.2%"),
        (0, 300, "< 1%"),
        (1, 300, "> 99%"),
        (0, 128, "< 2.4%"),
        (1, 128, "> 97.6%"),
        (1 / 128, 128, "< 2.4%"),
        (4 / 128, 128, "3%"),
        (0, 64, "< 4.7%"),
        (0.5, 1, "50%"),
        (0, 1, "< 50%"),
        (math.nan, 64, "–"),
    ],
)
def test_a_probability_ends_where_its_worlds_do(p, worlds, text):
    assert plain(wording.probability(p, worlds)) == text


@given(st.floats(min_value=1e-300, max_value=1))
def test_a_share_that_is_something_is_not_0(x):
    assert plain(wording.share(x)) != "0%"


@pytest.mark.parametrize(
    ("x", "text"),
    [(0, "0%"), (1, "100%"), (0.12, "12%"), (1.234, "123%"), (-0.05, "−5%"), (math.inf, "–")],
)
def test_share(x, text):
    assert wording.share(x) == text


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (0.031, "+3 pt"),
        (-0.52, "−52 pt"),
        (0.0094, "+0.9 pt"),
        (0.0096, "+1 pt"),
        (-0.0004, "< 0.1 pt"),
        (0, "0 pt"),
        (math.nan, "–"),
    ],
)
def test_points(x, text):
    assert wording.points(x).replace(wording.NBSP, " ") == text


@given(st.floats(-1, 1))
def test_points_have_a_sign_and_no_zero(x):
    text = plain(wording.points(x))
    if x and not text.startswith("<"):
        assert text[0] == ("+" if x > 0 else "-")
        assert float(text.removesuffix(" pt")) != 0


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (322e12, "322 trillion"),
        (999.6e9, "1 trillion"),
        (999.4e9, "999 billion"),
        (1.2665e15, "1270 trillion"),
        (66_700e12, "66 700 trillion"),
        (2.5e18, "2.5×10¹⁸"),
        (12_345, "12 300"),
        (0, "0"),
        (-4.4e13, "-44 trillion"),
        (math.inf, "–"),
        (math.nan, "–"),
    ],
)
def test_tokens(x, text):
    assert plain(wording.tokens(x)) == text


def test_numbers_stay_on_one_line_with_their_unit():
    whole = [
        wording.tokens(3.22e14),
        wording.flop(5e28),
        wording.points(0.03),
        wording.probability(0),
        wording.years(4),
        wording.year(math.inf),
        wording.tokens(1.2e16),
    ]
    assert not any(" " in text for text in whole)


@pytest.mark.parametrize(
    ("x", "whole", "decimal"),
    [
        (2029.08, "2029", "2029.1"),
        (2029.999, "2029", "2030.0"),
        (2100, "2100", "2100.0"),
        (math.inf, "after 2100", "after 2100"),
        (1990, "1990 or before", "1990 or before"),
        (math.nan, "–", "–"),
    ],
)
def test_year(x, whole, decimal):
    assert (plain(wording.year(x)), plain(wording.year(x, 1))) == (whole, decimal)


@given(st.floats(1991, 2099.9))
def test_years_are_floored(x):
    assert int(wording.year(x)) <= x < int(wording.year(x)) + 1


@given(st.lists(st.floats(1980, 2120) | st.just(math.inf), min_size=3, max_size=3).map(sorted))
def test_interval_of_years(ends):
    low, middle, high = ends
    text = wording.interval(middle, low, high)
    assert text.startswith(wording.year(middle))
    if wording.year(low) == wording.year(high):
        assert text == wording.year(middle)
    else:
        assert wording.year(low) in text
        assert wording.year(high) in text
        assert "80%" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (wording.interval(2029.1, 2027.3, 2031.3), "2029 (80%: 2027–2031)"),
        (wording.interval(2029.1, 2026.9, 2032.0, level=0.9), "2029 (90%: 2026–2032)"),
        (wording.interval(2029.5, 2029.1, 2029.9), "2029"),
        (wording.interval(math.inf, 2040, math.inf), "after 2100 (80%: 2040 to after 2100)"),
        (wording.interval(math.inf, math.inf, math.inf), "after 2100"),
        (wording.interval(math.nan, math.nan, math.nan, wording.tokens), "–"),
        (
            wording.interval(7e28, 6.5e27, 8e29, wording.flop),
            "7×10²⁸ FLOP (80%: 6.5×10²⁷–8×10²⁹ FLOP)",
        ),
        (
            wording.interval(2.2e13, 3.7e11, 2.9e14, wording.tokens),
            "22 trillion (80%: 370 billion to 290 trillion)",
        ),
        (wording.interval(0.1, 0.0001, 0.3, wording.share), "10% (80%: < 0.1% to 30%)"),
        (wording.interval(2, -1, 5, wording.number), "2 (80%: -1 to 5)"),
        (wording.interval(5, 2, 9, wording.factor), "5× (80%: 2–9×)"),
        (wording.interval(2e8, 1e8, 3e8, wording.usd), "$200M (80%: $100M–$300M)"),
    ],
)
def test_interval(text, expected):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("name", "x", "text"),
    [
        ("demand_growth", DECLARATIONS["demand_growth"].default, "0.27–0.48 OOM/year"),
        ("usable_share", lognormal(0.1, 0.4), "10–40%"),
        ("usable_share", lognormal(0.2, 0.2), "20%"),
        ("usable_share", lognormal(0.01, 0.15), "1–15%"),
        ("demand_2024_tokens", DECLARATIONS["demand_2024_tokens"].default, "3–13 trillion tokens"),
        ("compute_2024_flop", DECLARATIONS["compute_2024_flop"].default, "(3–10)×10²⁵ FLOP"),
        ("compute_2024_flop", lognormal(5e25, 5e25, 0.9), "5×10²⁵ FLOP"),
        ("indexed_pages", DECLARATIONS["indexed_pages"].default, "75–1000 billion pages"),
        ("slowdown_year", DECLARATIONS["slowdown_year"].default, "2027–2034, most likely 2030"),
        ("consent_midpoint", 2024.06, "2024.06"),
        ("consent_rate", 3.3, "3.3/year"),
        ("overtraining", 5.0, "5×"),
        ("epochs", 16.0, "16 passes"),
        ("messages_access", 0.1, "10%"),
        ("messages_access", 0.0, "0%"),
        ("seed", 2024, "2024"),
        ("slowdown", True, "on"),
        ("consent_measure", "terms", "Terms of service"),
    ],
)
def test_value(name, x, text):
    assert plain(wording.value(DECLARATIONS[name], x)) == text


def test_a_list_names_its_rows():
    own, changes = DECLARATIONS["mixes"], DECLARATIONS["licences"]
    mixes = own.accept([f"{name}:100-0-0-0-0-0" for name in ("OpenAI", "My vendor")])
    assert f"{own.label}: {wording.value(own, mixes)}" == "Own mixes: My vendor, OpenAI"
    many = own.accept([f"V{i}:100-0-0-0-0-0" for i in range(7)])
    assert wording.value(own, many) == "V0, V1, V2, V3 and 3 more"
    ended = changes.accept("end:OpenAI:Axel Springer~add:Google:Reddit")
    assert wording.value(changes, ended) == "Google signs Reddit, OpenAI ends with Axel Springer"
    assert wording.value(own, ()) == "none"


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda p: p.id)
def test_every_value_of_every_preset_can_be_shown(preset):
    for name, declared in DECLARATIONS.items():
        text = wording.value(declared, getattr(preset.scenario, name))
        assert text
        assert "nan" not in text
        assert bool(wording.bounds(declared)) == (declared.low is not None)


def test_bounds():
    texts = {name: plain(wording.bounds(declared)) for name, declared in DECLARATIONS.items()}
    assert texts["demand_growth"] == "0–1.5 OOM/year"
    assert texts["usable_share"] == "0.1–100%"
    assert texts["log2_worlds"] == "6–16"
    assert texts["slowdown_year"] == "2024–2060"
    assert texts["demand_path"] == ""
