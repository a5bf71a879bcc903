"""Track record: what is quick is there at once, what is slow has its place."""

from __future__ import annotations

from dashboard.blocks import SLOW_BLOCKS
from dashboard.figures.record.past import CHOICES
from dashboard.pages import record
from dashboard.state import OPTIONS, parse, query
from dashboard.views import VIEWS
from dashboard.waiting import COMPUTING
from tests.dashboard.test_record_blocks import all_of, words


def test_the_view_stands_between_depletion_and_evidence() -> None:
    paths = [view.path for view in VIEWS]
    at = paths.index("/record")
    assert paths.index("/depletion") < at < paths.index("/evidence")
    assert VIEWS[at].title == "Track record"


def test_charts_are_drawn_and_slow_blocks_wait() -> None:
    page = record.layout(parse("hindcast=2022"))
    charts = {graph.id["chart"]: graph for graph in all_of(page, "Graph")}
    assert set(charts) == {"record-fit", "record-residuals", "record-hindcast"}
    assert all(graph.figure["data"] for graph in charts.values())
    blocks = {one.id["block"]: one for one in all_of(page, "Div") if hasattr(one, "id")}
    for name, block in blocks.items():
        assert (words(block) == COMPUTING) == (name in SLOW_BLOCKS)
    assert "published before 2022" in words(page)


def test_dates_are_offered_in_order_and_the_link_keeps_the_choice() -> None:
    state = parse("hindcast=2022")
    (control,) = all_of(record.layout(state), "SegmentedControl")
    offered = [one["value"] for one in control.data]
    assert offered == sorted(CHOICES) == ["2021", "2022", "2023", "2024", "2025", "2026"]
    assert control.value == "2022"
    assert next(iter(OPTIONS["hindcast"])) == "2024"
    link = query(state.scenario, state.preset, None, state.options)
    assert "hindcast=2022" in link and "drivers" not in link


def test_a_wrong_date_is_named_and_the_rest_loads() -> None:
    state = parse("hindcast=1999")
    (problem,) = state.problems
    assert problem.field == "hindcast" and state.options["hindcast"] == "2024"
