"""The words of the field as this tool uses them; every view links here."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

METHODS_PATH = "/methods"


@dataclass(frozen=True)
class Term:
    """A word and what it means here.

    Attributes:
        key: its anchor is ``glossary-<key>``.
        title: the word as a heading.
        meaning: one to three sentences, the first a definition.
        see: keys of related terms.
    """

    key: str
    title: str
    meaning: str
    see: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Id of its entry on the Methods page."""
        return f"glossary-{self.key}"

    @property
    def first_sentence(self) -> str:
        """The definition alone, for a tooltip."""
        return self.meaning.split(". ")[0].rstrip(".") + "."


_ALL = (
    Term(
        "central-weights",
        "Central weights",
        "The mean of the weights in the worlds in which a vendor comes first: the preferences that "
        "speak for it. Where all vendors have nearly the same ones, no preference decides.",
        ("rank-acceptability", "world"),
    ),
    Term(
        "compute-wasted",
        "Compute wasted",
        "By how many orders of magnitude a run could be smaller and still reach the same loss, if "
        "it had all the text that it wants. It is what a want of text costs, by a scaling law.",
        ("oom", "headroom"),
    ),
    Term(
        "consent",
        "Consent",
        "Whether publishers let their text be used for training. They refuse by robots.txt or in "
        "their terms of service; the two are different measures and never added.",
        ("stock", "recharge"),
    ),
    Term(
        "contamination",
        "Contamination",
        "AI-written text among what is newly published. It is not human text: the model can leave "
        "it out of the recharge, and follows what share of the crawlable stock it becomes.",
        ("recharge", "unique-tokens"),
    ),
    Term(
        "demand",
        "Demand",
        "Tokens that the largest training run of a year takes. It is one run, not the sum of all "
        "runs: text is not consumed by training on it.",
        ("exhaustion", "overtraining"),
    ),
    Term(
        "display-right",
        "Display right",
        "The right to show text to users: in answers, retrieval, a feed or a marketplace. It does "
        "not let a model be trained on the text, and is never added to training rights.",
        ("training-right", "summable"),
    ),
    Term(
        "effective-number",
        "Effective number",
        "How many parties of equal size would be as concentrated: 1/Σp², with p the shares. It is "
        "10 000 divided by the HHI.",
        ("hhi",),
    ),
    Term(
        "effective-tokens",
        "Effective tokens",
        "Unique tokens times what their repetition is worth. Demand is compared with them.",
        ("unique-tokens", "repetition", "epochs"),
    ),
    Term(
        "epochs",
        "Epochs",
        "Passes of one training run over the same text. Up to about four are nearly as good as "
        "new text; later ones are worth less and less.",
        ("repetition",),
    ),
    Term(
        "exhaustion",
        "Exhaustion",
        "The first year in which the largest training run takes the whole effective stock. It is "
        "not the year in which text disappears, nor in which progress stops.",
        ("demand", "effective-tokens", "world"),
    ),
    Term(
        "goalpost",
        "Goalpost",
        "A fixed value that counts as 0 or as 1 when a criterion is put on a common scale. They "
        "do not depend on who is compared, so that a new vendor changes nobody else’s score.",
        ("moat",),
    ),
    Term(
        "head-to-head",
        "Head-to-head",
        "How often one vendor scores higher than another, in the same worlds. The lead is divided "
        "among the criteria exactly.",
        ("tier", "world"),
    ),
    Term(
        "headroom",
        "Headroom",
        "Years by which a vendor’s own text – licensed, proprietary, feedback – puts off the day "
        "when human text runs short for its runs. Growth swallows most of it.",
        ("runway", "compute-wasted"),
    ),
    Term(
        "hhi",
        "HHI, Herfindahl–Hirschman index",
        "The sum of the squared shares in percent: 10 000 for a single party, near 0 for very many "
        "small ones. Here it measures who signs deals, never the mix of anybody’s sources.",
        ("effective-number",),
    ),
    Term(
        "interval",
        "Interval",
        "The range that holds a stated share of the worlds: 80% unless another is named. The "
        "median lies inside it, half of the worlds on either side.",
        ("world",),
    ),
    Term(
        "leverage",
        "Leverage",
        "The worth of a token by its route, that of public crawl being 1. Token shares times "
        "leverage are value shares, which the score uses.",
        ("route",),
    ),
    Term(
        "moat",
        "Moat",
        "What keeps a rival from getting the same data: a mix that is exclusive, renewed, safe to "
        "use, human and hard to replace. It is a property of the data, not of the model.",
        ("route", "goalpost"),
    ),
    Term(
        "oom",
        "OOM, order of magnitude",
        "A factor of ten. Growth of 0.30 OOM a year is a doubling every year, 1 OOM a year is "
        "tenfold.",
        ("demand",),
    ),
    Term(
        "overtraining",
        "Overtraining",
        "Training on more tokens per parameter than is optimal for the compute spent, since a "
        "smaller model is cheaper to run. At equal compute, k times the tokens per parameter "
        "take √k times the tokens.",
        ("demand",),
    ),
    Term(
        "rank-acceptability",
        "Rank acceptability",
        "The share of worlds in which a vendor takes a rank. With equal chances it would be one in "
        "as many as there are vendors.",
        ("central-weights", "tier"),
    ),
    Term(
        "recharge",
        "Recharge",
        "Human text newly published in a year: what the stock grows by. Consent and AI text lower "
        "it.",
        ("stock", "consent", "contamination"),
    ),
    Term(
        "repetition",
        "Repetition",
        "Training on the same text more than once. Its worth is a multiple of the unique text, "
        "either a published range or a scaling law of the number of epochs.",
        ("epochs", "effective-tokens"),
    ),
    Term(
        "route",
        "Route",
        "How data come to a vendor: public crawl, public sets, licences, what it has of its own, "
        "human feedback, or synthetic text. Code, images and other modalities cut across routes.",
        ("leverage", "moat"),
    ),
    Term(
        "runway",
        "Runway",
        "The time until licences end. A term that is not disclosed is assumed, and drawn unlike a "
        "known one; what was trained on by then stays.",
        ("training-right",),
    ),
    Term(
        "shapley-share",
        "Shapley share",
        "What a route adds to a score, on average over all orders in which the six routes could be "
        "added. The shares sum to the score.",
        ("route",),
    ),
    Term(
        "stock",
        "Stock",
        "Human text that exists and could be trained on, in tokens. The base is what search "
        "engines index, less what quality filters remove; other stocks count only when a scenario "
        "opens them.",
        ("unique-tokens", "effective-tokens", "recharge"),
    ),
    Term(
        "summable",
        "Summable",
        "The disclosed value of one deal, which may be added to others of the same basis and "
        "rights. Aggregates, revenues, price lists, talks, estimates, settlements and terminated "
        "deals are not.",
        ("training-right", "display-right"),
    ),
    Term(
        "tail-kept",
        "Tail kept",
        "How much of the rarest words that make up the last 5% of human text a model still "
        "writes. Collapse risk is the chance that less than a threshold is left of it.",
        ("world",),
    ),
    Term(
        "tier",
        "Tier",
        "Vendors that the ranking cannot tell apart. Each of a tier beats each of a lower one in "
        "more than 90% of worlds.",
        ("head-to-head", "rank-acceptability"),
    ),
    Term(
        "training-right",
        "Training right",
        "The right to train a model on text. Where no source says whether a deal gives it, its "
        "rights are “not stated”, a category of their own.",
        ("display-right",),
    ),
    Term(
        "unique-tokens",
        "Unique tokens",
        "Tokens of text with each text counted once, however often it is trained on.",
        ("effective-tokens", "stock"),
    ),
    Term(
        "world",
        "World",
        "One joint draw of every uncertain input, held fixed over all years. Every world has its "
        "own year of exhaustion; the forecast is their distribution.",
        ("interval",),
    ),
)

TERMS: dict[str, Term] = {term.key: term for term in _ALL}
"""Every term by its key, in alphabetical order."""


def glossary_link(term: str, text: str | None = None) -> Component:
    """A link from a word to its meaning.

    Args:
        term: a key of :data:`TERMS`.
        text: the words to link; the term itself in lower case by default.

    Returns:
        An anchor; the browser's half adds the state of the page to its address.

    Raises:
        KeyError: no such term.
    """
    entry = TERMS[term]
    words = text if text is not None else entry.title.split(",")[0].lower()
    return html.A(
        words,
        href=f"{METHODS_PATH}#{entry.anchor}",
        title=entry.first_sentence,
        className="glossary-link",
    )


def glossary() -> Component:
    """All terms, each under its anchor."""
    return html.Dl([_entry(term) for term in TERMS.values()], className="glossary")


def _entry(term: Term) -> Component:
    see: list[Component | str] = []
    for key in term.see:
        see += [", " if see else "See ", html.A(TERMS[key].title, href=f"#{TERMS[key].anchor}")]
    return html.Div(
        [
            html.Dt(term.title),
            html.Dd([term.meaning, html.Span([*see, "."], className="glossary-see")]),
        ],
        id=term.anchor,
        className="glossary-entry",
    )
