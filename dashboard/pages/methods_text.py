"""Methods: the prose, section by section."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

import analytics
from analytics import findings, wording
from analytics.depletion.timeline import CHART_END, EARLIEST, HORIZON
from analytics.scenario import GROUPS, Scenario
from analytics.scenario.codec import SCHEMA_VERSION
from dashboard.glossary import glossary_link as term
from data import catalog, changelog

Children = list[Component | str]


def answers() -> list[Component]:
    """What the tool answers, and what it doesn't."""
    return [
        html.P(
            [
                "Aquifer answers one question under assumptions that you can change: ",
                html.Strong("when does the largest training run take all public human text?"),
                " Every answer is a distribution, shown by its median and an ",
                term("interval"),
                ", and every assumption behind it is on this page with its source.",
            ]
        ),
        html.P(
            [
                "It compares two curves, the ",
                term("stock"),
                " of human text and the ",
                term("demand"),
                " of the largest training run, in thousands of ",
                term("world", "worlds"),
                ", and reports when they meet. The model is that of Villalobos et al. 2024 "
                "(“Epoch 2024”), with what its readers asked for added: consent, AI text on the "
                "web, repetition by a scaling law, overtraining, other stocks. As published, all "
                "of these are off.",
            ]
        ),
    ]


def definition() -> list[Component]:
    """The definition of exhausted."""
    return [
        html.Blockquote(findings.EXHAUSTED, className="definition"),
        html.P(
            [
                "So exhaustion is an event of demand as much as of supply. It is not the year in "
                "which text runs out – training does not consume it – nor the year in which models "
                "stop improving. It is the year from which on the trend can go on only with other "
                "data, more ",
                term("repetition"),
                ", or more efficient training.",
            ]
        ),
        html.P(
            "A published “2028” is a decimal year rounded down. So are headlines here; tables show "
            "one decimal, files six digits. A crossing before 2024 is reported as the year in "
            "which it happened, one that does not happen before "
            f"{HORIZON:.0f} as “after {HORIZON:.0f}”."
        ),
    ]


def model() -> list[Component]:
    """What to know before the equations."""
    return [
        html.P(
            [
                "Two stocks are kept apart throughout: ",
                term("unique-tokens", "unique tokens"),
                " U count each text once; ",
                term("effective-tokens", "effective tokens"),
                " S count what repetition is worth. Demand meets S. Time t is in decimal years and "
                "t₀ is the start of 2024, at which every level is given.",
            ]
        ),
    ]


def rules() -> list[Component]:
    """What the equations leave open."""
    return [
        html.H3("Rules at the edges"),
        _list(
            (
                "Bounds. ",
                "The tail of an interval may reach beyond the range accepted of its input. A draw "
                "out there is moved to the bound.",
            ),
            (
                "A web that shrinks. ",
                "Where Γ < 1 nothing is new: human text falls at the rate Γ, no AI text is added, "
                "and consent that binds new text only withdraws nothing.",
            ),
            (
                "Crossings before 2024. ",
                "Where demand is above the stock at the start of 2024, both are carried back at "
                "their growth to the crossing from which on it has been. Back there is no AI text; "
                "robots.txt withdraws along its curve where consent reaches back, terms of "
                "service don’t bind. "
                f"What lies before {EARLIEST:.0f} counts as {EARLIEST:.0f}.",
            ),
            (
                "Precision of fans. ",
                "The quantiles of a curve by year are read from 16-bit numbers, one part in 65 535 "
                "of the range of its worlds (of their logarithms, for tokens): good to about "
                "10⁻⁴, in charts and in files alike. Years of exhaustion and probabilities are "
                "not rounded so.",
            ),
        ),
    ]


def uncertainty() -> list[Component]:
    """How the distributions are computed, and how exactly."""
    scenario = Scenario()
    worlds = wording.count(scenario.worlds)
    return [
        html.P(
            [
                "An uncertain input is an interval and the shape of distribution it stands for. A ",
                term("world"),
                f" draws every input once, jointly, and holds it over the years. {worlds} worlds "
                "are drawn by default, from scrambled Sobol’ points (Owen 1998; direction numbers "
                "of Joe and Kuo 2008) through the inverse of each distribution. Points that fill "
                "the space evenly are worth many times as many random ones.",
            ]
        ),
        _list(
            (
                "Accuracy. ",
                f"With {worlds} worlds the 10%, 50% and 90% quantiles of the exhaustion year lie "
                "within ±0.05 year of a run of a million worlds, the 5% and 95% quantiles within "
                "±0.1 year. That is the error of computation, far below the uncertainty shown.",
            ),
            (
                "Common random numbers. ",
                "All scenarios see the same points, each input its own dimension. So a difference "
                "between two scenarios is theirs and not noise, and a band does not shimmer while "
                "a slider moves.",
            ),
            (
                "Same input, same bytes. ",
                "The same scenario, data version and code version give the same bytes on one "
                "machine; other processors may differ in the last digits. No model reads a clock: "
                "“today” is an input.",
            ),
            (
                "Two demand paths. ",
                "Trend and compute count half each in every world, rather than by a coin flip; "
                "that halves the noise.",
            ),
        ),
    ]


