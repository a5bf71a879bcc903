"""The state of a view: everything in the URL, both ways, total.

``/depletion?v=1&preset=…&data=…&overtraining=5&pin=…&with1=…&exhaustion=bars``: the scenario's own
pairs (``analytics.scenario.codec``), the pinned scenario and those it is compared with as queries
inside the query, and the choices of the view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from analytics.depletion.timeline import CHART_END, HEADLINE_YEAR
from analytics.findings import name
from analytics.outlook import evaluate
from analytics.outlook.break_even import LEVELS
from analytics.outlook.vendors import ranked_names
from analytics.scenario import (
    DECLARATIONS,
    DEFAULT_PRESET,
    PRESETS,
    Preset,
    Problem,
    Reading,
    Scenario,
    from_query,
)
from analytics.scenario.beside import (
    CALLED,
    KEYS,
    LONGEST_NAME,
    Beside,
    read_beside,
    write_beside,
)
from analytics.scenario.codec import OTHER_ROWS, encoded, to_pairs, to_query
from analytics.scenario.reading import brief, number, said, shortest
from dashboard import table_view
from dashboard.figures.chart import Request, Scheme
from dashboard.figures.collapse.ranks import CHOICES as GENERATIONS
from dashboard.figures.collapse.shared import CHOICES as PRIVATE
from dashboard.figures.collapse.theory import CHOICES as THEORY
from dashboard.figures.compare.sweep import ACROSS, ANSWER, SWEEP, UP
from dashboard.figures.drivers.common import CHOICES as OUTCOMES
from dashboard.figures.market.common import BUYERS, SUPPLIERS
from dashboard.figures.record.past import CHOICES as DATES
from dashboard.figures.sensitivity.common import (
    CONTROL,
    CONTROL_CHOICES,
    DEFAULT_LEVEL,
    LEVEL,
    OUTPUT,
    OUTPUT_CHOICES,
    YEAR,
)
from dashboard.figures.vendors.common import KINDS, RIVAL, SHARES, VENDOR
from data import catalog

OPTIONS: dict[str, dict[str, str]] = {
    "exhaustion": {"quantiles": "Quantiles", "bars": "Histogram"},
    "drivers": OUTCOMES,
    "hindcast": DATES,
    "generation": GENERATIONS,
    "private": PRIVATE,
    "theory": THEORY,
    "supplier": SUPPLIERS,
    "buyer": BUYERS,
    SHARES: KINDS,
    OUTPUT: OUTPUT_CHOICES,
    CONTROL: CONTROL_CHOICES,
    "table": {name: catalog.schema(name).title for name in catalog.tables()},
}
"""Choices that belong to a view: key in the URL → value → label; the first is the default."""


def _vendors(scenario: Scenario) -> tuple[str, ...]:
    return ranked_names(scenario, catalog.version())


NAMES: dict[str, Callable[[Scenario], tuple[str, ...]]] = {VENDOR: _vendors, RIVAL: _vendors}
"""Names that a scenario has, and a view looks at one of: key in the URL → those there are; the
default is none, so that the view picks one itself."""

_NAMED = 20
"""Names that are told of where one is none of them."""

SAVED = "saved"
"""Which scenario of the library a view shows, and the version that it was opened at: ``id.4``."""

TEXTS = {
    **{"word": 60, SAVED: 48, CALLED: LONGEST_NAME, SWEEP: 80, ANSWER: 60, ACROSS: 40, UP: 40},
    **table_view.TEXTS,
}
"""Texts that belong to a view: key in the URL → most characters; the default is none."""


class Bounds(NamedTuple):
    """What a number of a view may be.

    Attributes:
        default: where none is given.
        low: lowest accepted.
        high: highest accepted.
        unit: as it stands behind the numbers of a message.
        whole: whether it has no decimals.
    """

    default: float
    low: float
    high: float
    unit: str = ""
    whole: bool = False


NUMBERS = {
    LEVEL: Bounds(DEFAULT_LEVEL, 100 * LEVELS[0], 100 * LEVELS[1], "%"),
    YEAR: Bounds(float(HEADLINE_YEAR), 2024.0, float(CHART_END), whole=True),
}
"""Numbers that belong to a view: key in the URL → what they may be."""


LONGEST_QUERY = 7500
"""Characters of a query string with its pinned baseline, within the request line a server takes."""


@dataclass(frozen=True)
class State:
    """What a link says.

    Attributes:
        reading: the scenario, its preset, and what of the link could not be used.
        pinned: the pinned baseline, or None.
        options: every choice, name and text of the views, defaults filled in.
        problems: all that could not be used, in the order of the link.
        scheme: colours of the page; the browser's, not the link's.
        beside: the scenarios that it is compared with.
    """

    reading: Reading
    pinned: Reading | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    scheme: Scheme = "light"
    beside: tuple[Beside, ...] = ()

    @property
    def scenario(self) -> Scenario:
        """The scenario shown."""
        return self.reading.scenario

    @property
    def preset(self) -> Preset:
        """The preset it starts from."""
        return self.reading.preset


def parse(query: str, scheme: str = "light") -> State:
    """Read a URL's query string; never fails."""
    reading = from_query(query, others=("pin", *KEYS, *OPTIONS, *NAMES, *TEXTS, *NUMBERS))
    problems = list(reading.problems)
    rest: dict[str, str] = {}
    for key, value in reading.rest:
        if key in rest:
            reason = "given more than once; the first value counts"
            problems.append(Problem(key, brief(value), reason))
        rest.setdefault(key, value)
    pinned = None
    if "pin" in rest:
        pinned = from_query(rest.pop("pin"))
        problems += [Problem(f"pin: {p.field}", p.value, p.reason) for p in pinned.problems]
    beside = []
    for key in KEYS:
        if key in rest:
            one, lost = _read_beside(rest.pop(key), catalog.version())
            beside.append(one)
            problems += [Problem(f"{key}: {p.field}", p.value, p.reason) for p in lost]
    options = _options(rest, reading.scenario, problems)
    return State(reading, pinned, options, tuple(problems), _scheme(scheme), tuple(beside))


