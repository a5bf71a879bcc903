"""Tables that PowerPoint draws itself: heat maps with shaded cells, lists in columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard.briefing.fitting import cut, inches
from dashboard.briefing.stage import BODY, FONT, Box, Stage, rgb
from dashboard.figures.palette import ink_on

_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's table style without any style."""

_NAMES = 3.2
"""Inches that names of rows take at most."""

_ROWS = 13
"""Rows that the body has room for at full size."""


def heat(
    stage: Stage,
    slide: Any,
    box: Box,
    corner: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[float], Sequence[str]]],
    top: float,
    alt: str,
) -> Any:
    """A table whose cells are shaded the stronger the more they hold.

    Args:
        stage: the deck.
        slide: of the deck.
        box: where.
        corner: over the names of the rows.
        columns: their names.
        rows: name, numbers, and the numbers as words.
        top: what the last step of the ramp stands for.
        alt: the picture in words.
    """
    shape, table = _table(slide, box, len(rows) + 1, len(columns) + 1, alt)
    size = 12.0 if len(rows) <= _ROWS else 11.0
    longest = max(inches(name, size) for name in (corner, *(row[0] for row in rows)))
    first = min(max(longest + 0.25, 1.7), _NAMES)
    table.columns[0].width = Inches(first)
    for column in list(table.columns)[1:]:
        column.width = Emu(int(Inches(box.width - first) / len(columns)))
    for j, name in enumerate((corner, *columns)):
        _fill(stage, table.cell(0, j), name, 11, stage.colours.paper, stage.colours.quiet, j > 0)
    ramp = stage.colours.ramp
    for i, (name, numbers, words) in enumerate(rows, start=1):
        name = cut(name, _NAMES - 0.25, size)
        _fill(stage, table.cell(i, 0), name, size, stage.colours.paper, stage.colours.text, False)
        for j, (number, text) in enumerate(zip(numbers, words, strict=True), start=1):
            shade = ramp[round(min(number / top, 1.0) * (len(ramp) - 1))]
            _fill(stage, table.cell(i, j), text, size, shade, ink_on(shade), True)
    return shape


def listing(
    stage: Stage,
    slide: Any,
    box: Box,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[str]],
    alt: str,
    size: float = 13,
) -> Any:
    """Rows of words under headings.

    Args:
        stage: the deck.
        slide: of the deck.
        box: where; its height is what rows share.
        columns: heading and share of the width.
        rows: of as many texts.
        alt: the table in words.
        size: of the type, in points.
    """
    shape, table = _table(slide, box, len(rows) + 1, len(columns), alt)
    for j, (heading, share) in enumerate(columns):
        table.columns[j].width = Inches(share * box.width)
        _fill(
            stage,
            table.cell(0, j),
            heading,
            size - 1,
            stage.colours.page,
            stage.colours.quiet,
            False,
            bold=True,
        )
    for i, row in enumerate(rows, start=1):
        for j, text in enumerate(row):
            _fill(
                stage, table.cell(i, j), text, size, stage.colours.paper, stage.colours.text, False
            )
    return shape


def fitted(rows: int, each: float = 0.4) -> Box:
    """A table is as high as its rows and its heading, and no higher than the body."""
    return Box(BODY.left, BODY.top, BODY.width, min(BODY.height, each * (rows + 1)))


def short(chance: float, worlds: int) -> str:
    """A chance in percent, in a cell of little room; what is in no world is below 3 in n.

    >>> [short(p, 1000) for p in (0.0, 0.123, 1.0)]
    ['<1', '12', '>99']
    """
    least = max(0.01, 3 / worlds) if worlds > 100 else 0.01
    if chance < least:
        return f"<{math.ceil(100 * least)}"
    return f">{math.floor(100 * (1 - least))}" if chance > 1 - least else f"{100 * chance:.0f}"


def _table(slide: Any, box: Box, rows: int, columns: int, alt: str) -> tuple[Any, Any]:
    shape = slide.shapes.add_table(rows, columns, *box.emu)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    table = shape.table
    table.horz_banding = False
    shape._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN
    for row in table.rows:
        row.height = Emu(int(Inches(box.height) / rows))
    return shape, table


def _fill(
    stage: Stage,
    cell: Any,
    text: str,
    size: float,
    paper: str,
    ink: str,
    centred: bool,
    *,
    bold: bool = False,
) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(paper)
    cell.margin_left = cell.margin_right = Inches(0.03 if centred else 0.08)
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.text_frame.word_wrap = True
    cell.text_frame.text = text
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER if centred else PP_ALIGN.LEFT
    font = paragraph.font
    font.size, font.bold, font.name, font.color.rgb = Pt(size), bold, FONT, rgb(ink)
