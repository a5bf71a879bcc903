"""State: what a link says, what a page holds, and back; whatever they say, something is shown."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.findings import name
from analytics.outlook import evaluate
from analytics.scenario import DECLARATIONS, DEFAULT_PRESET, PRESETS, Mix, Reading, Scenario
from dashboard import controls, editing, state, table_view
from dashboard.state import NAMES, NUMBERS, OPTIONS, TEXTS
from tests.analytics.strategies import MIXED, presets, scenarios

DEFAULTS = {key: next(iter(choices)) for key, choices in OPTIONS.items()} | dict.fromkeys(
    (*NAMES, *TEXTS), ""
)
DEFAULTS |= {"level": "20", "year": "2032"}
PUBLISHED = PRESETS[DEFAULT_PRESET]

options = st.fixed_dictionaries(
    {},
    optional={key: st.sampled_from(list(choices)) for key, choices in OPTIONS.items()}
    | dict.fromkeys(NAMES, st.sampled_from(["", "OpenAI", "AI21 Labs"]))
    | dict.fromkeys(TEXTS, st.sampled_from(["", "aquifer", "l’eau & <b>", "水 ?=#%", "=1+1"]))
    | {
        table_view.FILTERS: st.sampled_from(
            ["", "source_id:contains:l’eau & %3A", "standing:blank"]
        ),
        table_view.SORT: st.sampled_from(["", "none", "source_id:desc"]),
        table_view.ROW: st.just(""),
    }
    | {"level": st.sampled_from(["1", "12.5", "99"]), "year": st.sampled_from(["2024", "2040"])},
)
# a pinned scenario's lists of rows are in a link only where there is room for them
readings = st.builds(Reading, scenarios(mixes=(), licences=(), newest_runs=()), presets)
names = st.sampled_from(
    [*DECLARATIONS, *OPTIONS, *NAMES, *TEXTS, *NUMBERS, "v", "preset", "data", "pin", ""]
)
garbage = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="&=~%?;+.0123456789eEvnai", max_size=200),
    st.lists(st.tuples(names, names | st.text(max_size=12)), max_size=12).map(urlencode),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)


def problems_of(shown: state.State) -> dict[str, str]:
    return {problem.field: problem.reason for problem in shown.problems}


class TestALink:
    @settings(max_examples=60)
    @given(scenarios(), presets, st.none() | readings, options)
    def test_brings_the_view_back(self, scenario, preset, pinned, chosen):
        shown = state.parse(state.query(scenario, preset, pinned, chosen))
        assert shown.problems == ()
        assert shown.scenario == scenario
        assert shown.preset is preset
        assert shown.options == DEFAULTS | chosen
        if pinned is None:
            assert shown.pinned is None
        else:
            assert shown.pinned is not None
            assert shown.pinned.scenario == pinned.scenario
            assert shown.pinned.preset is pinned.preset

    @settings(max_examples=30)
    @given(scenarios(), presets, st.none() | readings, options)
    def test_is_written_the_same_again(self, scenario, preset, pinned, chosen):
        query = state.query(scenario, preset, pinned, chosen)
        shown = state.parse(f"?{query}")
        assert state.query(shown.scenario, shown.preset, shown.pinned, shown.options) == query

    def test_leaves_out_what_is_the_default(self):
        keys = [key for key, _ in parse_qsl(state.query(Scenario(), PUBLISHED, None, DEFAULTS))]
        assert keys == ["v", "preset", "data"]

    def test_names_one_of_the_scenarios_vendors(self):
        mixes = (Mix("Köln & Co", (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)),)
        chosen = {"vendor": "Köln & Co", "rival": "OpenAI"}
        query = state.query(Scenario(mixes=mixes), PUBLISHED, None, chosen)
        shown = state.parse(query)
        assert shown.problems == () and shown.options == DEFAULTS | chosen
        without = state.parse("&".join(p for p in query.split("&") if not p.startswith("mixes=")))
        assert without.options == DEFAULTS | {"rival": "OpenAI"}
        reason = problems_of(without)["vendor"]
        assert reason.startswith("'Köln & Co' is none of") and "OpenAI" in reason

    @pytest.mark.parametrize("query", ["", "?", "?v=1"])
    def test_may_be_empty(self, query):
        shown = state.parse(query)
        assert (shown.scenario, shown.preset) == (Scenario(), PUBLISHED)
        assert (shown.pinned, shown.options, shown.problems) == (None, DEFAULTS, ())

    def test_of_the_pinned_scenario_keeps_what_differs_from_its_own_preset(self):
        pinned = Reading(Scenario(), PRESETS["overtrained-5x"])
        query = state.query(Scenario(overtraining=7), PUBLISHED, pinned)
        shown = state.parse(query)
        assert shown.scenario.overtraining == 7
        assert shown.pinned is not None
        assert shown.pinned.scenario.overtraining == 1

    def test_of_the_pinned_scenario_has_its_lists_where_there_is_room(self):
        own = Scenario(mixes=tuple(Mix(f"{i} 数据集数据集", MIXED[0].shares) for i in range(40)))
        many = tuple(Mix(f"Verlag {i} 数据集数据集", MIXED[0].shares) for i in range(40))
        for mixes, kept in ((MIXED, MIXED), (many, ())):
            pinned = Reading(Scenario(mixes=mixes, epochs=9), PUBLISHED)
            query = state.query(own, PUBLISHED, pinned)
            assert len(query) < 7900
            shown = state.parse(query)
            assert shown.problems == ()
            assert shown.scenario == own
            assert shown.pinned is not None
            assert shown.pinned.scenario == Scenario(mixes=kept, epochs=9)

    @pytest.mark.parametrize(
        ("scheme", "read"), [("dark", "dark"), ("light", "light"), ("", "light"), ("x", "light")]
    )
    def test_does_not_say_the_colours(self, scheme, read):
        assert state.parse("", scheme).scheme == read


class TestProblemsOfALink:
    @pytest.mark.parametrize("key", OPTIONS)
    def test_an_option_that_there_is_not_names_those_there_are(self, key):
        shown = state.parse(f"{key}=nonsense&overtraining=5")
        (problem,) = shown.problems
        assert (problem.field, problem.value) == (key, "nonsense")
        assert "'nonsense'" in problem.reason
        assert all(choice in problem.reason for choice in OPTIONS[key])
        assert shown.options == DEFAULTS
        assert shown.scenario.overtraining == 5

    def test_of_the_pinned_scenario_say_so(self):
        shown = state.parse(urlencode({"pin": "preset=multimodal&overtraining=5000&pin=x"}))
        assert shown.pinned is not None
        assert shown.pinned.preset.id == "multimodal"
        found = problems_of(shown)
        assert set(found) == {"pin: overtraining", "pin: pin"}
        assert "5000 × is above the highest accepted, 1000 ×" in found["pin: overtraining"]

    @pytest.mark.parametrize(
        ("query", "first"),
        [
            ("exhaustion=bars&exhaustion=quantiles", "bars"),
            ("exhaustion=quantiles&exhaustion=bars", "quantiles"),
        ],
    )
    def test_of_two_values_the_first_counts(self, query, first):
        shown = state.parse(query)
        assert shown.options["exhaustion"] == first
        assert problems_of(shown) == {"exhaustion": "given more than once; the first value counts"}

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("x" * 61, "it has 61 characters; at most 60 are looked up"),
            ("a%00b", "it has signs that cannot be shown"),
            ("a%0Ab", "it has signs that cannot be shown"),
        ],
    )
    def test_a_text_that_cannot_be_says_why(self, text, reason):
        shown = state.parse(f"word={text}&overtraining=5")
        assert problems_of(shown) == {"word": reason}
        assert shown.options == DEFAULTS
        assert shown.scenario.overtraining == 5

    @pytest.mark.parametrize(
        ("query", "reason"),
        [
            ("level=0.5", "0.5% is below the lowest accepted, 1%"),
            ("level=a", "'a' is not a number"),
            ("year=2041", "2041 is above the highest accepted, 2040"),
            ("year=2030.5", "'2030.5' is not a whole number"),
        ],
    )
    def test_a_number_that_cannot_be_names_the_bound(self, query, reason):
        shown = state.parse(query)
        assert problems_of(shown) == {query.split("=")[0]: reason}
        assert shown.options == DEFAULTS

    def test_a_text_is_what_is_written_without_what_is_around_it(self):
        assert state.parse("word=+new+york+").options["word"] == "new york"

    @pytest.mark.parametrize("key", [*OPTIONS, *NAMES, *TEXTS, *NUMBERS, "overtraining", "pin"])
    def test_huge_values_are_cut_short(self, key):
        shown = state.parse(urlencode({key: "x" * 9000}))
        assert shown.problems
        for problem in shown.problems:
            assert len(problem.field) <= 70
            assert len(problem.value) <= 60
            assert len(problem.reason) < 1000

    def test_of_many_names_some_are_told(self):
        mixes = "~".join(f"{'x' * 36}{i}:100-0-0-0-0-0" for i in range(40))
        reason = problems_of(state.parse(urlencode({"mixes": mixes, "rival": "y"})))["rival"]
        assert reason.endswith(" and 33 more") and len(reason) < 1000

    @settings(max_examples=150)
    @given(garbage)
    @example("%ff%fe=%00&\ud800=1&=&&=&a")
    @example("pin=" + "pin%3D" * 40)
    @example("table=\ud800&exhaustion=%00")
    def test_whatever_the_link_something_is_shown(self, query):
        shown = state.parse(query)
        assert shown.preset.id in PRESETS
        assert set(shown.options) == {*OPTIONS, *NAMES, *TEXTS, *NUMBERS}
        assert all(shown.options[key] in choices for key, choices in OPTIONS.items())
        assert all(problem.field and problem.reason for problem in shown.problems)
        again = state.parse(state.query(shown.scenario, shown.preset, shown.pinned, shown.options))
        assert again.problems == ()
        assert (again.scenario, again.options) == (shown.scenario, shown.options)


class TestControls:
    @settings(max_examples=60)
    @given(scenarios(), presets)
    def test_hold_a_scenario(self, scenario, preset):
        reading = state.from_controls(controls.values_of(scenario), preset)
        assert reading == Reading(scenario, preset)

    @pytest.mark.parametrize(
        ("field", "value", "reason"),
        [
            ("overtraining", 5000, "5000 × is above the highest accepted, 1000 ×"),
            ("overtraining", "x", "'x' is not a number"),
            ("overtraining", None, "None is not a number"),
            ("overtraining", float("nan"), "nan is not a finite number"),
            ("usable_share", "0.4~0.1", "the lower end 0.4 is above the upper end 0.1"),
            ("usable_share", "0.1~0.2~0.3", "'0.1~0.2~0.3' is not of the form low~high"),
            ("demand_path", "nowhere", "'nowhere' is none of pooled, trend, compute"),
            ("slowdown", "perhaps", "'perhaps' is neither on nor off"),
            ("seed", 1.5, "1.5 is not a whole number"),
            ("wells", 3, "no assumption has this name"),
        ],
    )
    def test_with_a_bad_value_keep_the_presets_and_say_why(self, field, value, reason):
        preset = PRESETS["overtrained-5x"]
        reading = state.from_controls({field: value, "epochs": 9}, preset)
        assert reading.scenario == preset.scenario.model_copy(update={"epochs": 9})
        (problem,) = reading.problems
        assert (problem.field, problem.value) == (field, str(value))
        assert problem.reason == reason

    def test_that_say_nothing_are_the_preset(self):
        reading = state.from_controls({}, PRESETS["multimodal"])
        assert reading == Reading(PRESETS["multimodal"].scenario, PRESETS["multimodal"])


class TestAPage:
    @settings(max_examples=60)
    @given(scenarios(), presets, st.none() | readings, options, st.sampled_from(["light", "dark"]))
    def test_holds_the_state_of_a_link(self, scenario, preset, pinned, chosen, scheme):
        shown = state.parse(state.query(scenario, preset, pinned, chosen), scheme)
        page = json.loads(json.dumps(editing.as_page(shown, "/depletion")))
        held = state.from_page(page)
        assert held.problems == ()
        assert (held.scenario, held.preset) == (scenario, preset)
        assert (held.pinned, held.options, held.scheme) == (shown.pinned, shown.options, scheme)

    @settings(max_examples=150)
    @given(
        st.fixed_dictionaries(
            {},
            optional={
                "preset": anything | st.sampled_from([*PRESETS]),
                "values": st.dictionaries(names, anything, max_size=4) | anything,
                "pin": anything | garbage,
                "options": st.dictionaries(names, anything, max_size=3) | anything,
                "scheme": anything,
            },
        )
        | anything
    )
    def test_whatever_it_holds_something_is_shown(self, page):
        shown = state.from_page(page)
        assert shown.preset.id in PRESETS
        assert all(problem.field or problem.reason for problem in shown.problems)
        query = state.query(shown.scenario, shown.preset, shown.pinned, shown.options)
        again = state.parse(query)
        assert again.problems == ()
        assert (again.scenario, again.options) == (shown.scenario, shown.options)

    def test_of_a_former_version_is_read_as_far_as_it_goes(self):
        page: dict[str, Any] = editing.as_page(state.parse("overtraining=7&exhaustion=bars"), "")
        page["values"]["wells"] = "3"
        del page["values"]["epochs"], page["scheme"]
        page["options"]["former"] = "yes"
        shown = state.from_page(page)
        assert shown.scenario == Scenario(overtraining=7)
        assert shown.options == DEFAULTS | {"exhaustion": "bars"}
        assert problems_of(shown) == {"wells": "no assumption has this name"}

    def test_of_a_preset_that_is_gone_keeps_its_values(self):
        page = editing.as_page(state.parse("preset=overtrained-5x&epochs=9"), "/")
        shown = state.from_page(page | {"preset": "gone"})
        assert shown.preset is PUBLISHED
        assert shown.scenario == Scenario(overtraining=5, epochs=9)
        assert problems_of(shown) == {"preset": "gone is no preset"}


class TestARequest:
    def test_is_the_outlook_and_the_choices(self):
        shown = state.parse("preset=multimodal&log2_worlds=6&exhaustion=bars", "dark")
        request = state.request(shown)
        assert request.outlook is evaluate(shown.scenario)
        assert request.preset is PRESETS["multimodal"]
        assert (request.baseline, request.baseline_name) == (None, "")
        assert request.scheme == "dark"
        assert request.options["exhaustion"] == "bars"

    def test_names_the_baseline_by_its_own_preset(self):
        pinned = Reading(Scenario(log2_worlds=6), PRESETS["overtrained-5x"])
        shown = state.parse(state.query(Scenario(log2_worlds=7), PUBLISHED, pinned))
        request = state.request(shown)
        assert request.outlook.scenario.log2_worlds == 7
        assert request.baseline is evaluate(pinned.scenario)
        assert request.baseline_name == name(pinned.scenario, pinned.preset)
        assert request.baseline_name == "Overtrained 5×, 2 changes"
