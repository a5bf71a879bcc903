"""Models that share a web: bounds, and what it comes to where there is nothing to share."""

import numpy as np
import pytest

from analytics.collapse import sharpening
from analytics.collapse.patterns import zipf
from analytics.collapse.web import shared_web

WORDS = zipf(1000).binned(16)
VENDORS, GENERATIONS, WORLDS = 3, 5, 4
SHAPE = (VENDORS, GENERATIONS, WORLDS)
rng = np.random.default_rng(7)
HUMAN = rng.uniform(0.2, 0.6, SHAPE)
COOL = np.linspace(0.7, 0.95, WORLDS)


def run(human=HUMAN, crawled=0.0, older=0.0, web_older=0.0, heat=COOL, **settings):
    return shared_web(
        WORDS,
        human_share=human,
        crawled_share=np.full(SHAPE, crawled),
        older=np.full(SHAPE, older),
        web_older=np.full(SHAPE[1:], web_older),
        temperature=heat,
        **settings,
    )


def test_without_ai_text_on_the_web_each_vendor_is_alone():
    found = run()
    for vendor in range(VENDORS):
        alone = sharpening.mix(WORDS, GENERATIONS, human_share=HUMAN[vendor], temperature=COOL)
        assert found.tail_kept[vendor] == pytest.approx(alone.tail_kept[1:], abs=1e-5)


def test_vendors_that_are_alike_share_what_is_their_own():
    same = np.repeat(HUMAN[:1], VENDORS, axis=0)
    found = run(same, crawled=0.3)
    alone = sharpening.mix(WORDS, GENERATIONS, human_share=HUMAN[0], temperature=COOL)
    for kept in found.tail_kept:
        assert kept == pytest.approx(alone.tail_kept[1:], abs=1e-5)


def test_one_that_keeps_the_tail_spares_the_others():
    careful = HUMAN.copy()
    careful[0] = 0.7
    before, after = run(crawled=0.3), run(careful, crawled=0.3)
    assert (after.tail_kept[1:, 1:] > before.tail_kept[1:, 1:]).all()
    assert (after.web_kept[1:] > before.web_kept[1:]).all()


def test_keeps_at_least_what_is_human():
    found = run(crawled=0.3, older=0.5, web_older=0.9)
    assert (found.tail_kept >= HUMAN - 1e-6).all()
    assert (found.tail_kept <= 1).all()
    assert (found.web_kept <= 1).all()


def test_keeps_all_where_models_write_as_they_have_read():
    found = run(crawled=0.3, heat=np.ones(WORLDS))
    assert found.tail_kept == pytest.approx(1, abs=1e-5)
    assert found.web_kept == pytest.approx(1, abs=1e-5)


def test_a_nucleus_cuts_the_tail_off_at_once():
    found = run(crawled=0.3, heat=np.ones(WORLDS), top_p=0.9)
    assert found.tail_kept == pytest.approx(HUMAN, abs=1e-5)
    assert found.web_kept == pytest.approx(0, abs=1e-5)


def test_refuses_more_than_all():
    with pytest.raises(ValueError, match="human_share \\+ crawled_share"):
        run(crawled=0.9)
