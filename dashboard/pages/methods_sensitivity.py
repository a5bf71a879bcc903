"""Methods: what moves a headline output, and which value of a control keeps a risk down."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from analytics import indices
from analytics.outlook import joined_sensitivity, ranked_sensitivity
from dashboard.pages.methods_equations import Equation, Symbol, cards
from dashboard.pages.methods_join import JOIN
from dashboard.pages.methods_market import MARKET
from dashboard.pages.methods_moat import MOAT
from dashboard.pages.methods_vendors import RUNS

SENSITIVITY = (
    Equation(
        "tornado",
        "One assumption at a time",
        "An uncertain input is taken to be known, at its 10% and at its 90% quantile; a choice is "
        "made in every other way. All else stays as uncertain as it is. Both answers are counted "
        "in the same worlds as the scenario’s own, so that their difference is no noise.",
        r"""\Delta_i(p)=h\bigl(x_i=F_i^{-1}(p)\bigr)-h\qquad p\in\{0.1,\ 0.9\}""",
        (
            Symbol("h", "a headline output: a median, a chance, an expected rank"),
            Symbol("F_i", "distribution of input i"),
        ),
        "Definition; common random numbers",
        "analytics.tornado.bar",
        reproduced="",
    ),
    Equation(
        "total-index",
        "Total Sobol’ index",
        "What would remain of the variance if all other inputs were known. The model is run in two "
        "independent sets of worlds, A and B, and in A with one input at a time taken from B. An "
        "input that does nothing has exactly 0. Totals overlap where inputs act together, and sum "
        "to 1 or more.",
        r"""S_{Ti}=\frac{\mathrm{E}\bigl[\mathrm{Var}(f\mid x_{\sim i})\bigr]}{\mathrm{Var}(f)}
\approx\frac{\frac{1}{2n}\sum_{j}\bigl(f(A)_j-f(A_B^{(i)})_j\bigr)^2}{\mathrm{Var}(f)}""",
        (
            Symbol("f", "what the output is counted in, in one world"),
            Symbol("A_B^{(i)}", "the worlds of A with input i from B"),
            Symbol("n", "worlds of each set"),
        ),
        "Jansen 1999, Comput. Phys. Commun. 117:35–43; Saltelli et al. 2010, table 2(f)",
        "analytics.indices.of_sets",
        reproduced="",
    ),
    Equation(
        "first-index",
        "First-order Sobol’ index",
        "What would go of the variance if this input alone were known.",
        r"""S_i=\frac{\mathrm{Var}\bigl(\mathrm{E}[f\mid x_i]\bigr)}{\mathrm{Var}(f)}
\approx\frac{\frac{1}{n}\sum_j f(B)_j\bigl(f(A_B^{(i)})_j-f(A)_j\bigr)}{\mathrm{Var}(f)}""",
        (),
        "Saltelli et al. 2010, Comput. Phys. Commun. 181:259–270, table 2(b)",
        "analytics.indices.of_sets",
        reproduced="",
    ),
    Equation(
        "break-even",
        "Break-even",
        "The value of one control at which a risk comes to a level. The risk is counted in common "
        "worlds, so that it is a function of the control alone. A coarse grid is worked out first; "
        "wherever it crosses the level Brent’s method narrows the crossing down, and the value "
        "given is one at which the risk is at most the level. A risk that rises here and falls "
        "there may cross more than once; a level that is never crossed is told with what the ends "
        "of the range give. The sampling error is that of a share of N worlds at the level.",
        r"""r(x)=\frac{1}{N}\,\#\{\,w:\kappa_w(x)<\theta\,\}\qquad r(x^{*})=\ell\qquad
\ell\pm 1.645\sqrt{\ell(1-\ell)/N}""",
        (
            Symbol("x", "the control, known for certain"),
            Symbol(r"\ell", "level of the risk"),
            Symbol("N", "worlds"),
        ),
        "Brent 1973, Algorithms for Minimization without Derivatives, ch. 4; scipy.optimize.brentq",
        "analytics.break_even.break_even",
        reproduced="",
    ),
)
"""The two analyses, in the order of their page."""


def content() -> list[Component]:
    """The equations, what they are applied to, and what they leave open."""
    after = len(JOIN) + len(RUNS) + len(MARKET) + len(MOAT)
    return [
        html.P(
            "Any headline output can be asked: the median exhaustion year, the chance of "
            "exhaustion by a year, a vendor’s expected rank, its collapse risk or the mean of the "
            "closed frontier vendors’, and the compute wasted. What the indices divide is what "
            "the output is counted in: the rank of the exhaustion year among worlds, the vendor’s "
            "rank, the tail mass kept, the compute wasted."
        ),
        *cards(SENSITIVITY, after=after),
        html.H3("How many worlds, and how sure"),
        html.Ul(
            [
                html.Li(
                    f"Of the join, {joined_sensitivity.WORLDS:,} worlds a set from one sequence of "
                    "scrambled Sobol’ points; shares of a mix, which are six numbers that sum to "
                    "1, are one input. A vendor is joined alone, up to the year asked, in the "
                    "worlds of the whole join: its numbers are the same to the last digit."
                ),
                html.Li(
                    f"Of the ranking, {ranked_sensitivity.DRAWS_BY_GROUP:,} draws a set by group "
                    "of inputs; its tornado tries every assumption of the ranking, and of the join "
                    f"those that make {ranked_sensitivity.TRIED:.0%} or more of the spread of the "
                    f"tail, in {ranked_sensitivity.DRAWS:,} draws."
                ),
                html.Li(
                    f"Bands are the 5% and 95% quantile of {indices.RESAMPLES} resamples of the "
                    "worlds with replacement (Archer, Saltelli & Sobol’ 1997). Since Sobol’ points "
                    "are more even than chance, they are on the wide side. An input whose band "
                    f"reaches below {indices.NEGLIGIBLE:.0%} is said to be within noise."
                ),
                html.Li(
                    "The estimators are held to functions whose indices are known in closed form: "
                    "Ishigami & Homma 1990, and the g-function of Sobol’ 1993."
                ),
                html.Li(
                    "Growth of demand as a control is that of tokens on either demand path: "
                    "compute is set to grow twice as fast, since the rest goes into parameters."
                ),
            ]
        ),
    ]
