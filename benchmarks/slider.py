"""A slider by keyboard, from the key to the painted chart, beside Plotly and the server alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import plotly.io
from playwright.sync_api import Browser, Page, Request

from analytics.estimates import normal
from analytics.scenario import DECLARATIONS, PRESETS, Scenario, to_query
from benchmarks.rows import Row, of
from benchmarks.served import aquifer, chromium, new_context
from dashboard import drawing, state
from dashboard.cards import CONFIG
from dashboard.figures import CHARTS, SLOW

TITLE = "Slider to chart, Chromium"
PAINTED_MS, TIMES_PLOTLY = 150.0, 2.0


@dataclass(frozen=True)
class Knob:
    """A slider of a view, and the chart that is timed.

    Attributes:
        path: of the view.
        chart: id.
        called: what the chart is called in the table.
        slider: name of the thumb.
        field: the assumption.
        step: what a press of the key adds to the thumb.
        scenario: sweep and number of presses → the scenario that the page then shows.
        group: of controls, to be opened first; empty for the one that is open.
    """

    path: str
    chart: str
    called: str
    slider: str
    field: str
    step: float
    scenario: Callable[[int, float], Scenario]
    group: str = ""

    def query(self, sweep: int, presses: float) -> str:
        """The scenario as a link has it."""
        return to_query(self.scenario(sweep, presses), PRESETS["as-published"])


def _growth(sweep: int, presses: float) -> Scenario:
    return Scenario(demand_growth=normal(0.26 - 0.01 * sweep, round(0.48 + 0.01 * presses, 4)))


def _weight(sweep: int, presses: float) -> Scenario:
    return Scenario(weight_exclusivity=round(1 + 0.1 * presses, 4), weight_human_signal=1.1 + sweep)


_GROWTH = ("Growth of training tokens, upper end", "demand_growth", 0.01, _growth)
KNOBS = (
    Knob("/depletion", "depletion-fans", "fans", *_GROWTH),
    Knob("/", "depletion-fans", "fans", *_GROWTH),
    Knob(
        "/vendors",
        "vendors-ranking",
        "ranking",
        "Weight of exclusivity",
        "weight_exclusivity",
        0.1,
        _weight,
        "Moat: score and ranking",
    ),
)

_REST_MS = 450
"""Between two presses: what a change leaves behind, such as a link to write, is over by then."""
_RESTS = 20
"""At most as many more of them while answers are awaited."""
_POST = "([address, body]) => bench.post(address, body)"
_SCRIPT = Path(__file__).with_name("slider.js")


@dataclass
class Measured:
    """Milliseconds of one view.

    Attributes:
        keys: of each key press, its stages by name.
        lost: key presses that redrew nothing in twenty seconds.
        chart: of Plotly alone with the figure of the chart that is timed.
        charts: of Plotly alone with the figures of all charts of the view.
        nothing: of two frames without any change.
        draw: of the post that draws, from request to last byte.
        empty: of the same post without charts and blocks, of the scenario just evaluated.
    """

    keys: list[dict[str, float]] = field(default_factory=list)
    lost: int = 0
    chart: list[float] = field(default_factory=list)
    charts: list[float] = field(default_factory=list)
    nothing: list[float] = field(default_factory=list)
    draw: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)


def run(quick: bool) -> list[Row]:
    """Move a slider on each of the views."""
    sweeps, presses, warm_up = (1, 2, 1) if quick else (2, 35, 5)
    rows: list[Row] = []
    with aquifer() as served, chromium() as browser:
        for knob in KNOBS[:1] if quick else KNOBS:
            found = Measured()
            for number in range(sweeps):
                # of scenarios that no other sweep visits: none is in the server's cache
                sweep = Sweep(knob, number + sweeps * KNOBS.index(knob), presses, warm_up)
                sweep.measure(browser, served.address, found)
            rows += _rows(knob, found)
    return rows


@dataclass(frozen=True)
class Sweep:
    """One page, on which the slider goes to the right step by step.

    Attributes:
        knob: the slider.
        number: tells the sweeps apart.
        presses: that count; a slider has room for about forty steps.
        warm_up: presses before those.
    """

    knob: Knob
    number: int
    presses: int
    warm_up: int

    def measure(self, browser: Browser, address: str, found: Measured) -> None:
        """Press the key, then do what the page did bit by bit; add the times to ``found``."""
        context = new_context(browser)
        page = context.new_page()
        posts: list[Request] = []
        page.on("request", lambda request: posts.append(request) if _draws(request) else None)
        page.goto(f"{address}{self.knob.path}?{self._query(0)}")
        page.wait_for_selector("body[data-rest] .dash-graph .main-svg")
        if self.knob.group:
            page.locator(".rail").get_by_role("button", name=self.knob.group).click()
        page.get_by_role("slider", name=self.knob.slider).wait_for()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1000)
        page.evaluate(_SCRIPT.read_text(encoding="utf-8"))
        on_page, timed = page.evaluate("() => bench.charts()"), self.knob.chart
        charts = [timed, *(one for one in on_page if one != timed and one not in SLOW)]
        page.evaluate("charts => bench.watch(charts)", charts)
        taken = self._press(page)
        found.lost += sum("lost" in one for one in taken)
        found.keys += [one for one in taken if "lost" not in one]
        self._plotly(page, charts, found)
        self._server(page, posts[-1], found)
        context.close()

    def _press(self, page: Page) -> list[dict[str, float]]:
        waiting: set[Request] = set()
        page.on("request", lambda request: waiting.add(request))
        page.on("response", lambda response: waiting.discard(response.request))
        page.on("requestfailed", lambda request: waiting.discard(request))
        thumb = page.get_by_role("slider", name=self.knob.slider)
        thumb.focus()
        before = thumb.get_attribute("aria-valuenow")
        taken = []
        for _ in range(self.warm_up + self.presses):
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(_REST_MS)
            taken.append(page.evaluate("() => bench.taken()"))
            for _ in range(_RESTS):
                if not waiting:
                    break
                page.wait_for_timeout(_REST_MS)
        moved = float(thumb.get_attribute("aria-valuenow") or 0) - float(before or 0)
        if abs(moved - self.knob.step * len(taken)) > 1e-6:
            raise RuntimeError(f"{len(taken)} presses moved the slider by {moved:g}")
        return [one for one in taken[self.warm_up :] if one]

    def _plotly(self, page: Page, charts: Sequence[str], found: Measured) -> None:
        """The same figures in the same page, without Dash and without a server."""
        timed = self.knob.chart
        for step in range(1, self.warm_up + self.presses + 1):
            request = state.request(state.parse(self._query(step)))
            figures = {
                chart: json.loads(plotly.io.to_json(CHARTS[chart](request).figure, validate=False))
                for chart in charts
            }
            times = [
                page.evaluate("([figures, config]) => bench.react(figures, config)", [some, CONFIG])
                for some in ({timed: figures[timed]}, figures)
            ]
            nothing = page.evaluate("() => bench.nothing()")
            if step > self.warm_up:
                found.chart.append(times[0])
                found.charts.append(times[1])
                found.nothing.append(nothing)

    def _server(self, page: Page, request: Request, found: Measured) -> None:
        """The request for the last drawing, again: with new values, and with none."""
        post = json.loads(request.post_data or "")
        shown, all_of_it = post["page"], {name: post[name] for name in ("charts", "blocks")}
        for i in range(self.warm_up + self.presses):
            # further than any press went
            scenario = self.knob.scenario(self.number, 60 + i / 10)
            text = DECLARATIONS[self.knob.field].as_text(getattr(scenario, self.knob.field))
            values = shown["values"] | {self.knob.field: text}
            post |= {"page": shown | {"values": values}, **all_of_it, "have": {}}
            drawn = page.evaluate(_POST, [request.url, json.dumps(post)])
            post |= {"charts": [], "blocks": []}
            empty = page.evaluate(_POST, [request.url, json.dumps(post)])
            if (drawn["status"], empty["status"]) != (200, 200):
                raise RuntimeError(f"the server answered {drawn['status']} and {empty['status']}")
            if i >= self.warm_up:
                found.draw.append(drawn["taken"])
                found.empty.append(empty["taken"])

    def _query(self, presses: int) -> str:
        return self.knob.query(self.number, presses)


def _draws(request: Request) -> bool:
    """Whether a request asks for the charts that follow a slider at once."""
    if not request.url.endswith(drawing.PATH) or not request.post_data:
        return False
    return json.loads(request.post_data)["slow"] is False


def _rows(knob: Knob, found: Measured) -> list[Row]:
    def stage(to: str, since: str | None = None) -> list[float]:
        return [key[to] - (key[since] if since else 0.0) for key in found.keys]

    def seen(name: str) -> str:
        return " or ".join(f"{n:g}" for n in sorted({key[name] for key in found.keys}))

    painted = of("", stage("painted"), "ms")
    assert painted.p95 is not None
    bare = ("bare Plotly.react of the same figure, painted", found.chart)
    return [
        Row(
            f"{knob.path}: key → {knob.called} painted, p95",
            painted.p95,
            "ms",
            repeats=painted.repeats,
            limit=PAINTED_MS,
            floor="bare Plotly.react of the same figure, p95",
            floor_value=of("", found.chart, "ms").p95,
            note="From keydown to the second frame after plotly_afterplot; no scenario was cached."
            f" One press on {knob.path} redraws {seen('charts')} charts, in {seen('draws')} draws.",
        ),
        of("… median", stage("painted"), "ms", limit_ratio=TIMES_PLOTLY, floor=bare),
        of(
            f"… all {seen('charts')} charts painted",
            stage("allPainted"),
            "ms",
            floor=("bare Plotly.react of the same figures", found.charts),
        ),
        of("… key → request", stage("asked"), "ms"),
        of("… request → first of the answer, in the page", stage("answered", "asked"), "ms"),
        of(f"… first of the answer → {knob.called} redrawn", stage("drawn", "answered"), "ms"),
        of(
            "… redrawn → painted",
            stage("painted", "drawn"),
            "ms",
            floor=("two frames without a change", found.nothing),
        ),
        of(
            "… the server's answer alone, uncached",
            found.draw,
            "ms",
            floor=("the same once more, without charts and blocks", found.empty),
        ),
        of("… its answer on the wire", [key["bytes"] / 1000 for key in found.keys], "kB"),
        Row("… presses that redrew nothing", found.lost, "", limit=0),
    ]
