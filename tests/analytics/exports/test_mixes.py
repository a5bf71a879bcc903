"""Own mixes as a CSV file: what is written is read back, and whatever is read never fails."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.exports import mixes as files
from analytics.outlook.vendor_facts import vendor_facts
from analytics.scenario import ROUTES, Mix, Scenario
from data import catalog
from tests.analytics.strategies import MIXED
from tests.analytics.strategies import mixes as any_mix

HEADER = ",".join(("vendor", *ROUTES))
GOOD = "OpenAI,50,10,15,15,2,8"


def read(*lines, header=HEADER, between="\r\n", **options):
    return files.parse(between.join((header, *lines)).encode(), **options)


def reasons(parsed):
    return [str(problem) for problem in parsed.problems]


class TestATemplate:
    def test_begins_with_what_is_believed_of_each_vendor(self):
        scenario = Scenario(mixes=(*MIXED, Mix("My vendor", MIXED[0].shares)))
        vendors = vendor_facts(catalog.version()).vendors
        believed = files.believed(scenario, catalog.version())
        assert [mix.vendor for mix in believed] == [*(one.name for one in vendors), "My vendor"]
        assert MIXED[0] in believed
        for vendor, mix in zip(vendors, believed, strict=False):
            for route, share in zip(ROUTES, mix.shares, strict=True):
                if vendor.name != "OpenAI" and vendor.answers[route].answer == "no":
                    assert share == 0, f"{vendor.name} says that it has no {route}"
        parsed = files.parse(files.template(believed))
        assert parsed == files.Parsed(tuple(sorted(believed, key=lambda mix: mix.key)))

    def test_is_a_file_that_spreadsheets_open(self):
        raw = files.template([Mix("=1+1", (1, 0, 0, 0, 0, 0))])
        assert raw == f"\ufeff{HEADER}\r\n'=1+1,100,0,0,0,0,0\r\n".encode()
        assert files.parse(raw).mixes[0].vendor == "=1+1"

    @settings(max_examples=40)
    @given(st.lists(any_mix(), max_size=3, unique_by=lambda mix: mix.key))
    def test_reads_back(self, mixes):
        # an apostrophe that somebody put before a formula is taken for one that was put there here
        mixes = [mix for mix in mixes if not mix.vendor.startswith("'")]
        parsed = files.parse(files.template(mixes))
        assert parsed.mixes == tuple(sorted(mixes, key=lambda mix: mix.key))
        assert bool(parsed.problems) == (not mixes)


class TestWhatIsAccepted:
    @pytest.mark.parametrize(
        "line",
        [
            "OpenAI,0.5,0.1,0.15,0.15,0.02,0.08",
            "OpenAI,50%,10 %,15%,15%,2%,8%",
            " OpenAI , 50 ,10,15,15,2,8,",
            '"OpenAI",50,10,15,15,2,8',
        ],
    )
    def test_per_cent_or_shares(self, line):
        parsed = read(line)
        assert parsed == files.Parsed(MIXED)

    @pytest.mark.parametrize("between", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_any_line_end_and_byte_order_mark(self, between, encoding):
        raw = between.join((HEADER, GOOD, "", "")).encode(encoding)
        assert files.parse(raw) == files.Parsed(MIXED)

    @pytest.mark.parametrize("delimiter", [";", "\t"])
    def test_semicolons_with_decimal_commas(self, delimiter):
        header, line = (text.replace(",", delimiter) for text in (HEADER, GOOD))
        parsed = files.parse(f"{header}\n{line.replace('50', '50,0')}\n".encode())
        assert parsed == files.Parsed(MIXED)

    def test_columns_in_any_order_by_their_names_and_others_beside(self):
        titles = "Synthetic (%);Vendor;Public crawl;Public-Sets;LICENSED;Proprietary;feedback;Note"
        parsed = files.parse(f"{titles}\n8;OpenAI;50;10;15;15;2;from a talk\n".encode())
        assert parsed.mixes == MIXED
        assert [note.reason for note in parsed.notes] == ["column 'Note' is not used"]

    def test_an_empty_cell_is_nothing(self):
        assert read("A,100,,,,,").mixes == read("A,100").mixes == (Mix("A", (1, 0, 0, 0, 0, 0)),)

    def test_a_vendor_of_the_tables_whatever_its_capitals(self):
        assert read(GOOD.lower(), known=["Google", "OpenAI"]).mixes == MIXED

    def test_a_file_of_windows(self):
        parsed = files.parse(f"{HEADER}\nSüd,100,0,0,0,0,0\n".encode("cp1252"))
        assert parsed.mixes[0].vendor == "Süd"
        assert "not UTF-8" in parsed.notes[0].reason


class TestWhatDoesNotSumToOne:
    def test_is_refused_unless_asked_for(self):
        parsed = read("A,50,40,0,0,0,0", GOOD)
        assert parsed.mixes == MIXED
        assert reasons(parsed) == [
            "row 2: the six shares sum to 90; they are to sum to 100 or to 1"
        ]

    def test_is_scaled_when_asked_for_and_told(self):
        parsed = read("A,9000,1000,0,0,0,0", GOOD, normalise=True)
        assert parsed.problems == ()
        assert parsed.mixes[0] == Mix("A", (0.9, 0.1, 0, 0, 0, 0))
        assert [str(note) for note in parsed.notes] == ["row 2: A summed to 10000%; scaled"]

    def test_for_rounding_alone_is_scaled_and_told(self):
        parsed = read("A,33.3,33.3,33.3,0,0,0")
        assert parsed.mixes[0] == Mix("A", (1 / 3, 1 / 3, 1 / 3, 0, 0, 0))
        assert [str(note) for note in parsed.notes] == ["row 2: A summed to 99.9%; scaled"]

    def test_of_nothing_cannot_be_scaled(self):
        assert reasons(read("A,0,0,0,0,0,0", normalise=True)) == ["row 2: A: all six shares are 0"]


class TestWhatCannotBeUsed:
    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("A,50,50,0,0,0,x", "row 2: synthetic: 'x' is not a number"),
            ("A,50,50,0,nan,0,0", "row 2: proprietary: 'nan' is not a finite number"),
            ("A,-1,50,51,0,0,0", "row 2: public_crawl: -1 is below the lowest accepted, 0"),
            ("A,101,0,0,0,0,0", "row 2: public_crawl: 101 is above the highest accepted, 100"),
            (",100,0,0,0,0,0", "row 2: vendor: the name is missing"),
            ("x" * 41 + ",100", f"row 2: vendor: '{'x' * 41}' is longer than 40 letters"),
            ("A,100,0,0,0,0,0,7", "row 2: it has 8 cells, the header has 7"),
            ("OPENAI,100", "row 2: vendor: OpenAI is there twice; the first counts"),
        ],
    )
    def test_is_named_by_row_column_and_rule_and_the_rest_is_used(self, line, reason):
        first = line.startswith("OPENAI")
        parsed = read(*((GOOD, line) if first else (line, GOOD)), known=["OpenAI"])
        assert parsed.mixes == MIXED
        assert reasons(parsed) == [reason.replace("row 2", "row 3") if first else reason]

    @pytest.mark.parametrize(
        ("header", "reason"),
        [
            ("vendor,public_crawl,licensed", "row 1: there is no column public_sets, proprietary"),
            (f"{HEADER},licensed", "row 1: there twice is column licensed"),
            ("", "row 1: there is no column vendor, public_crawl"),
        ],
    )
    def test_columns(self, header, reason):
        parsed = read(GOOD, header=header)
        assert parsed.mixes == ()
        assert reasons(parsed)[0].startswith(reason)

    def test_a_file_without_rows(self):
        assert reasons(read()) == ["file: it has no row under its header"]

    def test_a_file_that_is_too_large(self, monkeypatch):
        monkeypatch.setattr(files, "MAX_BYTES", 20)
        assert reasons(read(GOOD))[0].endswith("MB; at most 2e-05 MB are read")

    def test_more_than_forty(self):
        parsed = read(*(f"V{i},100" for i in range(45)))
        assert len(parsed.mixes) == 40
        assert reasons(parsed) == [
            "row 42: at most 40 mixes are accepted; nothing is read from here on"
        ]

    def test_more_rows_than_are_read(self, monkeypatch):
        monkeypatch.setattr(files, "MAX_ROWS", 3)
        assert reasons(read(GOOD, "", "", "A,100")) == ["row 5: at most 3 rows are read"]

    def test_bad_rows_are_told_then_counted_then_left(self, monkeypatch):
        parsed = read(*["A,x"] * 60, GOOD)
        assert parsed.mixes == MIXED
        assert len(parsed.problems) == files.MOST_PROBLEMS + 1
        assert reasons(parsed)[-1] == "file: 10 more rows could not be used"
        monkeypatch.setattr(files, "MOST_BAD_ROWS", 5)
        parsed = read(*["A,x"] * 60, GOOD)
        assert parsed.mixes == ()
        assert reasons(parsed)[-1] == (
            "row 57: more than 5 rows could not be used; the rest is not read"
        )


lines = st.lists(
    st.text(alphabet=',;\t"\n\r%.-+eEnaif0123456789 \x00A\ufeff', max_size=40)
    | any_mix().map(lambda mix: f"{mix.vendor},{','.join(map(str, mix.shares))}"),
    max_size=5,
).map("\n".join)


@settings(max_examples=200)
@given(st.binary(max_size=80) | lines.map(lambda text: f"{HEADER}\n{text}".encode()), st.booleans())
@example(b"\xff\xfe" + HEADER.encode("utf-16-le") + b"\x00", False)
@example(f'{HEADER}\n"{"x" * 200_000}'.encode(), True)
@example(f"{HEADER}\nA,1e308,1e308,1e308,0,0,0".encode(), True)
@example(f"{HEADER}\nA,1e-320,0,0,0,0,0".encode(), True)
def test_whatever_the_file(raw, normalise):
    parsed = files.parse(raw, normalise=normalise, known=["OpenAI"])
    assert parsed.mixes or parsed.problems
    for told in (*parsed.problems, *parsed.notes):
        assert f"{told}{told.value}".encode()
        assert len(str(told)) < 400
    assert Scenario(mixes=parsed.mixes).mixes == parsed.mixes