@lru_cache(maxsize=64)
def _read_beside(query: str, _data_version: str) -> tuple[Beside, tuple[Problem, ...]]:
    """A compared scenario; read once and not at each step of a slider."""
    return read_beside(query)


def query(
    scenario: Scenario,
    preset: Preset,
    pinned: Reading | None = None,
    options: Mapping[str, str] | None = None,
    beside: Sequence[Beside] = (),
) -> str:
    """The query string of a view, without the question mark; :func:`parse` reads it back.

    The same state gives the same text, whatever the order in which its options were chosen. A list
    of rows that a link has no room for is left out (``analytics.scenario.codec.outgrown``), and so
    is a compared scenario (:func:`left_out`).
    """
    chosen = [
        (key, options[key])
        for key, choices in OPTIONS.items()
        if options and options.get(key, next(iter(choices))) != next(iter(choices))
    ]
    chosen += [(key, options[key]) for key in (*NAMES, *TEXTS) if options and options.get(key)]
    chosen += [
        (key, options[key])
        for key, bounds in NUMBERS.items()
        if options and options.get(key, "") not in ("", shortest(bounds.default))
    ]
    head = [*to_pairs(scenario, preset), *_pin(scenario, preset, pinned)]
    there = _fitting(len(encoded([*head, *chosen])), beside)
    kept = zip(KEYS, (text for text in there if text), strict=False)
    return encoded([*head, *kept, *chosen])


def left_out(shown: State) -> tuple[int, ...]:
    """Which of the compared scenarios a link has no room for, in whole or for their lists."""
    if not shown.beside:
        return ()
    alone = query(shown.scenario, shown.preset, shown.pinned, shown.options)
    there = _fitting(len(alone), shown.beside)
    return tuple(
        i
        for i, (one, text) in enumerate(zip(shown.beside, there, strict=True))
        if text != write_beside(one, longest=None)
    )


def _fitting(taken: int, beside: Sequence[Beside]) -> list[str]:
    """The compared scenarios in a link: whole, else without their lists of rows, else empty."""
    found = []
    for key, one in zip(KEYS, beside, strict=False):
        for text in (write_beside(one), write_beside(one, longest=0), ""):
            needed = len(encoded([(key, text)])) + 1 if text else 0
            if taken + needed <= LONGEST_QUERY:
                break
        taken += needed
        found.append(text)
    return found


def _pin(scenario: Scenario, preset: Preset, pinned: Reading | None) -> list[tuple[str, str]]:
    """The pinned scenario in a link, without its lists of rows where there is no room for them."""
    if pinned is None:
        return []
    whole = to_query(pinned.scenario, pinned.preset)
    taken = len(to_query(scenario, preset)) + len(encoded([("pin", whole)]))
    fits = taken <= LONGEST_QUERY
    return [("pin", whole if fits else to_query(pinned.scenario, pinned.preset, longest=0))]


