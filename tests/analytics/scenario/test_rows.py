"""Lists of rows: own mixes and licence changes, as text, as JSON, row by row."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.scenario import DECLARATIONS, ROUTES, LicenceChange, Mix, rows
from tests.analytics.strategies import licence_changes, mixes, names

SHARES = (0.5, 0.1, 0.15, 0.15, 0.02, 0.08)
THIRDS = (1 / 3, 1 / 3, 1 / 3, 0.0, 0.0, 0.0)
OWN, LICENCES = DECLARATIONS["mixes"], DECLARATIONS["licences"]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


class TestNames:
    @given(names(40))
    def test_any_name_is_escaped_and_back(self, name):
        escaped = rows.escape(name)
        assert rows.unescape(escaped) == name
        assert rows.BETWEEN_ROWS not in escaped
        assert rows.BETWEEN_CELLS not in escaped

    def test_an_exclamation_mark_that_escapes_nothing_is_one(self):
        assert rows.unescape("Yahoo!") == "Yahoo!"

    @pytest.mark.parametrize(
        ("given_name", "kept"),
        [("  My \t vendor\n", "My vendor"), ("Cafe\u0301", "Caf\u00e9"), ("水 – “x”", "水 – “x”")],
    )
    def test_are_kept_in_one_form(self, given_name, kept):
        assert Mix(given_name, SHARES).vendor == kept

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("", "vendor: the name is missing"),
            (" \n", "vendor: the name is missing"),
            ("x" * 41, "is longer than 40 letters"),
            ("a\u200bb", "has a letter that cannot be printed"),
            ("a\ud800", "has a letter that cannot be printed"),
            (None, "vendor: None is not a name"),
            (7, "vendor: 7 is not a name"),
        ],
    )
    def test_say_why_they_are_none(self, name, reason):
        with pytest.raises(ValueError, match=reason) as refused:
            Mix(name, SHARES)
        assert str(refused.value).encode()


class TestAMix:
    def test_is_per_cent_in_a_link_and_shares_in_a_file(self):
        mix = Mix("My vendor", SHARES)
        assert mix.as_text() == "My vendor:50-10-15-15-2-8"
        assert mix.as_json() == {
            "vendor": "My vendor",
            "shares": dict(zip(ROUTES, SHARES, strict=True)),
        }

    @given(mixes())
    def test_reads_back(self, mix):
        assert Mix.from_text(mix.as_text()) == mix
        assert Mix.from_json(json.loads(json.dumps(mix.as_json()))) == mix
        assert Mix(mix.vendor, mix.shares) == mix

    @given(mixes())
    def test_is_whole(self, mix):
        assert sum(round(share * 1e6) for share in mix.shares) == 1_000_000
        assert all(0 <= share <= 1 for share in mix.shares)

    def test_is_scaled_where_it_was_rounded(self):
        assert Mix("A", (0.333, 0.333, 0.333, 0, 0, 0)) == Mix("A", THIRDS)
        assert Mix.from_text("A:33-33-33-0-0-0") == Mix("A", THIRDS)

    def test_of_amounts_keeps_their_proportion(self):
        assert Mix.scaled("A", (30, 30, 30, 0, 0, 0)) == Mix("A", THIRDS)
        assert Mix.scaled("A", (1e308, 1e308, 0, 0, 0, 0)).shares[:2] == (0.5, 0.5)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("A", "'A' is not of the form vendor:50-10-15-15-2-8"),
            ("A:50-50", "A: has 2 shares, not 6"),
            ("A:50-50-0-0-0-x", "A, synthetic: 'x' is not a number"),
            ("A:50-50-0-0-0-", "A, synthetic: '' is not a number"),
            ("A:50-50-0-0-0-nan", "A, synthetic: 'nan' is not a finite number"),
            ("A:50--5-55-0-0-0", "A, public_sets: -5% is below the lowest accepted, 0%"),
            ("A:-5-50-55-0-0-0", "A, public_crawl: -5% is below the lowest accepted, 0%"),
            ("A:101-0-0-0-0-0", "A, public_crawl: 101% is above the highest accepted, 100%"),
            ("A:50-40-0-0-0-0", "A: the six shares sum to 90%, not to 100%"),
            ("A:0-0-0-0-0-0", "A: the six shares sum to 0%, not to 100%"),
            (":50-50-0-0-0-0", "vendor: the name is missing"),
        ],
    )
    def test_names_column_and_rule(self, text, reason):
        with pytest.raises(ValueError) as refused:
            Mix.from_text(text)
        assert str(refused.value) == reason

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            ({"vendor": "A"}, "shares: None gives no share by route"),
            ({"shares": {}}, "vendor: None is not a name"),
            ({"vendor": "A", "shares": {"crawl": 1}}, "'crawl' is no route; there are public_"),
            ({"vendor": "A", "shares": {"feedback": True}}, "A, feedback: True is not a number"),
            ({"vendor": "A", "shares": {}, "x": 1}, "'x' is no column; there are vendor, shares"),
        ],
    )
    def test_of_a_file_does_too(self, value, reason):
        with pytest.raises(ValueError) as refused:
            Mix.from_json(value)
        assert str(refused.value).startswith(reason)

    def test_of_nothing_is_none(self):
        with pytest.raises(ValueError, match="A: all six shares are 0"):
            Mix.scaled("A", (0, 0, 0, 0, 0, 0))


class TestALicenceChange:
    @pytest.mark.parametrize(
        ("change", "text"),
        [
            (LicenceChange("add", "OpenAI", "Reddit"), "add:OpenAI:Reddit"),
            (LicenceChange("add", "OpenAI", "Reddit", 7e7), "add:OpenAI:Reddit:70000000"),
            (LicenceChange("add", "OpenAI", "Reddit", None, 2.5), "add:OpenAI:Reddit::2.5"),
            (
                LicenceChange("add", "OpenAI", "A: ~B!", exclusive=True),
                "add:OpenAI:A!, !.B!!:::exclusive",
            ),
            (LicenceChange("end", "OpenAI", "Reddit"), "end:OpenAI:Reddit"),
            (LicenceChange("exclusive", "OpenAI", "Reddit"), "exclusive:OpenAI:Reddit"),
        ],
    )
    def test_is_readable_in_a_link(self, change, text):
        assert change.as_text() == text
        assert LicenceChange.from_text(text) == change

    @given(licence_changes())
    def test_reads_back(self, change):
        assert LicenceChange.from_text(change.as_text()) == change
        assert LicenceChange.from_json(json.loads(json.dumps(change.as_json()))) == change

    def test_says_itself(self):
        assert LicenceChange("end", "OpenAI", "Axel Springer").title == (
            "OpenAI ends with Axel Springer"
        )
        assert LicenceChange("exclusive", "Google", "Reddit").exclusive

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("sign:A:B", "action: 'sign' is none of add, end, exclusive"),
            ("add:A", "'add:A' is not of the form action:vendor:supplier"),
            ("add:A:B:1:2:exclusive:x", "is not of the form action:vendor:supplier"),
            ("add::B", "vendor: the name is missing"),
            ("add:A:" + "x" * 81, "is longer than 80 letters"),
            ("add:A:B:-1", "usd_per_year: -1 USD is below the lowest accepted, 0 USD"),
            ("add:A:B:1e13", "is above the highest accepted, 1000000000000 USD"),
            ("add:A:B:1:101", "years: 101 years is above the highest accepted, 100 years"),
            ("add:A:B:1:2:yes", "exclusive: 'yes' is not the word exclusive"),
            ("end:A:B:1", "usd_per_year: only a licence that is added has it"),
            ("exclusive:A:B::1", "years: only a licence that is added has it"),
            ("end:A:B:::exclusive", "exclusive: a licence that ends cannot be"),
        ],
    )
    def test_names_column_and_rule(self, text, reason):
        with pytest.raises(ValueError) as refused:
            LicenceChange.from_text(text)
        assert reason in str(refused.value)

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            ({}, "action: None is none of"),
            ({"action": ["add"], "vendor": "A", "supplier": "B"}, "action: ['add'] is none of"),
            ({"action": "add", "vendor": "A"}, "supplier: None is not a name"),
            (
                {"action": "add", "vendor": "A", "supplier": "B", "exclusive": 1},
                "exclusive: 1 is neither true nor false",
            ),
            ({"usd": 1}, "'usd' is no column; there are action, vendor"),
        ],
    )
    def test_of_a_file_does_too(self, value, reason):
        with pytest.raises(ValueError) as refused:
            LicenceChange.from_json(value)
        assert reason in str(refused.value)

    def test_tells_what_is_known_in_numbers(self):
        added = LicenceChange("add", "A", "B", 5.0).numbers()
        assert [(unit, x) for _, unit, x in added if not math.isnan(x)] == [
            ("USD/year", 5.0),
            ("exclusive: 0 or 1", 0.0),
        ]
        assert [x for _, _, x in LicenceChange("exclusive", "A", "B").numbers()] == [1.0]
        assert math.isnan(LicenceChange("end", "A", "B").numbers()[0][2])


class TestAList:
    def test_is_sorted_whatever_the_capitals(self):
        text = "b:100-0-0-0-0-0~A:100-0-0-0-0-0~C:100-0-0-0-0-0"
        assert [mix.vendor for mix in OWN.accept(text)] == ["A", "b", "C"]

    @pytest.mark.parametrize("value", ["", [], ()])
    def test_may_be_empty(self, value):
        assert OWN.accept(value) == ()
        assert OWN.salvage(value) == ((), "")
        assert OWN.as_text(()) == ""

    @pytest.mark.parametrize("value", [None, 1, True, {"vendor": "A"}])
    def test_is_a_list(self, value):
        with pytest.raises(ValueError, match="is not a list of mixes"):
            OWN.accept(value)

    def test_keeps_what_can_be_used_and_names_the_rest(self):
        good = "A:100-0-0-0-0-0"
        found, lost = OWN.salvage(f"{good}~B:50-0-0-0-0-0~a:0-100-0-0-0-0~C:x-0-0-0-0-0~D")
        assert found == (Mix.from_text(good),)
        assert lost == (
            "row 2, B: the six shares sum to 50%, not to 100%; "
            "row 3, a is there twice; the first counts; and 2 more mixes"
        )
        with pytest.raises(ValueError, match="row 2, B: the six shares sum to 50%"):
            OWN.accept(f"{good}~B:50-0-0-0-0-0")

    def test_of_which_nothing_can_be_used_is_refused(self):
        with pytest.raises(ValueError, match="row 1, 'x' is not of the form"):
            OWN.salvage("x")
        with pytest.raises(ValueError, match="row 1, 7 is not a licence change"):
            LICENCES.salvage([7])

    @pytest.mark.parametrize(
        ("declared", "texts"),
        [
            (OWN, [f"V{i}:100-0-0-0-0-0" for i in range(43)]),
            (LICENCES, [f"end:V{i}:S" for i in range(43)]),
        ],
    )
    def test_has_at_most_forty_rows(self, declared, texts):
        found, lost = declared.salvage("~".join(texts))
        assert len(found) == 40
        assert "at most 40" in lost
        assert "there are 3 more" in lost
        assert declared.salvage(texts[:40])[1] == ""

    @settings(max_examples=60)
    @given(anything | st.lists(mixes() | anything, max_size=4))
    def test_of_anything_is_read_or_refused(self, value):
        for declared in (OWN, LICENCES):
            try:
                found, lost = declared.salvage(value)
            except ValueError as error:
                assert 0 < len(str(error)) < 400
            else:
                assert declared.accept(declared.as_text(found)) == found
                assert len(lost) < 400

    def test_can_be_a_key(self):
        assert len({OWN.accept("A:100-0-0-0-0-0"), OWN.accept("A:100-0-0-0-0-0")}) == 1