def assumed() -> list[Component]:
    """What is published and what is assumed."""
    return [
        html.P(
            f"The {len(GROUPS)} groups of inputs below are those of the controls. A default is "
            "published, measured or assumed, and looks it. Every default is a starting point: each "
            "can be changed within the range accepted, and a link or a file keeps what was changed."
        ),
    ]


def stocks() -> list[Component]:
    """What may be added to what."""
    return [
        html.P(
            [
                "Published figures of how much text there is overlap. Common Crawl is part of the "
                "indexed web, which is part of the whole web; open corpora are made from Common "
                "Crawl. ",
                html.Strong("A nested stock is never added to what it is part of."),
                " Additive stocks lie outside the indexed web. They count only when a scenario "
                "opens them, private ones only by the share that it opens.",
            ]
        ),
    ]


def published() -> list[Component]:
    """How to read the comparison."""
    return [
        html.P(
            "Left a published forecast, right the same question put to this model, computed now on "
            "the data in use. They need not agree: where they don’t, the last column says why. "
            "Intervals are of 80% unless another is named."
        ),
    ]


def limits() -> list[Component]:
    """What not to read into the answers."""
    return [
        _list(
            (
                "Conditional, not prophecy. ",
                "A forecast holds if growth goes on as assumed. Vendors that see text running "
                "short will change course; the model shows what they would have to change.",
            ),
            (
                "Inputs are fixed in a world. ",
                "A world that draws fast growth keeps it for all years, so there are no years of "
                "boom and bust, and bands widen steadily. Only the slowdown of compute and the "
                "S-curves of consent and AI text bend it.",
            ),
            (
                "No correlation between inputs. ",
                "Each is drawn on its own. If, say, strict quality filters went with more "
                "repetition, intervals would be narrower than shown.",
            ),
            (
                "The largest run, not all runs. ",
                "Exhaustion is when one run takes everything. Most runs are far smaller, and two "
                "runs on the same text use it twice without using it up.",
            ),
            (
                "All languages in one number. ",
                "The stock is the indexed web in every language. A model that serves English alone "
                "meets a smaller stock, one in a small language a far smaller one.",
            ),
            (
                "Tokens are not quality. ",
                "One usable token is worth as much as another. Which text is usable is one "
                "uncertain share, the same for all.",
            ),
            (
                "A snapshot of the web’s size. ",
                "Pages were estimated from one search index around 2024. Pages behind logins are "
                "no part of it.",
            ),
            (
                f"Nothing after {HORIZON:.0f}. ",
                f"Crossings are sought up to {HORIZON:.0f}, charts end in {CHART_END:.0f}. A "
                "growth rate carried that far is arithmetic, not a claim.",
            ),
        )
    ]


def licences() -> list[Component]:
    """Licences, before the table of credits."""
    return [
        html.P(
            [
                "The tables are licensed under Creative Commons Attribution 4.0 as compiled here; "
                "deals taken from data-deals keep their Apache-2.0 licence. Training runs are from "
                "Epoch AI, “Data on AI Models” (CC BY 4.0), filtered as the table says. Anyone who "
                "passes numbers on credits the origin as well as Aquifer. The source of each row "
                "is on the page ",
                html.A("Evidence", href="/evidence"),
                ".",
            ]
        ),
    ]


def cite() -> list[Component]:
    """How to cite, and which version this is."""
    released = catalog.released()
    citation = (
        f"Aquifer {analytics.__version__} ({released.year}), data of {released:%-d %B %Y}, version "
        f"{catalog.version()}; model after Villalobos et al. 2024, arXiv 2211.04325v2."
    )
    versions = (
        ("Code", analytics.__version__),
        ("Data", f"{catalog.version()}, of {released:%-d %B %Y}"),
        ("Links and files", f"schema version {SCHEMA_VERSION}"),
    )
    refreshed = [
        catalog.schema(n).title for n in catalog.tables() if catalog.origin(n) != "shipped"
    ]
    return [
        html.P(citation, className="citation"),
        html.P(
            "Give the link of the scenario with it: it holds every assumption that differs from "
            "its preset, and the data version it was made on."
        ),
        html.Dl(
            [html.Div([html.Dt(what), html.Dd(which)]) for what, which in versions],
            className="versions",
        ),
        html.P(
            f"Refreshed on this machine: {', '.join(refreshed)}."
            if refreshed
            else "All tables are as shipped."
        ),
    ]


def versions() -> list[Component]:
    """What changed from one version of the shipped tables to the next."""
    return [
        html.P("A link says on which data it was made. These were shipped, newest first."),
        html.Dl(
            [
                html.Div([html.Dt(f"{one.version}, {one.date:%-d %B %Y}"), html.Dd(one.changes)])
                for one in changelog.entries()
            ],
            className="versions",
        ),
    ]


def _list(*items: tuple[str, str]) -> Component:
    return html.Ul(
        [html.Li([html.Strong(lead), text]) for lead, text in items], className="prose-list"
    )
