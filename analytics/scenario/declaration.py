"""How one assumption declares itself: type, unit, bounds, default, label, help and source, once.

A field is ``name: type = assumption(default, …)``. The control on the page, the
validation, the URL codec, the export header and the Methods page all read the
:class:`Declaration` made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import Field
from pydantic.fields import FieldInfo

from analytics.estimates import Estimate
from analytics.scenario import reading, rows
from analytics.scenario.reading import said, shortest

Kind = Literal["estimate", "number", "whole", "choice", "switch", "rows"]
Status = Literal["published", "measured", "assumption"]
Stream = Literal["worlds", "moat", "vendors"]

SEPARATOR = "~"
"""Between the numbers of an estimate written as text; unreserved in a URL, unlike a comma."""

EPOCH_2024 = "Villalobos et al. 2024, arXiv 2211.04325v2"
TRILLION = (1e12, "T tokens")
PERCENT = (0.01, "%")


@dataclass(frozen=True, slots=True)
class Declaration:
    """Everything that is said of one assumption.

    Attributes:
        name: the field's name, also its key in a link and in a scenario file.
        kind: what sort of value it takes.
        default: its value in the preset *as published*.
        label: a few words, for the control.
        unit: unit of the value as stored; empty for a pure number or a choice.
        low: lowest accepted number, None where there are no bounds.
        high: highest accepted number.
        group: the group of controls it belongs to.
        help: one sentence on what it means.
        source: where the default comes from.
        status: ``published`` (a paper's own input), ``measured`` (fitted or observed) or
            ``assumption`` (our judgement).
        options: value → label, for a choice.
        shown_unit: unit in which a person edits it.
        factor: stored value = shown value × factor.
        log: whether a slider moves along the logarithm.
        step: step of the control, in the shown unit.
        stream: where an estimate is drawn: ``worlds``, a Sobol' dimension of its own; ``moat``,
            the streams of the ranking, which depletion and collapse know nothing of; ``vendors``,
            a stream of its own for every vendor.
        row: class of the rows, for an assumption that is a list of them.
    """

    name: str
    kind: Kind
    default: Any
    label: str
    unit: str
    low: float | None
    high: float | None
    group: str
    help: str
    source: str
    status: Status
    options: dict[str, str]
    shown_unit: str
    factor: float
    log: bool
    step: float | None
    stream: Stream
    row: type[rows.Row] | None

    def accept(self, value: Any) -> Any:
        """Turn what came from a file, a link or a control into the field's own type.

        Args:
            value: the type itself, its JSON form or its text form.

        Returns:
            A value of the field's type within its bounds.

        Raises:
            ValueError: names the value and the bound it breaks.
        """
        if value is self.default:
            return value
        match self.kind:
            case "estimate":
                return self._estimate(value)
            case "rows":
                found, faults = rows.read(self._row, value)
                if faults:
                    raise ValueError(rows.told(self._row, faults))
                return found
            case "number":
                return self._number(value)
            case "whole":
                number = self._number(value)
                if number != int(number):
                    raise ValueError(f"{said(value)} is not a whole number")
                return int(number)
            case "switch":
                return self._switch(value)
            case "choice":
                if not isinstance(value, str) or value not in self.options:
                    raise ValueError(f"{said(value)} is none of {', '.join(self.options)}")
                return value

    def salvage(self, value: Any) -> tuple[Any, str]:
        """As :meth:`accept`, but of a list of rows those that can be used.

        Returns:
            The value, and what is wrong with the rows left out; empty if there are none.

        Raises:
            ValueError: nothing of it can be used.
        """
        if self.kind != "rows":
            return self.accept(value), ""
        found, faults = rows.read(self._row, value)
        if faults and not found:
            raise ValueError(rows.told(self._row, faults))
        return found, rows.told(self._row, faults)

    def as_text(self, value: Any) -> str:
        """The value as it stands in a link; :meth:`accept` reads it back exactly."""
        if self.kind == "rows":
            return rows.as_text(value)
        if self.kind == "estimate":
            return SEPARATOR.join(shortest(p) for p in value.points)
        if self.kind == "switch":
            return "on" if value else "off"
        return shortest(value) if self.kind in ("number", "whole") else str(value)

    def as_json(self, value: Any) -> Any:
        """The value as it stands in a scenario file: a number, a text, a truth value or a list."""
        if self.kind == "rows":
            return [row.as_json() for row in value]
        return list(value.points) if self.kind == "estimate" else value

    @property
    def _row(self) -> type[rows.Row]:
        assert self.row is not None
        return self.row

    def _number(self, value: Any) -> float:
        unit = f" {self.unit}" if self.unit else ""
        return reading.number(value, self.low, self.high, unit)

    def _estimate(self, value: Any) -> Estimate:
        declared: Estimate = self.default
        if isinstance(value, Estimate):
            if value.family != declared.family or value.level != declared.level:
                raise ValueError(f"takes a {declared.family} estimate at level {declared.level:g}")
            value = value.points
        parts = value.split(SEPARATOR) if isinstance(value, str) else value
        if not isinstance(parts, list | tuple):
            parts = [parts]
        wanted = len(declared.points)
        if len(parts) == 1:
            parts = [parts[0]] * wanted  # one number: known for certain
        if len(parts) != wanted:
            form = "low~mode~high" if wanted == 3 else "low~high"
            raise ValueError(f"{said(value)} is not of the form {form}")
        return declared.with_points(tuple(self._number(p) for p in parts))

    def _switch(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        if value in ("on", "off"):
            return bool(value == "on")
        raise ValueError(f"{said(value)} is neither on nor off")


def assumption(
    default: Any,
    *,
    label: str,
    group: str,
    help: str,
    source: str,
    status: Status = "published",
    unit: str = "",
    bounds: tuple[float, float] | None = None,
    shown: tuple[float, str] | None = None,
    options: dict[str, str] | None = None,
    log: bool = False,
    step: float | None = None,
    stream: Stream = "worlds",
) -> Any:
    """Declare a Scenario field; the arguments are the attributes of :class:`Declaration`."""
    factor, shown_unit = shown if shown is not None else (1.0, unit)
    declared: Any = {
        "unit": unit,
        "low": bounds[0] if bounds else None,
        "high": bounds[1] if bounds else None,
        "group": group,
        "source": source,
        "status": status,
        "options": options or {},
        "shown_unit": shown_unit,
        "factor": factor,
        "log": log,
        "step": step,
        "stream": stream,
    }
    return Field(default=default, title=label, description=help, json_schema_extra=declared)


def declaration(name: str, info: FieldInfo) -> Declaration:
    """Read a Scenario field's declaration back from the model."""
    extra: Any = info.json_schema_extra
    kind = _kind(info.annotation)
    return Declaration(
        name=name,
        kind=kind,
        default=info.default,
        label=info.title or name,
        help=info.description or "",
        row=get_args(info.annotation)[0] if kind == "rows" else None,
        **extra,
    )


def _kind(annotation: Any) -> Kind:
    if get_origin(annotation) is Literal and get_args(annotation):
        return "choice"
    if get_origin(annotation) is tuple:
        return "rows"
    kinds: dict[Any, Kind] = {
        Estimate: "estimate",
        float: "number",
        int: "whole",
        bool: "switch",
        str: "choice",  # one of options too many to write as a Literal
    }
    return kinds[annotation]
