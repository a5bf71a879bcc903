"""What a chart is: a finding, a figure, its numbers, and the words for who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from analytics.outlook import Outlook
from analytics.scenario import Preset
from analytics.scenario.beside import Beside

Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Request:
    """What a chart is drawn from.

    Attributes:
        outlook: the scenario's answer.
        preset: the preset that the scenario starts from; None for the nearest.
        baseline: the pinned scenario's answer, ghosted behind; None if none is pinned.
        baseline_name: what the pinned scenario is called.
        scheme: colours for a light or a dark page.
        options: choices that belong to the view, not to the scenario (``{"exhaustion": "bars"}``).
        beside: the scenarios that it is compared with; evaluated by who draws them.
        unlinked: which of them a link has no room for, in whole or for their lists.
    """

    outlook: Outlook
    preset: Preset | None = None
    baseline: Outlook | None = None
    baseline_name: str = ""
    scheme: Scheme = "light"
    options: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[Beside, ...] = ()
    unlinked: tuple[int, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A drawn chart.

    Attributes:
        title: the finding, a sentence with its interval.
        unit: what the axes measure, for the line under the title.
        figure: a plotly figure as a plain dict, without title.
        table: exactly what is drawn, tidy, with units in a column.
        alt: the picture in words.
        source: one line naming papers and tables.
    """

    title: str
    unit: str
    figure: dict[str, Any]
    table: pd.DataFrame
    alt: str
    source: str


Draw = Callable[[Request], Chart]
