"""The stock of a scenario, where consent and AI text meet."""

import numpy as np
import pytest

from analytics.depletion.supply import stock_of
from analytics.depletion.timeline import CHARTED, T0
from analytics.scenario import Scenario

WITHDRAWN = 0.45
GROWTH = 1.07


def ai_share(**changes):
    """AI share of the stock at whole years in a world whose inputs are known."""
    known = {
        "contamination": True,
        "ai_share_new": 0.3,
        "ai_filter_recall": 0.0,
        "terms_share": WITHDRAWN,
        "page_size_growth": GROWTH,
        "page_count_growth": 1.0,
    }
    found = stock_of(Scenario(log2_worlds=6, **known | changes), {}).ai_share
    assert found is not None
    return found[::4, 0].astype(float)


def of_new(share, kept):
    """AI tokens for each human token added since 2024, of what consent leaves open.

    With h = 1 + kept·H human and a = kept·A AI tokens for each one of 2024, the share says a / h,
    and a + h = 1 + kept·(Γ^t − 1).
    """
    everything = 1 + kept * (GROWTH ** (CHARTED - T0) - 1)
    ai = share * everything
    return ai[1:] / (everything - ai - 1)[1:]


def test_consent_withdraws_human_and_ai_text_alike():
    off = ai_share()
    from_all = ai_share(consent_measure="terms", consent_scope="all")
    from_new = ai_share(consent_measure="terms", consent_scope="recharge")
    assert from_all == pytest.approx(off)
    assert of_new(from_new, 1 - WITHDRAWN) == pytest.approx(of_new(off, 1.0), rel=1e-4)


def test_consent_for_new_text_alone_leaves_less_ai_text_beside_the_old():
    off = ai_share()
    from_new = ai_share(consent_measure="terms", consent_scope="recharge")
    assert np.all(from_new[1:] < off[1:])
    nothing_new = ai_share(consent_measure="terms", consent_scope="recharge", terms_share=0.9)
    assert np.all(nothing_new[1:] < from_new[1:])
