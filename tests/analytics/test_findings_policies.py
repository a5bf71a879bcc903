"""Titles of risk against waste."""

from analytics import findings_policies as said
from analytics.outlook import evaluate
from analytics.outlook.policies import FILL, STOP, policies
from analytics.scenario import PRESETS, Scenario
from analytics.wording import plain


def test_the_title_is_about_the_vendor_and_has_its_interval():
    outlook = evaluate(Scenario())
    found = policies(outlook)
    i = found.vendors.index("Google")
    risk = found.risk(0.5)[:, i]
    title = plain(said.tradeoff_title(outlook, "Google"))
    assert f"takes Google’s risk from {risk[found.at(FILL)]:.0%} to < 0.3%" in title
    assert not risk[found.at(STOP)].any()
    assert "orders of magnitude (50%: 0." in title and title.endswith("if past growth continues")


def test_a_vendor_that_is_at_no_risk_is_told_so():
    scenario = PRESETS["multimodal"].scenario.model_copy(update={"log2_worlds": 6})
    title = said.tradeoff_title(evaluate(scenario), "Writer")
    assert title.startswith("At Writer the risk is <") and "whichever policy" in title