def from_controls(values: Mapping[str, Any], preset: Preset) -> Reading:
    """A scenario from the values of the controls; what is not valid stays as in the preset.

    Args:
        values: field → value as a control holds it, in the stored unit.
        preset: the preset that the scenario starts from.

    Returns:
        The scenario and what could not be used.
    """
    problems = []
    accepted = {}
    as_they_were = _texts(preset.id)
    for field_name, value in values.items():
        if value == as_they_were.get(field_name):
            continue  # nearly all, at each step of a slider
        if field_name not in DECLARATIONS:
            problems.append(Problem(brief(field_name), brief(value), "no assumption has this name"))
            continue
        try:
            accepted[field_name], lost = DECLARATIONS[field_name].salvage(value)
        except ValueError as error:
            problems.append(Problem(field_name, brief(value), str(error)))
        else:
            if lost:
                problems.append(Problem(field_name, brief(value), f"{lost}; {OTHER_ROWS}"))
    return Reading(preset.scenario.model_copy(update=accepted), preset, tuple(problems))


@lru_cache
def _texts(preset: str) -> dict[str, str]:
    """A preset's values as the controls hold them."""
    scenario = PRESETS[preset].scenario
    return {name: d.as_text(getattr(scenario, name)) for name, d in DECLARATIONS.items()}


def from_page(page: Any) -> State:
    """The state that the browser holds in its store ``page``; never fails.

    A tab that was opened before an update holds a page of the former version: what it knows is
    taken, what is new is as in its preset.
    """
    page = _mapping(page)
    problems: list[Problem] = []
    preset = page.get("preset", DEFAULT_PRESET)
    if not isinstance(preset, str) or preset not in PRESETS:
        problems.append(Problem("preset", brief(preset), f"{brief(preset)} is no preset"))
        preset = DEFAULT_PRESET
    reading = from_controls(_mapping(page.get("values")), PRESETS[preset])
    problems += reading.problems
    pin = page.get("pin")
    pinned = from_query(pin) if pin and isinstance(pin, str) else None
    given = page.get("beside")
    texts = [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
    beside = tuple(_read_beside(one, catalog.version())[0] for one in texts[: len(KEYS)])
    options = _options(_mapping(page.get("options")), reading.scenario, problems)
    return State(reading, pinned, options, tuple(problems), _scheme(page.get("scheme")), beside)


def request(state: State) -> Request:
    """What the charts of a state are drawn from."""
    pinned = state.pinned
    return Request(
        outlook=evaluate(state.scenario),
        preset=state.preset,
        baseline=evaluate(pinned.scenario) if pinned else None,
        baseline_name=name(pinned.scenario, pinned.preset) if pinned else "",
        scheme=state.scheme,
        options=state.options,
        beside=state.beside,
        unlinked=left_out(state),
    )


def _options(
    given: Mapping[str, Any], scenario: Scenario, problems: list[Problem]
) -> dict[str, str]:
    """Every choice, name and text of the views; the default where one is not given or cannot be."""
    options = {}
    for key, choices in OPTIONS.items():
        default = next(iter(choices))
        value = given.get(key, default)
        if not isinstance(value, str) or value not in choices:
            reason = f"{brief(value)!r} is none of {', '.join(choices)}"
            problems.append(Problem(key, brief(value), reason))
            value = default
        options[key] = value
    for key, names_of in NAMES.items():
        value = given.get(key) or ""
        if value and value not in (names := names_of(scenario)):
            more = len(names) - _NAMED
            rest = f" and {more} more" if more > 0 else ""
            reason = f"{brief(value)!r} is none of {', '.join(names[:_NAMED])}{rest}"
            problems.append(Problem(key, brief(value), reason))
            value = ""
        options[key] = value
    for key, most in TEXTS.items():
        value = given.get(key, "")
        reason = _unfit(value, most)
        if reason:
            problems.append(Problem(key, brief(value), reason))
        options[key] = "" if reason else value.strip()
    for key, reason in table_view.checked(options["table"], options).items():
        problems.append(Problem(key, brief(options[key]), reason))
        options[key] = ""
    for key, bounds in NUMBERS.items():
        value = given.get(key, "")
        try:
            options[key] = _number(bounds.default if value in ("", None) else value, bounds)
        except ValueError as error:
            problems.append(Problem(key, brief(value), str(error)))
            options[key] = shortest(bounds.default)
    return options


def _number(value: Any, bounds: Bounds) -> str:
    """A number of a view as it stands in a link; ValueError names the value and the bound."""
    found = number(value, bounds.low, bounds.high, bounds.unit)
    if bounds.whole and found != int(found):
        raise ValueError(f"{said(value)} is not a whole number")
    return shortest(found)


def _unfit(text: Any, most: int) -> str:
    """Why a text cannot be one of a view; empty if it can."""
    if not isinstance(text, str):
        return f"{brief(text)!r} is not a text"
    if len(text) > most:
        return f"it has {len(text):,} characters; at most {most} are looked up"
    return "" if text.isprintable() else "it has signs that cannot be shown"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _scheme(text: Any) -> Scheme:
    return "dark" if text == "dark" else "light"
