"""The empty deck and its slides: size, colours, fonts, where title, source and footer stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Length, Pt

from dashboard.figures.chart import Scheme
from dashboard.figures.palette import PALETTES, Palette

FONT = "Arial"
"""Like the page's Inter, and on every machine that shows slides."""

WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.6
ACROSS = WIDTH - 2 * MARGIN

_TITLE_ONLY = 5
_SIZES = ((105, 26), (135, 22), (235, 19), (10_000, 16))
"""Most characters of a title → points, so that it fits its place."""

_TITLE_TOP, _TITLE_HEIGHT = 0.68, 1.12
_UNIT_TOP = 1.82
_SOURCE_TOP, _FOOTER_TOP = 6.62, 7.06


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Length, Length, Length, Length]:
        """As python-pptx takes it."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


BODY = Box(MARGIN, 2.25, ACROSS, 4.25)
"""Where a chart or a table stands."""


def rgb(colour: str) -> RGBColor:
    """A ``#rrggbb`` colour."""
    return RGBColor.from_string(colour.lstrip("#").upper())


@dataclass(frozen=True)
class Footer:
    """What stands at the foot of every slide.

    Attributes:
        scenario: its name.
        data: version and date of the data.
        link: that reproduces the scenario; a relative one is no address to be clicked.
    """

    scenario: str
    data: str
    link: str


class Stage:
    """A deck that slides are put on."""

    def __init__(self, scheme: Scheme, footer: Footer) -> None:
        """Make it empty, 16:9, in the colours of a scheme."""
        self.colours: Palette = PALETTES[scheme]
        self.deck: Any = Presentation()
        self._footer = footer
        self.deck.slide_width, self.deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self._strip()
        self._paint()

    def slide(self, title: str, kicker: str, notes: str, unit: str = "", source: str = "") -> Any:
        """A slide with all but its chart.

        Args:
            title: the finding.
            kicker: what it is about, in a word or two.
            notes: what a speaker has to know, method and sources.
            unit: what the axes measure, and how marks are read.
            source: one line naming papers and tables.
        """
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[0])
        heading = slide.shapes.title
        heading.text_frame.text = title
        run = heading.text_frame.paragraphs[0].runs[0]
        run.font.size = Pt(next(size for most, size in _SIZES if len(title) <= most))
        self.write(slide, kicker.upper(), Box(MARGIN, 0.4, ACROSS, 0.3), 12, "accent", bold=True)
        if unit:
            self.write(slide, unit, Box(MARGIN, _UNIT_TOP, ACROSS, 0.42), 13, "quiet")
        if source:
            self.write(slide, source, Box(MARGIN, _SOURCE_TOP, ACROSS, 0.4), 10, "quiet")
        self._foot(slide)
        slide.notes_slide.notes_text_frame.text = notes
        return slide

    def write(
        self,
        slide: Any,
        text: str,
        box: Box,
        size: float,
        colour: str = "text",
        *,
        bold: bool = False,
        anchor: Any = MSO_ANCHOR.TOP,
    ) -> Any:
        """Put text on a slide; a line break starts a new paragraph."""
        shape = slide.shapes.add_textbox(*box.emu)
        frame = shape.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = anchor
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.text = text
        for paragraph in frame.paragraphs:
            paragraph.font.size, paragraph.font.bold = Pt(size), bold
            paragraph.font.color.rgb = rgb(getattr(self.colours, colour))
        return shape

    def _foot(self, slide: Any) -> None:
        """Scenario, data and link, and the number of the slide."""
        line = slide.shapes.add_connector(
            1, *(Inches(x) for x in (MARGIN, 7.02, WIDTH - MARGIN, 7.02))
        )
        line._element.remove(line._element.find(qn("p:style")))  # it would cast a shadow
        line.line.color.rgb, line.line.width = rgb(self.colours.grid), Pt(0.75)
        foot = self._footer
        left = self.write(
            slide,
            f"Aquifer · {foot.scenario} · {foot.data}",
            Box(MARGIN, _FOOTER_TOP, ACROSS - 4.6, 0.25),
            10,
            "quiet",
        )
        left.name = "Footer"
        shown = foot.link if len(foot.link) <= 52 else f"{foot.link[:51]}…"
        right = self.write(slide, shown, Box(WIDTH - MARGIN - 4.5, _FOOTER_TOP, 4.1, 0.25), 10)
        paragraph = right.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        if foot.link.startswith("http"):
            paragraph.runs[0].hyperlink.address = foot.link
        paragraph.font.color.rgb = rgb(self.colours.quiet)
        number = self.write(slide, "", Box(WIDTH - MARGIN - 0.35, _FOOTER_TOP, 0.35, 0.25), 10)
        number.name = "Slide number"
        field = number.text_frame.paragraphs[0]
        field.alignment = PP_ALIGN.RIGHT
        colour = self.colours.quiet.lstrip("#").upper()
        field._p.append(
            parse_xml(
                f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" '
                f'type="slidenum"><a:rPr lang="en-GB" sz="1000"><a:solidFill><a:srgbClr '
                f'val="{colour}"/></a:solidFill></a:rPr><a:t>{len(self.deck.slides)}</a:t></a:fld>'
            )
        )

    def _strip(self) -> None:
        """Keep one layout, with a title where ours stands, and the master without its footers."""
        layouts = self.deck.slide_layouts
        kept = layouts[_TITLE_ONLY]
        for layout in list(layouts):
            if layout is not kept:
                layouts.remove(layout)
        master = self.deck.slide_master
        for holder in (master, kept):
            for shape in list(holder.placeholders):
                if shape.placeholder_format.type not in (1, 2, 3):  # title, body, centred title
                    shape._element.getparent().remove(shape._element)
        for holder in (master, kept):
            title = next(s for s in holder.placeholders if s.placeholder_format.idx == 0)
            title.left, title.top, title.width, title.height = Box(
                MARGIN, _TITLE_TOP, ACROSS, _TITLE_HEIGHT
            ).emu
        body = next(s for s in master.placeholders if s.placeholder_format.type == 2)
        body.left, body.top, body.width, body.height = BODY.emu
        package = self.deck.part.package
        for key, relation in list(package._rels.items()):
            if (
                relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL
            ):  # of an empty slide that is not ours
                package._rels.pop(key)

    def _paint(self) -> None:
        """Theme colours and fonts, so that what is added later fits, and the title's type."""
        colours, master = self.colours, self.deck.slide_master
        theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        roles = {
            "dk1": colours.text,
            "lt1": colours.paper,
            "dk2": colours.quiet,
            "lt2": colours.page,
            "accent1": colours.line["human"],
            "accent2": colours.line["demand"],
            "accent3": colours.line["repeated"],
            "accent4": colours.line["synthetic"],
            "accent5": colours.line["other"],
            "accent6": colours.accent,
            "hlink": colours.accent,
            "folHlink": colours.quiet,
        }
        blob = theme.blob.decode("utf-8")
        for role, colour in roles.items():
            value = f'<a:{role}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{role}>'
            blob = re.sub(rf"<a:{role}>.*?</a:{role}>", value, blob, flags=re.DOTALL)
        theme._blob = blob.replace('typeface="Calibri"', f'typeface="{FONT}"').encode("utf-8")
        styles = master._element.find(qn("p:txStyles"))
        level = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
        level.set("algn", "l")
        run = level.find(qn("a:defRPr"))
        run.set("sz", "2600")
        run.set("b", "1")
        for holder in (master, self.deck.slide_layouts[0]):
            title = next(s for s in holder.placeholders if s.placeholder_format.idx == 0)
            frame = title.text_frame
            frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.TOP, True
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
