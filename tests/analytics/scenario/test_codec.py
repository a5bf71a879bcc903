import json
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analytics.scenario import (
    DECLARATIONS,
    DEFAULT_PRESET,
    PRESETS,
    VENDOR_GROUPS,
    Mix,
    Scenario,
    from_json,
    from_query,
    outgrown,
    to_json,
    to_query,
)
from data import catalog
from tests.analytics.strategies import CHANGED, MIXED, another_value, presets, scenarios

NAMES = [*DECLARATIONS, "v", "preset", "data", "pin", "tab"]


class TestALink:
    @given(scenarios(), presets)
    def test_brings_every_scenario_back(self, scenario, preset):
        reading = from_query(to_query(scenario, preset))
        assert reading.scenario == scenario
        assert reading.scenario.key == scenario.key
        assert reading.preset is preset
        assert reading.problems == ()
        assert reading.rest == ()

    def test_holds_the_versions_the_preset_and_what_differs(self):
        scenario = Scenario(demand_growth=(0.2, 0.4), compute_2024_flop=(1e25, 2e26), slowdown=True)
        assert to_query(scenario, PRESETS[DEFAULT_PRESET]) == (
            f"v=1&preset=as-published&data={catalog.version()}"
            "&demand_growth=0.2~0.4&compute_2024_flop=1e25~2e26&slowdown=on"
        )

    def test_says_what_its_preset_changed_back(self):
        query = to_query(Scenario(), PRESETS["overtrained-5x"])
        assert query.endswith("&overtraining=1")

    @pytest.mark.parametrize("query", ["", "?", "?v=1", "preset=as-published"])
    def test_may_leave_out_everything(self, query):
        reading = from_query(query)
        assert reading.scenario == Scenario()
        assert reading.preset.id == DEFAULT_PRESET
        assert reading.problems == ()

    def test_may_begin_with_a_question_mark(self):
        assert from_query("?overtraining=5").scenario == from_query("overtraining=5").scenario

    def test_of_the_most_changed_scenario_stays_short(self):
        changed = {name: another_value(d) for name, d in DECLARATIONS.items()}
        moat = [name for name, d in DECLARATIONS.items() if d.group in VENDOR_GROUPS]
        query = to_query(Scenario(**changed), PRESETS[DEFAULT_PRESET])
        assert from_query(query).scenario == Scenario(**changed)
        assert len(query) < 6000
        for name in moat:
            del changed[name]
        assert len(to_query(Scenario(**changed), PRESETS[DEFAULT_PRESET])) < 2000

    def test_hands_back_what_belongs_to_the_view(self):
        reading = from_query("pin=a&overtraining=5&pin=b&tab=", others=["pin", "tab"])
        assert reading.rest == (("pin", "a"), ("pin", "b"), ("tab", ""))
        assert reading.scenario == Scenario(overtraining=5)
        assert reading.problems == ()

    def test_holds_own_mixes_and_licences_in_words(self):
        scenario = Scenario(mixes=(*MIXED, Mix("My vendor", (1, 0, 0, 0, 0, 0))), licences=CHANGED)
        query = to_query(scenario, PRESETS[DEFAULT_PRESET])
        assert query.endswith(
            "&mixes=My+vendor:100-0-0-0-0-0~OpenAI:50-10-15-15-2-8"
            "&licences=add:OpenAI:Reddit:70000000:3:exclusive"
        )
        assert from_query(query).scenario == scenario
        assert outgrown(scenario, PRESETS[DEFAULT_PRESET]) == ()

    def test_leaves_out_a_list_that_outgrows_it(self):
        preset = PRESETS[DEFAULT_PRESET]
        long = tuple(Mix("水" * 38 + f"{i:02}", MIXED[0].shares) for i in range(40))
        scenario = Scenario(mixes=long, licences=CHANGED, epochs=9)
        assert outgrown(scenario, preset) == ("mixes",)
        reading = from_query(to_query(scenario, preset))
        assert reading.scenario == Scenario(licences=CHANGED, epochs=9)
        assert reading.problems == ()
        assert from_query(to_query(scenario, preset, longest=None)).scenario == scenario
        assert from_json(to_json(scenario, preset)).scenario == scenario

    def test_has_room_for_as_many_mixes_as_there_may_be(self):
        names = [f"A vendor of ordinary name {i}" for i in range(40)]
        scenario = Scenario(mixes=tuple(Mix(name, MIXED[0].shares) for name in names))
        assert outgrown(scenario, PRESETS[DEFAULT_PRESET]) == ()


