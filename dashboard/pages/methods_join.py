"""Methods: from stock and demand to the human share of a run, and what it leaves of the tail."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.pages.methods_equations import Equation, Symbol, cards

_JUDGED = "Aquifer's own; every input of it is marked as assumed"

JOIN = (
    Equation(
        "reach",
        "What a public crawl meets",
        "A trainer who has nothing but a public crawl reaches a part of the unique stock, takes no "
        "more of it than the run needs, and repeats it before anything else is done. What is left "
        "is the gap.",
        r"""P=\min\{D,\ aU\}\qquad e=\min\Bigl\{\max\bigl\{\tfrac{D}{P},\,1\bigr\},\ e_{\max}\Bigr\}
\qquad H=\min\{eP,\ D\}\qquad G=D-H""",
        (
            Symbol("a", "share of the stock reached", ("public_reach",)),
            Symbol(r"e_{\max}", "passes at most; 16 under “repeat”", ("max_epochs",)),
            Symbol("D,\\ U", "demand and unique stock of the year, as above"),
            Symbol("H,\\ G", "human tokens of the run, and the gap"),
        ),
        _JUDGED,
        "analytics.outlook.supply.supply",
        reproduced="",
    ),
    Equation(
        "policy",
        "What becomes of the gap",
        "Synthetic text fills it, or fills it up to a cap, or nothing does. Without synthetic text "
        "the run is as large as human text allows.",
        r"""Y=\begin{cases}G&\text{fill}\\ \min\{G,\ \tfrac{\sigma}{1-\sigma}H\}&\text{cap}\\
0&\text{stop, repeat}\end{cases}\qquad Q=H+Y""",
        (
            Symbol("Y,\\ Q", "synthetic tokens, and all tokens of the run", ("synthetic_policy",)),
            Symbol(r"\sigma", "highest share of synthetic text", ("synthetic_cap",)),
        ),
        _JUDGED,
        "analytics.outlook.supply.supply",
        reproduced="",
    ),
    Equation(
        "human-share",
        "Human share of a run",
        "Part of what is crawled as human was written by models and not recognised. Part of the "
        "synthetic text can be verified, in a volume that starts at 2% of the newest run; it "
        "counts for what it is worth for the tail, since verification checks truth, not rarity.",
        r"""\alpha=\frac{H\,(1-\mathrm{ai})+\varepsilon V}{Q}\qquad
V=\min\bigl\{vY,\ \tfrac{1}{50}D_0\,(1+r)^{\tau}\bigr\}""",
        (
            Symbol(
                r"\mathrm{ai}",
                "AI share of the crawled stock after filters, also where the stock itself does "
                "not leave AI text out",
                ("ai_share_new", "ai_share_rate", "ai_share_midpoint", "ai_filter_recall"),
            ),
            Symbol("v", "share of synthetic text that can be verified", ("verified_share",)),
            Symbol("r", "growth of its volume a year", ("verified_growth",)),
            Symbol(r"D_0,\ \tau", "the first run, and the years since"),
            Symbol(r"\varepsilon", "worth of verified text for the tail", ("verified_worth",)),
        ),
        _JUDGED,
        "analytics.outlook.supply.verifiable",
        reproduced="",
    ),
    Equation(
        "sharpening",
        "What generators do to the tail",
        "A model writes common patterns more often than it has read them, or the rarest not at "
        "all. This does not shrink with the size of the corpus, so that it rules where corpora "
        "are as large as the web. Words of the English lexicon stand for patterns.",
        r"""S(q)\propto q^{1/T}\quad\text{or}\quad S(q)\propto q\cdot
\mathbf{1}[\text{commonest patterns that make up } p_{\mathrm{top}}]""",
        (
            Symbol("q", "frequencies of patterns in a run; p those of human text", ("sharpening",)),
            Symbol("T", "effective temperature", ("temperature",)),
            Symbol(r"p_{\mathrm{top}}", "nucleus", ("top_p",)),
        ),
        "Holtzman et al. 2020, arXiv 1904.09751; T matched to published runs",
        "analytics.collapse.sharpening.sharpen",
        reproduced="",
    ),
    Equation(
        "tail",
        "From year to year",
        "One generation a year. Where synthetic text is replaced, all of it is by the newest "
        "model; where it is kept, only what is added is. Since S is nowhere negative, the tail "
        "mass kept is never below the human share: a cap keeps the tail, whatever is verified.",
        r"""q_{t}=\alpha_t\,p+(1-\alpha_t)\,z_t\qquad z_t=w_t\,z_{t-1}+(1-w_t)\,S(q_{t-1})
\qquad w_t=\min\Bigl\{1,\ \frac{y_{t-1}}{y_t}\Bigr\}\ \text{or}\ 0""",
        (
            Symbol("y", "synthetic tokens, (1 − α)Q", ("synthetic_workflow",)),
            Symbol("w", "share of them that is older; 0 where they are replaced"),
        ),
        "Gerstgrasser et al. 2024, arXiv 2404.01413; Shumailov et al. 2024; Alemohammad et al. "
        "2023",
        "analytics.collapse.sharpening.accumulate",
        reproduced="",
    ),
    Equation(
        "collapse-risk",
        "Collapse risk",
        "The share of worlds in which less than a threshold of the rare tail is kept: the rarest "
        "patterns that make up the last 5% of human text. A simulated risk of one trainer under "
        "one stated policy, no forecast of any vendor.",
        r"""\kappa=\frac{q(\text{tail})}{p(\text{tail})}\ge\alpha\qquad
\text{risk}(t)=\frac{1}{N}\,\#\{\,w:\kappa_w(t)<\theta\,\}""",
        (
            Symbol(r"\kappa", "tail mass kept"),
            Symbol(r"\theta", "threshold", ("tail_threshold",)),
        ),
        "Definition",
        "analytics.outlook.collapse_risk.collapse_risk",
        reproduced="",
    ),
)
"""From demand and stock to the risk, in the order in which it is computed."""


def content() -> list[Component]:
    """Every equation as a card, numbered after those of depletion."""
    return cards(JOIN)
