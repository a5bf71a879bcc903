"""Methods: the equations of the depletion model, each with symbols, source, code and test."""

from __future__ import annotations

from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from analytics.depletion.stock import EPOCH_HALF_LIFE
from analytics.scenario import DECLARATIONS

_EPOCH = "Villalobos et al. 2024, arXiv 2211.04325v2"
_ACCESS = tuple(name for name in DECLARATIONS if name.endswith("_access"))
_REPRODUCED = "tests/reproduction/test_epoch_2024.py"


@dataclass(frozen=True)
class Symbol:
    """A symbol of an equation.

    Attributes:
        tex: as it stands in the equation.
        meaning: what it is, with its unit.
        fields: the assumptions that set it.
    """

    tex: str
    meaning: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Equation:
    """One step of the model.

    Attributes:
        key: its anchor is ``equation-<key>``.
        title: what it gives.
        text: what it says in words.
        tex: the equation.
        symbols: those that no earlier equation explains.
        source: paper and place.
        code: dotted name of what computes it.
        reproduced: the test that reproduces published numbers of it; empty for none.
    """

    key: str
    title: str
    text: str
    tex: str
    symbols: tuple[Symbol, ...]
    source: str
    code: str
    reproduced: str = _REPRODUCED

    @property
    def module(self) -> str:
        """Dotted name of the module of its code."""
        return self.code.rpartition(".")[0]

    @property
    def tests(self) -> tuple[str, ...]:
        """The test files that check it: tests mirror the code."""
        folders, _, name = self.module.replace(".", "/").rpartition("/")
        mirror = f"tests/{folders}/test_{name}.py"
        return (mirror, self.reproduced) if self.reproduced else (mirror,)


