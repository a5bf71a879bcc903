"""Sentences about computed outlooks, beside those about made-up ones in test_findings."""

from analytics import findings
from analytics.outlook import evaluate
from analytics.scenario import PRESETS, Scenario
from analytics.wording import plain


def test_difference_of_what_public_text_leaves_open():
    published, overtrained = (
        evaluate(PRESETS[name].scenario) for name in ("as-published", "overtrained-5x")
    )
    more = overtrained.depletion.supply_share - published.depletion.supply_share
    at_2032 = list(published.depletion.years).index(2032.0)
    points = 100 * float(more[at_2032, 2:].sum())
    told = findings.difference(overtrained, published)[3].difference_text
    assert plain(told or "") == f"+{points:.0f} pt"
    assert points > 1


def test_implications_leave_the_condition_to_the_headline():
    told = plain(findings.implications(evaluate(Scenario())))
    assert told.startswith("The first run that needs all public human text takes 48")
    assert "On average 76% of the largest training run at the start of 2032 cannot" in told
    assert "if past growth" not in told.lower()
