"""Methods: the ranking of vendors: beliefs, criteria, score, tests of honesty, limits."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from analytics import findings_vendors as said
from analytics import wording
from analytics.scenario import CRITERIA, DECLARATIONS, JOINED_CRITERIA, ROUTES
from analytics.scenario.attributes import MEANINGS
from dashboard.glossary import glossary_link
from dashboard.pages.methods_equations import Equation, Symbol, cards
from dashboard.pages.methods_join import JOIN
from dashboard.pages.methods_market import MARKET
from dashboard.pages.methods_tables import scrolling
from dashboard.pages.methods_vendors import RUNS

_JUDGED = "Aquifer's own; every input of it is marked as assumed"
_ATTRIBUTES = tuple(f"{route}_{criterion}" for criterion in CRITERIA for route in ROUTES)

MOAT = (
    Equation(
        "belief",
        "What is believed of a mix",
        "Open models disclose shares of tokens; closed vendors say at most which routes they use. "
        "A vendor’s shares are drawn around typical ones, halved where a route is only possible or "
        "nothing is said, and none where it is denied. A vendor that says nothing is drawn from "
        "half as firm a belief in every other world: as wide as can be, around the same mean, so "
        "that silence moves no share. A disclosed mix, or one entered by hand, is drawn around "
        "itself, far more firmly.",
        r"""\pi\sim\mathrm{Dir}(\kappa_0\,m_k\,\pi^0_k)\qquad m_k\in\{1,\tfrac12,0\}\qquad
\pi\sim\mathrm{Dir}(\kappa\,p)\ \text{where}\ p\ \text{is disclosed or entered}""",
        (
            Symbol(r"\pi_k", "share of a vendor’s training tokens by route k"),
            Symbol(r"\pi^0", "typical shares", tuple(f"prior_{route}" for route in ROUTES)),
            Symbol(r"\kappa_0", "strength of what is only answered", ("belief_strength",)),
            Symbol(
                r"\kappa",
                "strength of what is disclosed, or of an own mix",
                ("disclosed_strength", "analyst_strength"),
            ),
        ),
        _JUDGED,
        "analytics.moat.mixes.draw",
        reproduced="",
    ),
    Equation(
        "value",
        "Shares of value",
        "A token of feedback does more for a model than a crawled one, so the score is by shares "
        "of worth, not of tokens.",
        r"\omega_k=\frac{\pi_k\,i_k}{\sum_l\pi_l\,i_l}",
        (
            Symbol(
                "i_k",
                "leverage: worth of a token by route, crawl being 1",
                tuple(f"leverage_{route}" for route in ROUTES),
            ),
            Symbol(r"\omega", "value shares"),
        ),
        _JUDGED,
        "analytics.moat.criteria.value_shares",
        reproduced="",
    ),
    Equation(
        "criteria",
        "Criteria",
        "A vendor has of each criterion what its routes have of it. An attribute is drawn once in "
        "a world, for all vendors: they differ by their mixes and licences alone.",
        r"C_j=\sum_k\omega_k\,a_{kj}",
        (Symbol("a_{kj}", "attribute of route k in criterion j, 0 to 1", _ATTRIBUTES),),
        "Criteria after Barney 1991, Journal of Management 17(1); attributes are ours",
        "analytics.moat.criteria.route_scores",
        reproduced="",
    ),
    Equation(
        "licence",
        "A vendor’s own licences",
        "Where a vendor has licences to train, they set the exclusivity and renewability of its "
        "licensed text. A licence is worth the less, the more buyers there are, known or not; it "
        "runs until it ends, and is then renewed or not. Licences count by yearly value, or alike.",
        r"""a_{\mathrm{excl}}=\frac{\sum_d x_d\,e_d}{\sum_d x_d}\qquad
