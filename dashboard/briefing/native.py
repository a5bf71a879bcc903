"""Charts that PowerPoint draws itself, and that whoever gets the slides can edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.chart import XL_LABEL_POSITION as LABEL
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from dashboard.briefing.stage import FONT, Box, Stage, rgb

TYPE = 12
"""Points of the type in a chart: legible from the last row."""

PERCENT = "0%"

Labels = tuple[tuple[int, str, Any], ...]
"""Point → what stands beside it, and on which side."""


@dataclass(frozen=True)
class Axis:
    """An axis.

    Attributes:
        low: where it begins; chosen by PowerPoint if None.
        high: where it ends.
        step: between its ticks.
        form: number format of its labels.
        title: what it measures.
        log: whether it is logarithmic, in powers of ten.
    """

    low: float | None = None
    high: float | None = None
    step: float | None = None
    form: str = "General"
    title: str = ""
    log: bool = False


@dataclass(frozen=True)
class Line:
    """A line, or the dots of a scatter.

    Attributes:
        name: of the series.
        x: where its points are across; of a chart by category, nothing.
        y: and up.
        colour: ``#rrggbb``.
        width: in points; 0 for dots alone.
        dash: whether it is dashed.
        dot: diameter of its dots in points; 0 for none.
        labels: point → what stands beside it, and on which side.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float]
    colour: str
    width: float = 2.0
    dash: bool = False
    dot: int = 0
    labels: Labels = ()


@dataclass(frozen=True)
class Block:
    """Bars, columns or an area of one colour.

    Attributes:
        name: of the series.
        values: one a category.
        colour: ``#rrggbb``; None for what only holds the others up.
    """

    name: str
    values: Sequence[float]
    colour: str | None


def scatter(
    stage: Stage,
    slide: Any,
    box: Box,
    lines: Sequence[Line],
    x: Axis,
    y: Axis,
    alt: str,
    named: Sequence[int] = (),
) -> Any:
    """Lines or dots over two numeric axes; the legend has those that are named, by index."""
    data = XyChartData()
    for line in lines:
        series = data.add_series(line.name)
        for across, up in zip(line.x, line.y, strict=True):
            series.add_data_point(float(across), float(up))
    chart = _placed(stage, slide, box, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data, alt)
    _axis(stage, chart.category_axis, x, grid=False)
    _axis(stage, chart.value_axis, y, grid=True)
    for drawn, line in zip(chart.plots[0].series, lines, strict=True):
        _draw(stage, drawn, line)
    if named:
        _legend(stage, chart, [i for i in range(len(lines)) if i not in named])
    return chart


def by_category(
    stage: Stage,
    slide: Any,
    box: Box,
    categories: Sequence[Any],
    lines: Sequence[Line],
    y: Axis,
    alt: str,
    x: Axis | None = None,
) -> Any:
    """Lines over categories, such as years."""
    data = CategoryChartData()
    data.categories = [str(one) for one in categories]
    for line in lines:
        data.add_series(line.name, [float(value) for value in line.y])
    chart = _placed(stage, slide, box, XL_CHART_TYPE.LINE, data, alt)
    _axis(stage, chart.category_axis, x or Axis(), grid=False)
    _axis(stage, chart.value_axis, y, grid=True)
    for drawn, line in zip(chart.plots[0].series, lines, strict=True):
        _draw(stage, drawn, line)
    return chart


def blocks(
    stage: Stage,
    slide: Any,
    box: Box,
    kind: Any,
    categories: Sequence[Any],
    series: Sequence[Block],
    y: Axis,
    alt: str,
    *,
    x: Axis | None = None,
    legend: bool = True,
    gap: int = 40,
) -> Any:
    """Bars, columns or stacked areas over categories.

    Args:
        stage: the deck.
        slide: of the deck.
        box: where.
        kind: an ``XL_CHART_TYPE``.
        categories: along the axis.
        series: stacked in their order.
        y: of the values.
        alt: the picture in words.
        x: of the categories.
        legend: whether the series are named under the chart.
        gap: between bars, percent of their width.
    """
    data = CategoryChartData()
    data.categories = [str(one) for one in categories]
    for one in series:
        data.add_series(one.name, [float(value) for value in one.values])
    chart = _placed(stage, slide, box, kind, data, alt)
    _axis(stage, chart.category_axis, x or Axis(), grid=False)
    _axis(stage, chart.value_axis, y, grid=True)
    plot = chart.plots[0]
    if kind in (XL_CHART_TYPE.BAR_STACKED, XL_CHART_TYPE.COLUMN_STACKED):
        plot.gap_width, plot.overlap = gap, 100
    elif kind == XL_CHART_TYPE.COLUMN_CLUSTERED:
        plot.gap_width = gap
    for drawn, one in zip(plot.series, series, strict=True):
        if one.colour is None:
            drawn.format.fill.background()
            drawn.format.line.fill.background()
            continue
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = rgb(one.colour)
        if kind == XL_CHART_TYPE.BAR_STACKED:  # a hair of paper, so that the median is seen
            drawn.format.line.color.rgb = rgb(stage.colours.paper)
            drawn.format.line.width = Pt(1)
        if kind in (XL_CHART_TYPE.BAR_STACKED, XL_CHART_TYPE.COLUMN_CLUSTERED):
            drawn.invert_if_negative = False
    if legend:
        _legend(stage, chart, [i for i, one in enumerate(series) if one.colour is None])
    return chart


