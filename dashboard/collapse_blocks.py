"""Collapse in words and tables: the answer, its numbers, the words that vanish."""

from __future__ import annotations

import math

from dash import html
from dash.development.base_component import Component

from analytics import wording
from analytics.collapse.lexicon import ATTRIBUTION, Lexicon, lexicon
from analytics.collapse.vanishing import LOST_BELOW, Vanishing, WordState, state_of, words_lost
from analytics.findings_words import vanished
from analytics.outlook.collapse_risk import BANDS, band
from analytics.outlook.laboratory import LabResult, run, year_of
from analytics.scenario import Scenario
from dashboard.attributes import aria
from dashboard.figures.chart import Request
from dashboard.figures.collapse import common

EXAMPLES = 9
WORD = "word"
"""The option that holds the word looked up."""

BAND_WORDS = ", ".join(f"{name} < {below:.0%}" for name, below in BANDS[:-1])
"""What the names of chances mean."""


def headline(request: Request) -> list[Component]:
    """What is kept, in a sentence with its interval, and what that is."""
    found = run(request.outlook.scenario)
    setup = found.setup
    kept = common.share_interval(found.tail_interval[-1])
    sentence = (
        f"{common.after(setup)} of training on models’ output, {kept} of the rare tail of human "
        "language is kept"
        if setup.generations
        else "The human corpus keeps the whole tail; choose a generation or more to see it shrink"
    )
    return [
        html.H1(sentence),
        html.P(
            f"A simulated risk under a stated workflow – {_way(found)} – not a forecast of any "
            f"model. {_words_left(found)} Rare words stand for rare facts and turns of phrase.",
            className="lede",
        ),
    ]


def _way(found: LabResult) -> str:
    text = common.way(found.setup)
    return f"{text[0].lower()}{text[1:]}, {common.generator(found.setup)}"


def _words_left(found: LabResult) -> str:
    lost = float(found.left[1].lost.sum())
    words = lexicon(found.setup.language)
    if not lost:
        return f"None of the {wording.count(words.size)} words is likely to vanish."
    return (
        f"Of {wording.count(words.size)} words of {words.language.name}, "
        f"{wording.count(round(lost))} have vanished by then."
    )


def tiles(request: Request) -> Component:
    """Four numbers with their intervals."""
    scenario = request.outlook.scenario
    found = run(scenario)
    covered = found.presence_interval("tail_coverage")[-1]
    chance = float(found.below(scenario.tail_threshold)[-1])
    numbers = (
        ("Tail mass kept", *_parted(common.share_interval(found.tail_interval[-1]))),
        ("Tail coverage", *_parted(common.share_interval(covered))),
        ("Words vanished", *_parted(vanished(found))),
        (
            f"Chance that less than {wording.share(scenario.tail_threshold)} is kept",
            wording.probability(chance),
            f"{band(chance)} ({BAND_WORDS})",
        ),
    )
    return html.Dl([_tile(*number) for number in numbers], className="tiles")


def _parted(text: str) -> tuple[str, str]:
    value, _, rest = text.partition(" (")
    return value, rest.removesuffix(")")


def _tile(label: str, value: str, interval: str) -> Component:
    return html.Div(
        [
            html.Dt(label),
            html.Dd(
                [
                    html.Span(value, className="tile-value"),
                    html.Span(interval or "\u00a0", className="tile-interval"),
                ]
            ),
        ],
        className="tile",
    )


def vanishing_table(request: Request) -> list[Component]:
    """How many words are first lost at each generation, and some of them."""
    scenario = request.outlook.scenario
    found = run(scenario)
    left, words = found.left[1], lexicon(found.setup.language)
    if found.setup.accumulates:
        said: list[Component] = [
            html.P(
                "Nothing that was written is thrown away in this workflow, so no word of the human "
                "corpus is ever lost from the pool. What falls is how often rare words are "
                "written: see tail mass kept."
            )
        ]
        return [*said, _attribution()]
    rows = [_row(scenario, words, left, g) for g in range(1, left.generations + 1)]
    return [
        html.Div(
            html.Table(
                [
                    html.Thead(
                        html.Tr(
                            [
                                html.Th(text, scope="col")
                                for text in ("Generation", "Words lost", "Among them")
                            ]
                        )
                    ),
                    html.Tbody([row for row in rows if row is not None] or [_nothing()]),
                ],
                className="numbers vanishing",
            ),
            className="table-box vanishing-box",
            tabIndex=0,
            role="region",
            **aria(label="Words that vanish, by generation"),
        ),
        html.P(
            f"A word is lost at the first generation where it is still there with a probability "
            f"below {wording.share(LOST_BELOW)}, given that the first corpus had it, at the middle "
            "temperature; words of one frequency vanish together. Years: one generation a year. "
            "Lists show words of letters only.",
            className="fine",
        ),
        _attribution(),
    ]


