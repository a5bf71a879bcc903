"""Methods: vendors' runs, where the three models are joined, and what a gap costs in compute."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.pages.methods_equations import Equation, Symbol, cards
from dashboard.pages.methods_join import JOIN

_JUDGED = "Aquifer's own; every input of it is marked as assumed"
_LAWS = (
    "Hoffmann et al. 2022, arXiv 2203.15556; Besiroglu et al. 2024, arXiv 2404.10102; "
    "Muennighoff et al. 2023, arXiv 2305.16264"
)
_CEILINGS = tuple(
    f"proprietary_ceiling_{kind}"
    for kind in ("platform", "network", "assistant", "service", "other")
)

RUNS = (
    Equation(
        "vendor-demand",
        "What a vendor’s run wants",
        "The newest run grows as the demand for public text does, and from some year on only at a "
        "part of that rate. Tokens that are not disclosed lie between the compute-optimal number "
        "and several times it; where nothing is known, within what other vendors’ runs are.",
        r"""D_v(y)=T_v\,\sqrt{k}\;10^{\,g\,\min\{\tau,\;y_s-y_v\}+\psi g\,\max\{0,\;y-y_s\}}
\qquad T_v\in\bigl[20\sqrt{F/120},\ m\cdot 20\sqrt{F/120}\bigr]""",
        (
            Symbol(
                r"T_v,\ y_v",
                "tokens and year of its newest run",
                ("unknown_run_tokens", "undisclosed_most_tokens"),
            ),
            Symbol("F", "its training compute, FLOP; without tokens the only size known"),
            Symbol("m", "tokens over compute-optimal, at most", ("undisclosed_overtraining",)),
            Symbol("k", "overtraining of the scenario", ("overtraining",)),
            Symbol(r"g,\ y_s,\ \psi", "growth, year of the slowdown and what is left of growth"),
        ),
        _JUDGED,
        "analytics.outlook.vendor_runs.size_of",
        reproduced="",
    ),
    Equation(
        "own-text",
        "Text of a vendor’s own",
        "Licensed and proprietary text grow to a ceiling, feedback grows without one. Own text "
        "comes first, public text is marginal: a vendor takes of it what it reaches and needs.",
        r"""X_k=\frac{C_k}{1+\bigl(\tfrac{C_k}{\pi_k T_v}-1\bigr)(1+r_k)^{-\tau}}\qquad
O=\min\Bigl\{\sum_k X_k,\ D_v\Bigr\}\qquad P=\min\{D_v-O,\ a_v U\}""",
        (
            Symbol(r"\pi_k", "share of route k in its mix"),
            Symbol(
                "r_k",
                "growth of a route a year",
                ("licensed_growth", "proprietary_growth", "feedback_growth"),
            ),
            Symbol("C_k", "its ceiling", ("licensed_ceiling", *_CEILINGS)),
            Symbol(
                "a_v", "share of the public stock that it reaches", ("reach_search", "reach_large")
            ),
        ),
        _JUDGED,
        "analytics.outlook.join.joined",
        reproduced="",
    ),
    Equation(
        "effective-tokens",
        "What a run’s text is worth",
        "Text that is repeated loses its worth, verified text counts nearly as new text does, and "
        "unverified text as further, weaker passes over what its generator saw and kept.",
        r"""D_\mathrm{eff}=U_1\bigl[1+R\,(1-e^{-\max\{H/U_v-1,\,0\}/R})\bigr]+\nu V
+\omega\,\kappa\,U_1 R\,\bigl(1-e^{-(Y-V)/(U_1 R)}\bigr)\le D_v""",
        (
            Symbol("U_1", "unique human tokens that are trained on"),
            Symbol("R", "15.39: how soon a further pass is worth less"),
            Symbol(r"\nu", "worth of verified text for training", ("verified_value",)),
            Symbol(r"\omega", "worth of unverified text for training", ("unverified_value",)),
            Symbol(r"\kappa", "tail mass kept by the generator"),
        ),
        "Muennighoff et al. 2023, arXiv 2305.16264; worth of synthetic text is assumed",
        "analytics.outlook.compute.effective_tokens",
        reproduced="",
    ),
    Equation(
        "compute-wasted",
        "Compute wasted",
        "A run on less text than it wants ends at a higher loss. The compute wasted is that by "
        "which a run on text without end could be smaller and still reach this loss. Losses "
        "themselves differ by thousandths and would say nothing.",
        r"""A\,(N\,10^{-x/2})^{-\alpha'}+B\,(D_v\,10^{-x/2})^{-\beta'}
=A\,N_\mathrm{eff}^{-\alpha'}+B\,D_\mathrm{eff}^{-\beta'}\qquad N=\frac{D_v}{20\,k}""",
        (
            Symbol("x", "compute wasted, orders of magnitude; x/2g are years of scaling"),
            Symbol(r"A,\ B,\ \alpha',\ \beta'", "constants of the scaling law", ("scaling_law",)),
            Symbol(r"N_\mathrm{eff}", "parameters that the text feeds, worth less beyond"),
        ),
        _LAWS,
        "analytics.outlook.compute.compute_wasted",
        reproduced="",
    ),
    Equation(
        "headroom",
        "Headroom",
        "Years by which own text puts off the day when human text runs short. It is next to "
        "nothing for most vendors: runs grow several times a year, and own text meets a gap a "
        "hundred times as large. As a criterion with a weight like the others it lowers every "
        "score and moves few ranks.",
        r"""D_v(t)>e_{\max}\,(O+P)\qquad
\mathrm{headroom}=t_\mathrm{with\ own\ text}-t_\mathrm{without}""",
        (Symbol("t", "first time at which that holds, at most the end of the charts"),),
        "Definition",
        "analytics.outlook.headroom.headroom",
        reproduced="",
    ),
)
"""From a vendor's newest run to its risk, its waste and its headroom."""

STATEMENTS = (
    "Growth of demand is the first control: it moves the risk of vendors more than anything else "
    "that is uncertain, as published and by recent growth alike.",
    "The low risk of a controlled supplement comes from its cap, since what is kept of the tail is "
    "never less than the human share; verification checks truth, not rarity.",
    "To substitute buys little compute against to stop, by this law, and the order of the two "
    "holds whatever unverified text is worth between nothing and as much as repetition.",
    "To repeat sixteen times is an upper bound: the law is carried on far beyond its runs.",
    "Licensing matters little in volume, because all that can be licensed meets a gap many times "
    "as large. Its worth is quality, rights and the tail.",
    "With yes and no alone the data cannot separate closed vendors: what differs between their "
    "risks is the size of their runs and their reach, which are assumed.",
    "In one shared web, where each crawls what all have written, the tail kept moves by less than "
    "half a point against each crawling its own.",
)
"""What has to be known to read the join; the Outlook has each with its numbers."""


def content() -> list[Component]:
    """The equations of vendors' runs, and what has to be known to read them."""
    return [
        html.P(
            "Depletion says how much public text there is, the ranking what a vendor’s mix is "
            "believed to be, and collapse what training on one’s own output leaves of the tail. "
            "For each of twelve vendors with a text model the three meet in one run a year, in "
            "1,024 worlds that are the same for all of them. Its share of human text, its policy "
            "and its tail follow from the equations above, with own text beside public text."
        ),
        *cards(RUNS, after=len(JOIN)),
        html.H3("What has to be known to read it"),
        html.Ul([html.Li(text) for text in STATEMENTS]),
    ]
