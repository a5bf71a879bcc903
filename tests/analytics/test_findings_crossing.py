"""Sentences about the run at the crossing, which only some worlds have, and few worlds."""

import math

from analytics import findings
from tests.analytics.test_findings import differences, outlook, plainly, said, spread


def test_crossing():
    text = findings.crossing(outlook(2029, tokens=(1.471e14, 4.821e14, 1.632e15)))
    assert said(text) == (
        "If past growth continues, the first run that needs all public human text takes 482 "
        "trillion tokens (80%: 147–1630 trillion) and 4.8×10²⁸ FLOP (80%: 1.5×10²⁸–1.6×10²⁹ FLOP)."
    )


def test_crossing_among_the_worlds_that_cross():
    text = said(findings.crossing(outlook(*spread(2040, 2090, never=6))))
    assert "(80%: 100–1000 trillion)" in text
    assert text.endswith(", among the 40% of worlds in which this happens before 2100.")


def test_no_interval_of_few_crossings():
    few, enough = (outlook(2040, *[math.inf] * 9, times=times) for times in (99, 100))
    text = said(findings.crossing(few))
    assert "takes 300 trillion tokens and 3×10²⁸ FLOP, among the 10% of worlds" in text
    assert "80%" not in text
    assert plainly(findings.numbers(few))[2][2] == "among the 10% of worlds that cross"
    assert plainly(findings.numbers(enough))[2][2] == (
        "80%: 100–1000 trillion, among the 10% of worlds that cross"
    )


def test_crossings_of_other_worlds_are_not_comparable():
    all_cross, most, some = (
        outlook(*[2040] * (100 - n), *[math.inf] * n, tokens=(1e14, middle, 1e15), times=30)
        for n, middle in ((0, 3e14), (4, 3.5e14), (90, 5e14))
    )
    assert differences(most, all_cross)[2] == "+50 trillion"
    assert differences(some, all_cross)[2] == "not comparable"
    assert differences(all_cross, some)[2] == "not comparable"
    few = outlook(2040, *[math.inf] * 9, times=9)
    fewer = outlook(2040, *[math.inf] * 9, times=9, tokens=(1e14, 2e14, 1e15))
    assert differences(few, fewer)[2] == "not comparable"
    assert differences(few, few)[2] == "no change"


def test_what_a_few_worlds_cannot_tell_apart():
    few = outlook(2027.3, 2029.1, math.inf, times=10)
    assert said(findings.chance(outlook(2027, times=128))).endswith("is > 97.6%.")
    assert said(findings.chance(outlook(2050, times=128))).endswith("is < 2.4%.")
    assert plainly(findings.numbers(outlook(2027, times=300)))[1][1] == "> 99%"
    assert "not exhausted before 2100" in findings.exhaustion_title(outlook(math.inf))
    assert "In > 90% of worlds" in said(findings.exhaustion_title(outlook(math.inf, times=30)))
    assert "in 33% of worlds" in said(findings.exhaustion_title(few))