class TestAFile:
    @given(scenarios(), presets)
    def test_brings_every_scenario_back(self, scenario, preset):
        reading = from_json(to_json(scenario, preset))
        assert reading.scenario == scenario
        assert reading.scenario.key == scenario.key
        assert reading.preset is preset
        assert reading.problems == ()

    def test_holds_every_assumption(self):
        content = json.loads(to_json(Scenario(), PRESETS["multimodal"]))
        assert content["aquifer"] == "scenario"
        assert content["v"] == 1
        assert content["preset"] == "multimodal"
        assert content["data"] == catalog.version()
        assert list(content["values"]) == list(DECLARATIONS)

    def test_may_leave_out_what_is_as_in_its_preset(self):
        reading = from_json('{"preset": "overtrained-5x", "values": {"seed": 1}}')
        assert reading.scenario == Scenario(overtraining=5, seed=1)
        assert reading.problems == ()

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "it is not JSON"),
            ("{", "it is not JSON"),
            ("[" * 100_000, "it is not JSON"),
            ('{"values": {"seed": ' + "9" * 5000 + "}}", "it is not JSON"),
            ("[]", 'it has no "values"'),
            ("{}", 'it has no "values"'),
            ('{"values": []}', 'it has no "values"'),
            ("null", 'it has no "values"'),
        ],
        ids=["empty", "broken", "deep", "long number", "list", "object", "no object", "null"],
    )
    def test_that_is_none_is_refused(self, text, message):
        with pytest.raises(ValueError, match=f"not a scenario file: {message}"):
            from_json(text)

    @pytest.mark.parametrize(
        "value", ["NaN", "-Infinity", "1e999", "[[]]", "null", "9" * 400, '{"a": [1]}', '"x"']
    )
    @pytest.mark.parametrize(
        "name", ["demand_growth", "overtraining", "seed", "demand_path", "slowdown"]
    )
    def test_with_a_strange_value_still_loads_the_rest(self, name, value):
        reading = from_json(f'{{"values": {{"{name}": {value}, "bytes_per_page": 7000}}}}')
        assert reading.scenario == Scenario(bytes_per_page=7000)
        (problem,) = reading.problems
        assert problem.field == name

    def test_keeps_the_rows_that_can_be_used(self):
        mixes = [{"vendor": "A", "shares": {"licensed": 1}}, {"vendor": "B", "shares": {}}, 7]
        reading = from_json(json.dumps({"values": {"mixes": mixes, "licences": [7], "epochs": 9}}))
        assert reading.scenario == Scenario(mixes=(Mix("A", (0, 0, 1, 0, 0, 0)),), epochs=9)
        assert [str(problem) for problem in reading.problems] == [
            "mixes: row 2, B: the six shares sum to 0%, not to 100%; row 3, 7 is not a mix; "
            "the other rows are used",
            "licences: row 1, 7 is not a licence change; kept as in the preset",
        ]

    def test_takes_its_head_from_outside_the_values(self):
        reading = from_json('{"values": {"preset": "multimodal"}}')
        assert reading.preset.id == DEFAULT_PRESET
        assert "no assumption has this name" in reading.problems[0].reason


