"""How many equal buyers and suppliers the market is like, since the first deals."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pandas as pd

from analytics import findings_market as said
from analytics import wording
from analytics.market.concentration import SIDES, Concentration, Side, course
from dashboard.figures.chart import Chart, Request
from dashboard.figures.collapse.common import Named, band, names, told_line
from dashboard.figures.market import common
from dashboard.figures.market.common import Scene

Path = tuple[tuple[float, Concentration], ...]


def concentration(request: Request) -> Chart:
    """Draw the effective number of buyers and of suppliers by quarter."""
    scene = common.scene(request)
    return _concentration(scene._replace(picked=scene.picked._replace(buyer="")))


@lru_cache(maxsize=32)
def _concentration(scene: Scene) -> Chart:
    colours = scene.colours
    found: dict[Side, Path] = {side: course(scene.rows, side, scene.as_of) for side in SIDES}
    inks = {"buyer": colours.accent, "supplier": colours.text}
    top = max((one.effective_high for path in found.values() for _, one in path), default=1) * 1.06
    traces, ends = [], []
    for side, path in found.items():
        if not path:
            continue
        x = np.array([date for date, _ in path])
        low, middle, high = (
            np.array([getattr(one, name) for _, one in path])
            for name in ("effective_low", "effective", "effective_high")
        )
        traces += [
            band(x, low, high, inks[side], 0.15),
            told_line(
                x,
                middle,
                inks[side],
                said.side_name(side),
                [_told(one) for _, one in path],
                width=2.5,
            ),
        ]
        last = path[-1][1]
        text = (
            f"<b>{wording.number(last.effective, 2)} {side}s</b><br>HHI {said.hhi(last.hhi)},<br>"
            f"{last.parties} named"
        )
        ends.append(Named(text, float(middle[-1]) / top, inks[side]))
    step = next(s for s in (1, 2, 5, 10, 20, 50) if top / s <= 6)
    labels = names(ends, pixels=300) if ends else [common.nothing(scene, "No party has a name")]
    return Chart(
        title=_title(scene, found),
        unit="Effective number of parties, 1/Σp², p the share of signings so far; a group deal is "
        "a signing of each of its parties. Bands: if the unnamed were all new, or all the largest."
        + common.which(scene),
        figure={
            "data": traces,
            "layout": common.layout(
                scene.scheme,
                hovermode="x",
                margin={"l": 34, "r": 112, "t": 10, "b": 26},
                xaxis=common.years_axis(2024, math.floor(scene.as_of))
                | {"range": [2023.4, scene.as_of + 0.05], "hoverformat": ".2f"},
                yaxis={"range": [0, top], "dtick": step},
                annotations=labels,
            ),
        },
        table=_table(found),
        alt=_alt(scene, found),
        source=common.source(scene) + ". HHI after US merger guidelines 2023; Hill 1973",
    )


def _told(one: Concentration) -> str:
    ends = wording.span(wording.number(one.effective_low, 2), wording.number(one.effective_high, 2))
    return f"{wording.number(one.effective, 2)}</b> ({ends}), HHI {said.hhi(one.hhi)}<b>"


def _title(scene: Scene, found: dict[Side, Path]) -> str:
    if not all(found.values()):
        return "No concentration: no party of these deals has a name"
    buyers, suppliers = (found[side][-1][1] for side in SIDES)
    return (
        f"{_counted(buyers)} like {wording.number(buyers.effective, 2)} equal ones, "
        f"{suppliers.parties} suppliers like {wording.number(suppliers.effective, 2)}; "
        f"{scene.name(buyers.largest)} makes {wording.share(buyers.largest_share)} of signings"
    )


def _counted(buyers: Concentration) -> str:
    return f"{buyers.parties} named buyer{'s weigh' if buyers.parties > 1 else ' weighs'}"


def _table(found: dict[Side, Path]) -> pd.DataFrame:
    rows = []
    for side, path in found.items():
        for date, one in path:
            for end, name in (
                ("", ""),
                (", unnamed all new", "low"),
                (", unnamed the largest", "high"),
            ):
                points = {"": one.hhi, "low": one.hhi_low, "high": one.hhi_high}[name]
                rows.append((f"{side}s", f"HHI{end}", "points, 0 to 10000", date, points))
                rows.append((f"{side}s", f"Effective number{end}", f"{side}s", date, 1e4 / points))
            rows.append((f"{side}s", "Signings of named parties", "signings", date, one.signings))
            rows.append((f"{side}s", "Deals with an unnamed party", "deals", date, one.unnamed))
            rows.append((f"{side}s", "Named parties", f"{side}s", date, one.parties))
    return pd.DataFrame(rows, columns=["series", "variable", "unit", "year", "value"])


def _alt(scene: Scene, found: dict[Side, Path]) -> str:
    each = "; ".join(
        said.concentration(path[-1][1], dict(scene.facts.names)) for path in found.values() if path
    )
    return (
        f"Two lines by quarter from mid-2023 with bands. Now {each or 'there is no named party'}."
    )
