import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.estimates import lognormal, normal, triangular
from analytics.scenario import DECLARATIONS, GROUPS
from analytics.scenario.reading import brief
from tests.analytics.strategies import values

KINDS = {
    "estimate": "demand_growth",
    "number": "overtraining",
    "whole": "log2_worlds",
    "choice": "demand_path",
    "switch": "slowdown",
    "rows": "mixes",
}

each = pytest.mark.parametrize("declared", DECLARATIONS.values(), ids=DECLARATIONS)


def accept(name, value):
    return DECLARATIONS[name].accept(value)


@each
class TestEveryAssumption:
    def test_says_what_it_is(self, declared):
        assert declared.label
        assert declared.help.endswith(".")
        assert declared.source
        assert declared.group in GROUPS
        assert declared.status in ("published", "measured", "assumption")

    def test_has_a_default_that_it_accepts(self, declared):
        assert declared.accept(declared.default) == declared.default

    def test_has_bounds_if_it_is_a_number(self, declared):
        if declared.kind in ("estimate", "number", "whole"):
            assert declared.low < declared.high
            assert declared.shown_unit or not declared.unit
            assert declared.factor > 0
            assert not declared.log or declared.low > 0
        else:
            assert declared.low is declared.high is None

    def test_has_options_if_it_is_a_choice(self, declared):
        assert bool(declared.options) == (declared.kind == "choice")
        assert all(declared.options.values())

    @settings(max_examples=20)
    @given(data=st.data())
    def test_reads_back_what_it_writes(self, declared, data):
        value = data.draw(values(declared))
        assert declared.accept(declared.as_text(value)) == value
        assert declared.accept(json.loads(json.dumps(declared.as_json(value)))) == value


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS)
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=99),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_anything_is_accepted_or_refused_with_a_reason(name, value):
    declared = DECLARATIONS[name]
    try:
        accepted = declared.accept(value)
    except ValueError as error:
        assert 0 < len(str(error)) < 250
    else:
        assert declared.accept(declared.as_text(accepted)) == accepted


class TestNumbers:
    @pytest.mark.parametrize("value", [5, 5.0, "5", " 5 ", "5e0", "5.0"])
    def test_are_read_from_their_text(self, value):
        assert accept("overtraining", value) == 5.0
        assert type(accept("overtraining", value)) is float

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (0.05, "0.05 × is below the lowest accepted, 0.1 ×"),
            (-1, "-1 × is below the lowest accepted, 0.1 ×"),
            (1000.0001, "1000.0001 × is above the highest accepted, 1000 ×"),
            ("1e9", "1000000000 × is above the highest accepted, 1000 ×"),
            (math.nan, "nan is not a finite number"),
            ("inf", "'inf' is not a finite number"),
            (10**400, "is not a finite number"),
            ("1e400", "'1e400' is not a finite number"),
            ("five", "'five' is not a number"),
            ("", "'' is not a number"),
            (True, "True is not a number"),
            (None, "None is not a number"),
            ([1], "[1] is not a number"),
        ],
        ids=lambda value: brief(value),
    )
    def test_out_of_bounds_name_value_and_bound(self, value, message):
        with pytest.raises(ValueError) as refused:
            accept("overtraining", value)
        assert message in str(refused.value)

    def test_at_the_bounds_are_accepted(self):
        assert accept("overtraining", 0.1) == 0.1
        assert accept("overtraining", 1000) == 1000

    def test_have_one_zero(self):
        assert math.copysign(1, accept("images_access", -0.0)) == 1

    @pytest.mark.parametrize("value", [7, 7.0, "7", "7.0"])
    def test_whole_ones_are_integers(self, value):
        assert accept("log2_worlds", value) == 7
        assert type(accept("log2_worlds", value)) is int

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (7.5, "7.5 is not a whole number"),
            (5, "5 is below the lowest accepted, 6"),
            (17, "17 is above the highest accepted, 16"),
        ],
    )
    def test_whole_ones_refuse(self, value, message):
        with pytest.raises(ValueError, match=message):
            accept("log2_worlds", value)


