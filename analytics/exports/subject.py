"""What a file is made from: a scenario, its answer, its name, its link and its tidy rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analytics import findings
from analytics.exports import tidy
from analytics.outlook import Outlook, evaluate
from analytics.scenario import Preset, Scenario


@dataclass(frozen=True, eq=False, slots=True)
class Subject:
    """A scenario, ready to be written in any format.

    Attributes:
        outlook: its answer.
        preset: the preset it starts from.
        name: what it is called.
        link: the link that reproduces it.
        rows: the tidy rows of the views that are wanted, as ``tidy.rows`` returns them.
    """

    outlook: Outlook
    preset: Preset
    name: str
    link: str
    rows: pd.DataFrame

    @property
    def scenario(self) -> Scenario:
        """Every assumption."""
        return self.outlook.scenario

    @property
    def views(self) -> tuple[str, ...]:
        """The views that there are rows of, in their order."""
        return tuple(dict.fromkeys(self.rows["view"]))


def subject(
    scenario: Scenario, preset: Preset, base_url: str = "", views: Sequence[str] = ()
) -> Subject:
    """Evaluate a scenario and lay out its numbers.

    Args:
        scenario: every assumption.
        preset: the preset it starts from.
        base_url: put before the link; without it the link is relative and a file the same
            wherever it is served.
        views: of ``tidy.VIEWS`` those whose rows are wanted; all by default.
    """
    outlook = evaluate(scenario)
    name = findings.name(scenario, preset)
    link = tidy.link(scenario, preset, base_url, outlook.key.data_version)
    rows = tidy.rows(outlook, name, link)
    wanted = rows[rows["view"].isin(views)].reset_index(drop=True) if views else rows
    return Subject(outlook, preset, name, link, wanted)