EQUATIONS = (
    Equation(
        "base",
        "Unique web text at the start of 2024",
        "Pages of the largest search index, times the text on a page, in tokens, less what "
        "quality filters remove.",
        r"U(t_0) = \frac{P\, b}{\beta}\; q",
        (
            Symbol("U", "unique tokens; t₀ is the start of 2024"),
            Symbol("P", "unique pages", ("indexed_pages",)),
            Symbol("b", "bytes of text on a page", ("bytes_per_page",)),
            Symbol(r"\beta", "bytes in a token", ("bytes_per_token",)),
            Symbol("q", "share that is good enough to train on", ("usable_share",)),
        ),
        _EPOCH,
        "analytics.depletion.stock.indexed_tokens",
    ),
    Equation(
        "recharge",
        "Growth: only human text that is open counts",
        "Each year adds text. The AI-written part of it is left out, what publishers withdraw is "
        "taken off, and the other stocks that a scenario opens are added. With no AI text, no "
        "refusal and no other stock it is plain growth at the rate Γ. It is computed at whole "
        "years and log-linear between them.",
        r"""U(t) = U(t_0)\left[1+\sum_{j=t_0}^{t-1}\bigl(1-c(j+\tfrac12)\bigr)
\bigl(\Gamma^{\,j+1-t_0}-\Gamma^{\,j-t_0}\bigr)\right]\bigl(1-r(t)\bigr)
+\sum_i a_i\,u_i\,V_i\,\gamma^{\,t-t_0}""",
        (
            Symbol(
                r"\Gamma", "growth of the web, × a year", ("page_size_growth", "page_count_growth")
            ),
            Symbol("c", "AI share of new text, below"),
            Symbol("r", "share withdrawn by publishers, below", ("consent_scope",)),
            Symbol("V_i", "tokens of another stock i, from the table of stocks"),
            Symbol("a_i", "share of it that can be trained on", _ACCESS),
            Symbol(
                "u_i",
                "usable share of text, or worth of images and video",
                ("other_usable_share", "multimodal_error"),
            ),
            Symbol(r"\gamma", "growth of the other stocks, × a year", ("other_growth",)),
        ),
        f"{_EPOCH}, for the growth; consent, AI text and other stocks are ours",
        "analytics.depletion.stock.human_multiple",
    ),
    Equation(
        "consent",
        "Consent: the share withdrawn",
        "Refusal by robots.txt spreads along an S-curve; terms of service bind from 2024 on. "
        "Strictly read, refusal also withdraws what was crawled before; a choice limits it to new "
        "text, and then (1\u00a0−\u00a0r) stands inside the sum above, for AI text as for human "
        "text.",
        r"r(t) = \frac{r_{\max}}{1+e^{-k_r\,(t-t_r)}}",
        (
            Symbol(
                r"r_{\max}",
                "share restricted in the end",
                ("robots_all_share", "robots_head_share", "terms_share"),
            ),
            Symbol("k_r", "speed of the spread, 1/year", ("consent_rate",)),
            Symbol("t_r", "year in which half of it is reached", ("consent_midpoint",)),
        ),
        "Longpre et al. 2024, Consent in Crisis, arXiv 2407.14933; the curve is fitted here",
        "analytics.depletion.stock.logistic",
        reproduced="",
    ),
    Equation(
        "contamination",
        "AI text: in what is new, and in what there is",
        "The AI share of new text rises along an S-curve too. The second line follows the share "
        "of AI text in the crawlable stock, after a filter that finds part of it.",
        r"""c(t)=\frac{c_{\max}}{1+e^{-k_c\,(t-t_c)}}\qquad
\mathit{ai}(t)=\frac{(1-f)\,A(t)}{(1-f)\,A(t)+U(t)}""",
        (
            Symbol(r"c_{\max}", "AI share of new text in the end", ("ai_share_new",)),
            Symbol("k_c,\\ t_c", "speed and midpoint", ("ai_share_rate", "ai_share_midpoint")),
            Symbol(
                "A",
                "AI text published since 2024: the same increments, times c, and "
                "(1\u00a0−\u00a0r) where consent binds new text only",
            ),
            Symbol("f", "share of AI text that filters find", ("ai_filter_recall",)),
        ),
        "Dolezal et al. 2026, arXiv 2604.26965, for the level; the curve and the filter are ours",
        "analytics.depletion.stock.ai_share_of_stock",
        reproduced="",
    ),
    Equation(
        "repetition",
        "Effective text: what repetition is worth",
        "Text may be used more than once. As published, its worth is an uncertain multiple; "
        "instead it can follow from the number of epochs by a scaling law, never both.",
        r"S(t)=m\,U(t)\qquad m = 1+R^*\bigl(1-e^{-(e-1)/R^*}\bigr)\ \text{for}\ e\ \text{epochs}",
        (
            Symbol("S", "effective tokens"),
            Symbol("m", "repetition multiple", ("repetition_rule", "repetition_multiple")),
            Symbol("e", "passes over the text", ("epochs",)),
            Symbol("R^*", f"{EPOCH_HALF_LIFE:.6f}, how fast repeated text loses its worth"),
        ),
        f"{_EPOCH}, for the multiple; Muennighoff et al. 2023, arXiv 2305.16264, eq. 5, for the "
        "law",
        "analytics.depletion.stock.repetition_multiple",
    ),
    Equation(
        "trend",
        "Demand by trend",
        "The token counts of the largest runs so far, carried on.",
        r"\log_{10} D(t)=\log_{10} D_0+g\,(t-t_0)+\tfrac12\log_{10} k",
        (
            Symbol("D", "tokens of the largest training run"),
            Symbol("D_0", "the same at the start of 2024", ("demand_2024_tokens",)),
            Symbol("g", "growth, OOM a year", ("demand_growth", "demand_growth_from")),
            Symbol(
                "k", "overtraining: tokens per parameter over the optimal 20", ("overtraining",)
            ),
        ),
        _EPOCH,
        "analytics.depletion.demand.trend_path",
    ),
    Equation(
        "refit",
        "Growth read off the runs",
        "Instead of the published interval, g can be fitted to the training runs in the data, so "
        "that new runs move the forecast: by least squares through the five largest runs of every "
        "complete year, or, as here, by the line below which a share τ of the runs lies. Both look "
        "at the largest run per organisation, model family and year since 2018; sizes that Epoch "
        "AI calls speculative are left out. The interval of the line’s slope comes from resampling "
        "whole organisations.",
        r"""(\hat a,\hat g)=\arg\min_{a,\,g}\sum_i \rho_\tau\bigl(\log_{10} D_i-a-g\,(t_i-t_0)\bigr)
\qquad \rho_\tau(x)=\max\{\tau x,\,(\tau-1)\,x\}""",
        (
            Symbol("D_i,\\ t_i", "tokens and date of a run"),
            Symbol(r"\tau", "frontier quantile", ("frontier_tau",)),
        ),
        "Koenker & Bassett 1978; block bootstrap after Davison & Hinkley 1997, section 2.4",
        "analytics.depletion.refit.quantile_fit",
        reproduced="tests/reproduction/test_refit.py",
    ),
    Equation(
        "compute",
        "Demand by compute",
        "Training compute, carried on and divided between tokens and parameters as is optimal: "
        "20 tokens a parameter, 6 FLOP a parameter and token. Compute may slow down from some "
        "year on.",
        r"""D(t)=20\,\sqrt{\frac{k\,C(t)}{120}}\qquad \log_{10} C(t)=\log_{10} C_0+h\,(t-t_0)
\qquad h\to\psi h\ \text{for}\ t>t_s""",
        (
            Symbol("C", "compute of the largest run, FLOP", ("compute_2024_flop",)),
            Symbol("h", "growth of compute, OOM a year", ("compute_growth",)),
            Symbol(
                r"t_s,\ \psi",
                "year of the slowdown, if any, and growth kept after it",
                ("slowdown", "slowdown_year", "slowdown_rate"),
            ),
        ),
        f"{_EPOCH}; Hoffmann et al. 2022, arXiv 2203.15556, for the rule",
        "analytics.depletion.demand.compute_path",
    ),
    Equation(
        "exhaustion",
        "The year of exhaustion",
        "In every world, the first time at which the largest run takes the whole effective stock. "
        "The two demand paths count half each. Both curves are straight in logarithms, whole or "
        "year by year, so that the crossing is exact; nothing is iterated. Where demand was above "
        "the stock in 2024 already, it is the time from which on it has been.",
        r"T=\min\,\{\,t : D(t)\ge S(t)\,\}",
        (Symbol("T", "decimal year; a headline shows the year it falls in", ("demand_path",)),),
        _EPOCH,
        "analytics.depletion.exhaustion.straight_crossing",
    ),
    Equation(
        "probability",
        "The probability by the end of a year",
        "The share of worlds that have crossed.",
        r"P(\text{by the end of } Y)=\frac{1}{N}\,\#\{\,w : T_w < Y+1\,\}",
        (Symbol("N", "worlds w, times demand paths", ("log2_worlds",)),),
        "Definition",
        "analytics.depletion.exhaustion.probability_by_end_of",
    ),
)
"""The model in the order in which it is computed."""