def _row(scenario: Scenario, words: Lexicon, left: Vanishing, generation: int) -> Component | None:
    number = float(left.lost[generation])
    if not number:
        return None
    shown, _ = words_lost(words, left, generation, most=EXAMPLES, evenly=True)
    share = wording.share(number / words.size)
    return html.Tr(
        [
            html.Th(f"{generation} ({year_of(scenario, generation)})", scope="row"),
            html.Td(f"{wording.count(round(number))} ({share})"),
            html.Td(", ".join(shown), className="words", lang=words.language.code),
        ]
    )


def _nothing() -> Component:
    return html.Tr([html.Td("No word is lost within these generations.", colSpan=3)])


def _attribution() -> Component:
    return html.P(f"{ATTRIBUTION}. The list ends in 2021.", className="fine")


def looked_up(request: Request) -> list[Component]:
    """The answer to the word that the link holds."""
    return word_answer(request.outlook.scenario, request.options.get(WORD, ""))


def word_answer(scenario: Scenario, asked: str) -> list[Component]:
    """Whether a word is still there, generation by generation."""
    word = asked.strip()[:80]
    if not word:
        return [html.P("Type any word to see what becomes of it.", className="hint")]
    found = run(scenario)
    words = lexicon(found.setup.language)
    state = state_of(word, words, found.left[1])
    if state is None:
        return [
            html.P(
                [
                    html.Strong(f"“{word}”"),
                    f" is not on the list of {wording.count(words.size)} words of "
                    f"{words.language.name}: it is rarer than any word there, or none of this "
                    "language.",
                ]
            )
        ]
    return [
        html.P([html.Strong(f"“{state.word}”"), _verdict(scenario, state)]),
        _course(scenario, state),
    ]


def _verdict(scenario: Scenario, state: WordState) -> str:
    where = "in the rare tail" if state.in_tail else "not in the rare tail"
    text = (
        f" is word {wording.count(state.rank)} by frequency, {where}, and is expected "
        f"{wording.number(state.expected, 2)} times in the first corpus. "
    )
    last = len(state.kept) - 1
    if state.lost_at is None:
        return text + f"It is still there in {year_of(scenario, last)}, generation {last}."
    year = year_of(scenario, state.lost_at)
    return text + f"It is lost by {year}, at generation {state.lost_at}."


def _course(scenario: Scenario, state: WordState) -> Component:
    last = len(state.kept) - 1
    step = max(1, math.ceil(last / 10))
    shown = sorted({*range(0, last + 1, step), last, *([state.lost_at] if state.lost_at else [])})
    return html.Div(
        html.Table(
            [
                html.Tbody(
                    [
                        html.Tr(
                            [
                                html.Th("Year", scope="row"),
                                *(html.Td(str(year_of(scenario, g))) for g in shown),
                            ]
                        ),
                        html.Tr(
                            [
                                html.Th("Still there", scope="row"),
                                *(html.Td(wording.probability(state.kept[g])) for g in shown),
                            ]
                        ),
                    ]
                )
            ],
            className="numbers word-course",
        ),
        className="table-box",
        tabIndex=0,
        role="region",
        **aria(label=f"Whether “{state.word}” is still there, by year"),
    )


def definitions() -> Component:
    """Which definitions of collapse are computed, and which are not."""
    return html.Section(
        [
            html.H2("What “collapse” means here", id="collapse-means"),
            html.P(
                "Model collapse has at least eight definitions (Schaeffer et al. 2025, arXiv "
                "2503.03150). Computed here: loss of the tail, rising population risk (the "
                "perplexity ratio), risk that diverges, shrinking variance (diversity lost to "
                "drift) and changed scaling. Not computed: entanglement of modes, and "
                "hallucination."
            ),
            html.P(
                "A corpus of n rows is an effective sample size, not tokens of a training run. "
                "These are resampling models: they say what the workflow does to a distribution, "
                "not what a vendor’s next model will write. Keeping everything is safe only for "
                "well-specified, smooth models (Barzilai & Shamir 2025)."
            ),
            html.P(html.A("Equations, sources and limits", href="/methods")),
        ],
        className="panel",
        **aria(labelledby="collapse-means"),
    )
