"""How one assumption declares itself: type, unit, bounds, default, label, help and source, once.

A field is ``name: type = assumption(default, …)``. The control on the page, the
validation, the URL codec, the export header and the Methods page all read the
:class:`Declaration` made of it.
"""

from __future__ import annotations

import math
import operator
import reprlib
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import Field
from pydantic.fields import FieldInfo

from analytics.estimates import Estimate

Kind = Literal["estimate", "number", "whole", "choice", "switch"]
Status = Literal["published", "measured", "assumption"]

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

    def accept(self, value: Any) -> Any:
        """Turn what came from a file, a link or a control into the field's own type.

        Args:
            value: the type itself, its JSON form or its text form.

        Returns:
            A value of the field's type within its bounds.

        Raises:
            ValueError: names the value and the bound it breaks.
        """
        match self.kind:
            case "estimate":
                return self._estimate(value)
            case "number":
                return self._number(value)
            case "whole":
                number = self._number(value)
                if number != int(number):
                    raise ValueError(f"{_said(value)} is not a whole number")
                return int(number)
            case "switch":
                return self._switch(value)
            case "choice":
                if not isinstance(value, str) or value not in self.options:
                    raise ValueError(f"{_said(value)} is none of {', '.join(self.options)}")
                return value

    def as_text(self, value: Any) -> str:
        """The value as it stands in a link; :meth:`accept` reads it back exactly."""
        if self.kind == "estimate":
            return SEPARATOR.join(_shortest(p) for p in value.points)
        if self.kind == "switch":
            return "on" if value else "off"
        return _shortest(value) if self.kind in ("number", "whole") else str(value)

    def as_json(self, value: Any) -> Any:
        """The value as it stands in a scenario file: a number, a text, a truth value or a list."""
        return list(value.points) if self.kind == "estimate" else value

    def _number(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError(f"{_said(value)} is not a number")
        try:
            number = float(value)
        except ValueError:
            raise ValueError(f"{_said(value)} is not a number") from None
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise ValueError(f"{_said(value)} is not a finite number")
        unit = f" {self.unit}" if self.unit else ""
        for bound, broken, side in (
            (self.low, operator.lt, "below the lowest"),
            (self.high, operator.gt, "above the highest"),
        ):
            if bound is not None and broken(number, bound):
                given, limit = _shortest(number), _shortest(bound)
                raise ValueError(f"{given}{unit} is {side} accepted, {limit}{unit}")
        return number + 0.0  # -0.0 equals 0.0: it is to be written alike as well

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
            raise ValueError(f"{_said(value)} is not of the form {form}")
        return declared.with_points(tuple(self._number(p) for p in parts))

    def _switch(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        if value in ("on", "off"):
            return bool(value == "on")
        raise ValueError(f"{_said(value)} is neither on nor off")


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
    }
    return Field(default=default, title=label, description=help, json_schema_extra=declared)


def declaration(name: str, info: FieldInfo) -> Declaration:
    """Read a Scenario field's declaration back from the model."""
    extra: Any = info.json_schema_extra
    return Declaration(
        name=name,
        kind=_kind(info.annotation),
        default=info.default,
        label=info.title or name,
        help=info.description or "",
        **extra,
    )


def _kind(annotation: Any) -> Kind:
    if get_origin(annotation) is Literal and get_args(annotation):
        return "choice"
    kinds: dict[Any, Kind] = {
        Estimate: "estimate",
        float: "number",
        int: "whole",
        bool: "switch",
        str: "choice",  # one of options too many to write as a Literal
    }
    return kinds[annotation]


def brief(value: Any) -> str:
    """Any value as a short text for a message, however long or deeply nested it is.

    Half of a surrogate pair, which JSON can hold and UTF-8 can't, becomes a question mark.
    """
    text = value[:61] if isinstance(value, str) else _REPR.repr(value)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= 60 else text[:59] + "…"


_REPR = reprlib.Repr()
_REPR.maxstring = _REPR.maxlong = _REPR.maxother = 60


def _said(value: Any) -> str:
    return repr(brief(value)) if isinstance(value, str) else brief(value)


def _shortest(number: float) -> str:
    """The shortest text that reads back as the same number: 0.27, 75000000000, 3e25."""
    if float(number).is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(float(number)).replace("e+", "e")  # a plus sign is a space in a URL