e_d=\begin{cases}1&\text{exclusive}\\ \tfrac{1}{B_d+u}&\text{else}\end{cases}\qquad
a_{\mathrm{renew}}=\frac15\sum_{t=1}^{5}
\frac{\sum_d x_d\,\mathbf 1[d\ \text{runs in}\ t]}{\sum_d x_d}""",
        (
            Symbol("x_d", "value of licence d a year, or 1"),
            Symbol(
                "B_d,\\ u", "known buyers of its supplier, and unknown ones", ("unseen_buyers",)
            ),
            Symbol(
                "d",
                "runs for its term – where “at least” so long is known, for one drawn from what is "
                "assumed of unknown terms and no shorter –, is renewed by chance, and where its "
                "rights are not stated allows training by chance",
                ("licence_term", "renewal_chance", "unknown_rights_train"),
            ),
        ),
        _JUDGED,
        "analytics.moat.licences.terms",
        reproduced="",
    ),
    Equation(
        "score",
        "Score",
        "Criteria are put between fixed goalposts, so that a new vendor changes nobody else’s "
        "score, raised to at least 0.01, and combined by a weighted geometric mean: none makes up "
        "for one that fails. The arithmetic mean is a choice. Weights are drawn around those set, "
        "or evenly where no preference is held; each world may leave out one criterion.",
        r"""S=\prod_j\max\{C_j,\,0.01\}^{w_j}\quad\text{or}\quad S=\sum_j w_j C_j\qquad
w\sim\mathrm{Dir}(c\,w^0)""",
        (
            Symbol(
                "w^0", "weights set", tuple(f"weight_{name}" for name in CRITERIA | JOINED_CRITERIA)
            ),
            Symbol("c", "how firmly they hold", ("weight_concentration",)),
        ),
        "Nardo et al. 2008, OECD/JRC Handbook on Constructing Composite Indicators",
        "analytics.moat.composite.aggregate",
        reproduced="tests/reproduction/test_formulas.py",
    ),
    Equation(
        "ranks",
        "Ranks and tiers",
        "In every world vendors have a rank. What is told is how often: the chance of each rank, "
        "of beating each other vendor, and the mean weights with which one is first. Two vendors "
        "share a tier where neither beats the other in more than 90% of worlds, directly or by "
        "way of others; every member of a tier beats every member of a lower one so often.",
        r"""b_v^r=\frac1N\#\{w:\mathrm{rank}_v=r\}\qquad P_{uv}=\frac1N\#\{w:S_u>S_v\}\qquad
R_S=\frac1V\sum_v\lvert r^{\mathrm{geo}}_v-r^{\mathrm{ari}}_v\rvert""",
        (
            Symbol("b_v^r", "rank acceptability of vendor v"),
            Symbol("P_{uv}", "chance that u beats v"),
            Symbol("R_S", "mean shift of ranks between the two rules"),
        ),
        "Lahdelma & Salminen 2001, Operations Research 49(3); Saisana et al. 2005",
        "analytics.moat.ranking.acceptability",
        reproduced="",
    ),
    Equation(
        "ranking-drivers",
        "What drives the ranking",
        "Total Sobol’ indices of groups of inputs: what would remain of the variance of all ranks "
        "if every other group were known. Two sets of worlds exchange one group at a time. What "
        "headroom and collapse resistance rest on beside the shares – growth, the stock, the sizes "
        "of runs, what is lost of the tail – is a group of its own, drawn anew with its worlds.",
        r"""T_g=\frac{\tfrac1{2N}\sum_w\bigl(r(A_w)-r(A_w^{B_g})\bigr)^2}{\mathrm{Var}\,r}""",
        (Symbol("A,\\ A^{B_g}", "a world, and the same with group g of another one"),),
        "Jansen 1999, Computer Physics Communications 117",
        "analytics.moat.drivers.drivers",
        reproduced="",
    ),
    Equation(
        "shapley",
        "What each route adds",
        "The Shapley value of a route over all 64 sets of routes; the value of a set is the score "
        "with all other shares at 0, not renormalised. What is left without any route is spread "
        "by value shares, so that the parts sum to the score.",
        r"""\varphi_k=\sum_{S\not\ni k}\frac{|S|!\,(5-|S|)!}{6!}\bigl(V(S\cup k)-V(S)\bigr)""",
        (
            Symbol(r"\varphi_k", "part of the score that route k makes"),
            Symbol("V", "score of a set"),
        ),
        "Shapley 1953; Shorrocks 2013, Journal of Economic Inequality 11",
        "analytics.moat.attribution.route_parts",
        reproduced="",
    ),
    Equation(
        "duel",
        "Head to head",
        "The lead of one vendor over another is divided among the criteria world by world, without "
        "rest: a logarithmic mean turns ratios of criteria into points of the score.",
        r"""S_u-S_v=\sum_j L(S_u,S_v)\,w_j\ln\frac{C_{uj}}{C_{vj}}\qquad