def equations() -> list[Component]:
    """Every equation as a card."""
    return [_card(number, equation) for number, equation in enumerate(EQUATIONS, 1)]


def cards(further: tuple[Equation, ...], after: int = 0) -> list[Component]:
    """Further equations as cards, numbered after those of depletion and ``after`` others."""
    first = len(EQUATIONS) + after + 1
    return [_card(number, one) for number, one in enumerate(further, first)]


def _card(number: int, equation: Equation) -> Component:
    return html.Article(
        [
            html.H3([html.Span(f"{number} ", className="equation-number"), equation.title]),
            html.P(equation.text),
            _math(f"$$\n{equation.tex}\n$$", "equation-math"),
            html.Dl([_symbol(symbol) for symbol in equation.symbols], className="symbols"),
            html.Dl(
                [
                    _fact("Source", equation.source),
                    _fact("Computed by", html.Code(equation.code)),
                    _fact("Checked by", _codes(equation.tests)),
                ],
                className="equation-facts",
            ),
        ],
        id=f"equation-{equation.key}",
        className="panel equation",
    )


def _symbol(symbol: Symbol) -> Component:
    links: list[Component | str] = []
    for name in symbol.fields:
        links += [
            "; " if links else " – input ",
            html.A(DECLARATIONS[name].label, href=f"#input-{name}"),
        ]
    return html.Div(
        [
            html.Dt(_math(f"${symbol.tex}$", "symbol")),
            html.Dd([symbol.meaning, html.Span(links, className="symbol-inputs")]),
        ]
    )


def _fact(term: str, words: Component | str | list[Component | str]) -> Component:
    return html.Div([html.Dt(term), html.Dd(words)])


def _codes(names: tuple[str, ...]) -> list[Component | str]:
    codes: list[Component | str] = []
    for name in names:
        codes += [", ", html.Code(name)] if codes else [html.Code(name)]
    return codes


def _math(tex: str, style: str) -> Component:
    return dcc.Markdown(tex, mathjax=True, className=style)