class TestProblems:
    def test_out_of_bounds_names_the_bound_and_what_counts_instead(self):
        reading = from_query("preset=overtrained-5x&overtraining=5000&seed=3")
        assert reading.scenario == Scenario(overtraining=5, seed=3)
        (problem,) = reading.problems
        assert (problem.field, problem.value) == ("overtraining", "5000")
        assert str(problem) == (
            "overtraining: 5000 × is above the highest accepted, 1000 ×; kept as in the preset"
        )

    def test_an_unknown_name_comes_with_a_suggestion(self):
        (problem,) = from_query("overtrainig=5").problems
        assert str(problem) == (
            "overtrainig: no assumption has this name; did you mean overtraining?"
        )

    def test_a_name_like_no_other_comes_without(self):
        (problem,) = from_query("zzz=5").problems
        assert str(problem) == "zzz: no assumption has this name"

    def test_a_value_without_a_name_has_one_here(self):
        (problem,) = from_query("=5").problems
        assert problem.field == "(no name)"

    def test_of_two_values_the_first_counts(self):
        reading = from_query("overtraining=5&overtraining=7")
        assert reading.scenario == Scenario(overtraining=5)
        (problem,) = reading.problems
        assert str(problem) == "overtraining: given more than once; the first value counts"

    def test_another_schema_version(self):
        reading = from_query("v=99&overtraining=5")
        assert reading.scenario == Scenario(overtraining=5)
        assert str(reading.problems[0]) == "v: version 99 is unknown; read as version 1"

    def test_another_data_version(self):
        reading = from_query("data=0123456789ab&overtraining=5")
        assert reading.scenario == Scenario(overtraining=5)
        assert str(reading.problems[0]) == (
            "data: this was made on data version 0123456789ab, shown here on "
            f"{catalog.version()}; its numbers may differ"
        )

    def test_an_unknown_preset_names_those_there_are(self):
        reading = from_query("preset=nope&overtraining=5")
        assert reading.scenario == Scenario(overtraining=5)
        assert reading.preset.id == DEFAULT_PRESET
        (problem,) = reading.problems
        assert problem.reason.startswith("nope is no preset; there are as-published, ")
        assert all(name in problem.reason for name in PRESETS)

    def test_a_huge_value_is_cut_short(self):
        (problem,) = from_query("overtraining=" + "9" * 8000).problems
        assert len(problem.value) <= 60
        assert len(problem.reason) < 200

    @pytest.mark.parametrize("part", ["v", "preset", "data", "nope"])
    def test_a_huge_value_is_cut_short_everywhere(self, part):
        (problem,) = from_query(f"{part}=" + "x" * 8000).problems
        assert len(problem.value) <= 60
        assert len(problem.reason) < 400

    def test_a_huge_name_is_cut_short(self):
        (problem,) = from_query("x" * 8000 + "=1").problems
        assert len(problem.field) <= 60

    @pytest.mark.parametrize(
        "text",
        [
            r'{"values": {"\ud800": 1}}',
            r'{"values": {"demand_path": "\ud800"}}',
            r'{"values": {"slowdown": "\ud800", "seed": ["\udfff"]}}',
            r'{"values": {"demand_growth": "0.2~\ud800"}}',
            r'{"values": {}, "v": "\ud800", "data": "\udc00", "preset": "\ud800"}',
        ],
    )
    def test_half_a_surrogate_pair_reaches_no_message(self, text):
        problems = from_json(text).problems
        assert problems
        for problem in problems:
            assert f"{problem.field}{problem.value}{problem.reason}{problem}".encode()


garbage = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="&=~%?;+.0123456789eEvnai", max_size=300),
    st.lists(
        st.tuples(
            st.sampled_from(NAMES) | st.text(max_size=12),
            st.text(max_size=12) | st.floats().map(str) | st.integers().map(str),
        ),
        max_size=30,
    ).map(urlencode),
)


class TestReadingNeverFails:
    @given(garbage)
    @example("%ff%fe=%00&\ud800=1&=&&=&a")
    @example("demand_growth=0.2~0.4~" + "~" * 8000)
    @example("&".join(f"overtrainin{i}={i}" for i in range(400)))
    @example("a&" * 4096)
    def test_whatever_the_link(self, query):
        reading = from_query(query, others=["pin"])
        assert set(reading.scenario.model_dump()) == set(DECLARATIONS)
        assert reading.scenario.model_copy() == reading.scenario
        assert reading.preset.id in PRESETS
        for problem in reading.problems:
            assert problem.field
            assert problem.reason
        given_pairs = parse_qsl(query.lstrip("?"), keep_blank_values=True)
        assert len(reading.problems) <= len(given_pairs)

    @given(garbage)
    def test_what_was_read_reads_back_without_a_problem(self, query):
        first = from_query(query)
        second = from_query(to_query(first.scenario, first.preset))
        assert second.scenario == first.scenario
        assert second.problems == ()

    @given(
        st.dictionaries(
            st.sampled_from(NAMES) | st.text(max_size=12),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
                lambda inner: (
                    st.lists(inner, max_size=4)
                    | st.dictionaries(st.text(max_size=3), inner, max_size=3)
                ),
            ),
        ),
        st.none() | st.text(max_size=12) | st.integers() | st.lists(st.integers()),
    )
    def test_whatever_the_file(self, values, head):
        content = {"v": head, "preset": head, "data": head, "values": values}
        reading = from_json(json.dumps(content))
        assert set(reading.scenario.model_dump()) == set(DECLARATIONS)
        assert all(problem.field and problem.reason for problem in reading.problems)