L(x,y)=\frac{x-y}{\ln x-\ln y}""",
        (Symbol("L", "logarithmic mean; with the arithmetic rule parts are w(C − C) at once"),),
        "Ang 2005, Energy Policy 33",
        "analytics.outlook.vendor_duel.duel",
        reproduced="",
    ),
)
"""From the answers of vendors to their ranks, in the order in which it is computed."""

HONESTY = (
    (
        "Silence does not pay. ",
        "A vendor that discloses nothing spans nearly all ranks, and is first in at most 2 of 13 "
        "worlds.",
    ),
    (
        "Who says the same is ranked the same. ",
        "Two vendors with the same answers and no licences have the same distribution of ranks.",
    ),
    (
        "The better mix is never lower. ",
        "A mix that another one equals or exceeds on every criterion never ranks above it.",
    ),
    (
        "Nobody’s score hangs on who else is there. ",
        "Adding or reordering vendors leaves the scores of all others the same to the last digit.",
    ),
    (
        "The formulas give published numbers. ",
        "The worked example of the Human Development Index, rank acceptabilities, and Shapley "
        "values of the glove and airport games.",
    ),
)

LIMITS = (
    (
        "No share of a closed vendor is known. ",
        "The answers are of December 2025, of one model of each vendor, and say presence alone.",
    ),
    (
        "Attributes and leverage are judgements. ",
        "They are the same for all vendors; what a vendor’s own users write may be worth more or "
        "less than another’s.",
    ),
    (
        "A moat is not a good model. ",
        "The score says how hard data are to replace, not how well they are used. " + said.SEVEN,
    ),
    (
        "Deals are those reported. ",
        "Half of them don’t say whether they allow training; that is drawn.",
    ),
)


def content() -> list[Component]:
    """The criteria with their attributes, the equations, tests and limits."""
    return [
        html.P(
            [
                "A ",
                glossary_link("moat"),
                " is what keeps a rival from getting the same data. The ranking asks how far that "
                "can be told of vendors from what they disclose; mostly it cannot, and then it "
                "says so. Each ",
                glossary_link("route"),
                " by which data come has five attributes, all of them judgements with a range; "
                "the reason of each stands in the table of inputs.",
            ]
        ),
        _criteria(),
        html.Dl(
            [html.Div([html.Dt(CRITERIA[name]), html.Dd(_meaning(name))]) for name in CRITERIA],
            className="versions after-table",
        ),
        *cards(MOAT, after=len(JOIN) + len(RUNS) + len(MARKET)),
        html.P(html.Strong("Tests of honesty. Each is run on every change of the code.")),
        _list(HONESTY),
        html.P(html.Strong("Limits.")),
        _list(LIMITS),
    ]


def _criteria() -> Component:
    """Route by criterion: lowest, most likely and highest value, of 100."""
    rows = []
    for route, label in ROUTES.items():
        cells = []
        for criterion in CRITERIA:
            estimate = DECLARATIONS[f"{route}_{criterion}"].default
            low, mode, high = (said.of_100(x) for x in estimate.points)
            cells.append(html.Td(f"{mode} ({wording.span(low, high)})", className="figure"))
        leverage = DECLARATIONS[f"leverage_{route}"].default
        low, mode, high = (wording.number(x) for x in leverage.points)
        told = f"{mode}×" if low == high else f"{mode}× ({wording.span(low, high)})"
        cells.append(html.Td(told, className="figure"))
        rows.append(html.Tr([html.Th(label, scope="row"), *cells]))
    titles = ("Route", *CRITERIA.values(), "Worth of a token")
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in titles]))
    table = html.Table([head, html.Tbody(rows)], className="methods-table")
    return scrolling(table, "Attributes of routes, of 100: most likely (lowest–highest)")


def _meaning(criterion: str) -> str:
    """What a criterion means, of any data."""
    return MEANINGS[criterion].format("the data are")


def _list(items: tuple[tuple[str, str], ...]) -> Component:
    return html.Ul(
        [html.Li([html.Strong(lead), text]) for lead, text in items], className="prose-list"
    )