class TestEstimates:
    @pytest.mark.parametrize(
        "value", ["0.2~0.4", [0.2, 0.4], (0.2, 0.4), ["0.2", "0.4"], normal(0.2, 0.4)], ids=str
    )
    def test_are_read_from_their_ends(self, value):
        assert accept("demand_growth", value) == normal(0.2, 0.4)

    @pytest.mark.parametrize("value", ["0.3", 0.3, [0.3], "0.3~0.3"], ids=str)
    def test_of_one_number_are_certain(self, value):
        assert accept("demand_growth", value) == normal(0.3, 0.3)

    def test_keep_the_declared_level(self):
        assert accept("demand_2024_tokens", "1e12~2e12") == lognormal(1e12, 2e12, level=0.90)

    def test_of_three_numbers_have_a_mode(self):
        assert accept("slowdown_year", "2026~2028~2035") == triangular(2026, 2028, 2035)
        assert accept("slowdown_year", 2030) == triangular(2030, 2030, 2030)

    @pytest.mark.parametrize(
        ("name", "value", "message"),
        [
            ("demand_growth", "0.4~0.2", "the lower end 0.4 is above the upper end 0.2"),
            ("demand_growth", "0.2~1.6", "1.6 OOM/year is above the highest accepted, 1.5"),
            ("demand_growth", "-0.1~1", "-0.1 OOM/year is below the lowest accepted, 0 OOM/year"),
            ("demand_growth", "0.2~0.3~0.4", "is not of the form low~high"),
            ("demand_growth", "0.2~", "'' is not a number"),
            ("demand_growth", [], "is not of the form low~high"),
            ("demand_growth", {"low": 1}, "is not a number"),
            ("demand_growth", lognormal(0.2, 0.4), "takes a normal estimate at level 0.95"),
            ("demand_growth", normal(0.2, 0.4, 0.9), "takes a normal estimate at level 0.95"),
            ("slowdown_year", "2026~2030", "is not of the form low~mode~high"),
            ("slowdown_year", "2026~2040~2035", "the mode 2040 lies outside 2026 to 2035"),
        ],
        ids=str,
    )
    def test_refuse(self, name, value, message):
        with pytest.raises(ValueError) as refused:
            accept(name, value)
        assert message in str(refused.value)


class TestChoicesAndSwitches:
    def test_a_choice_names_the_options(self):
        assert accept("demand_path", "trend") == "trend"
        with pytest.raises(ValueError, match="'both' is none of pooled, trend, compute"):
            accept("demand_path", "both")

    @pytest.mark.parametrize("value", [["trend"], {}, None, 1, True], ids=str)
    def test_a_choice_is_text(self, value):
        with pytest.raises(ValueError, match="is none of pooled, trend, compute"):
            accept("demand_path", value)

    @pytest.mark.parametrize(
        ("value", "expected"), [(True, True), ("on", True), (False, False), ("off", False)]
    )
    def test_a_switch(self, value, expected):
        assert accept("slowdown", value) is expected

    @pytest.mark.parametrize("value", ["true", "1", 1, 0, None, [], "On"], ids=str)
    def test_a_switch_is_on_or_off(self, value):
        with pytest.raises(ValueError, match="is neither on nor off"):
            accept("slowdown", value)


def test_each_kind_is_in_use():
    assert {DECLARATIONS[name].kind for name in KINDS.values()} == set(KINDS)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("demand_growth", normal(0.27, 0.48), "0.27~0.48"),
        ("compute_2024_flop", lognormal(3e25, 1e26, 0.90), "3e25~1e26"),
        ("indexed_pages", lognormal(7.5e10, 1e12), "75000000000~1000000000000"),
        ("slowdown_year", triangular(2027, 2030, 2034), "2027~2030~2034"),
        ("overtraining", 0.1 + 0.2, "0.30000000000000004"),
        ("slowdown", True, "on"),
        ("demand_path", "trend", "trend"),
        ("seed", 2**31 - 1, "2147483647"),
    ],
)
def test_text_is_short_exact_and_needs_no_escaping(name, value, text):
    assert DECLARATIONS[name].as_text(value) == text


@given(st.recursive(st.none() | st.text(), st.lists, max_leaves=50))
def test_brief_is_brief(value):
    assert len(brief(value)) <= 60


@pytest.mark.parametrize("value", ["a\ud800", "\udfff" * 99, ["\ud800"], {"\ud800": "\udc00"}])
def test_brief_can_be_sent(value):
    assert brief(value).encode("utf-8")
    assert len(brief(value)) <= 60


def test_brief_keeps_what_is_whole():
    assert brief("a\ud800b 😀") == "a?b 😀"


def test_brief_survives_deep_nesting():
    nested: list = []
    for _ in range(100_000):
        nested = [nested]
    assert len(brief(nested)) <= 60