def shades(stage: Stage) -> tuple[str, str]:
    """A dark and a light shade of one colour, apart from each other and from both papers."""
    return stage.colours.area["human"], stage.colours.area["repeated"]


def downwards(chart: Any) -> None:
    """The first category on top; the numbers stay below."""
    chart.category_axis.reverse_order = True
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _placed(stage: Stage, slide: Any, box: Box, kind: Any, data: Any, alt: str) -> Any:
    frame = slide.shapes.add_chart(kind, *box.emu, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    chart = frame.chart
    chart.has_legend, chart.has_title = False, False
    chart.font.name, chart.font.size = FONT, Pt(TYPE)
    chart.font.color.rgb = rgb(stage.colours.text)
    return chart


def _axis(stage: Stage, axis: Any, of: Axis, *, grid: bool) -> None:
    if of.low is not None:
        axis.minimum_scale = of.low
    if of.high is not None:
        axis.maximum_scale = of.high
    if of.step is not None:
        axis.major_unit = of.step
    axis.has_major_gridlines = grid
    if grid:
        axis.major_gridlines.format.line.color.rgb = rgb(stage.colours.grid)
        axis.major_gridlines.format.line.width = Pt(0.75)
        axis.format.line.fill.background()
    else:
        axis.format.line.color.rgb = rgb(stage.colours.axis)
    axis.tick_labels.font.size = Pt(TYPE)
    axis.tick_labels.font.color.rgb = rgb(stage.colours.quiet)
    if of.form != "General":
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = of.form, False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if of.title:
        axis.has_title = True
        axis.axis_title.text_frame.text = of.title
        font = axis.axis_title.text_frame.paragraphs[0].font
        font.size, font.bold, font.color.rgb = Pt(TYPE), False, rgb(stage.colours.quiet)
    else:
        axis.has_title = False
    if of.log:
        axis.major_unit = 10
        scaling = axis._element.find(qn("c:scaling"))
        scaling.insert(0, parse_xml(f'<c:logBase {nsdecls("c")} val="10"/>'))


def _draw(stage: Stage, drawn: Any, line: Line) -> None:
    drawn.smooth = False
    colour = rgb(line.colour)
    if line.width:
        drawn.format.line.color.rgb, drawn.format.line.width = colour, Pt(line.width)
        if line.dash:
            drawn.format.line.dash_style = MSO_LINE.DASH
    else:
        drawn.format.line.fill.background()
    if line.dot:
        drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, line.dot
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = colour
        drawn.marker.format.line.color.rgb = rgb(stage.colours.paper)
    else:
        drawn.marker.style = XL_MARKER_STYLE.NONE
    for point, text, side in line.labels:
        label = drawn.points[point].data_label
        label.text_frame.text = text
        run = label.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold, run.font.color.rgb = Pt(TYPE), line.width > 2, colour
        label.position = side


def _legend(stage: Stage, chart: Any, hidden: Sequence[int]) -> None:
    chart.has_legend = True
    legend = chart.legend
    legend.position, legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    legend.font.size, legend.font.color.rgb = Pt(TYPE), rgb(stage.colours.text)
    position = legend._element.find(qn("c:legendPos"))
    for i in reversed(hidden):  # what only holds the others up is named nowhere
        position.addnext(
            parse_xml(
                f'<c:legendEntry {nsdecls("c")}><c:idx val="{i}"/><c:delete val="1"/>'
                "</c:legendEntry>"
            )
        )


__all__ = [
    "LABEL",
    "PERCENT",
    "Axis",
    "Block",
    "Labels",
    "Line",
    "blocks",
    "by_category",
    "downwards",
    "scatter",
    "shades",
]
