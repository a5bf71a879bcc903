"""The laboratory: the check values of sharpening, every workflow at its edges, and simulation."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.outlook.archives import count_pieces, hold, read
from analytics.outlook.calibration import published
from analytics.outlook.laboratory import NONE, Setup, course, envelope, human_shares, run, setup_of
from analytics.outlook.routes import routes, shared
from analytics.outlook.sampled import MEASURES, sample, workflow_of
from analytics.scenario import Scenario
from data import catalog

WORKFLOWS = get_args(Scenario.model_fields["lab_workflow"].annotation)


def fixed(temperature: float) -> str:
    return f"{temperature}~{temperature}~{temperature}"


@pytest.mark.parametrize(("share", "kept"), [(0.1, 0.127), (0.5, 0.615), (0.9, 0.941)])
def test_a_mix_at_its_check_values(share, kept) -> None:
    found = run(Scenario(lab_human_share=share, temperature=fixed(0.9)))
    assert found.tail_interval[-1] == pytest.approx(kept, abs=1e-3)


@pytest.mark.parametrize(("generations", "kept"), [(1, 0.719), (4, 0.425), (16, 0.189)])
def test_accumulating_at_its_check_values(generations, kept) -> None:
    found = run(
        Scenario(lab_workflow="accumulate", lab_generations=generations, temperature=fixed(0.9))
    )
    assert found.tail_interval[-1] == pytest.approx(kept, abs=1e-3)


@pytest.mark.parametrize("workflow", WORKFLOWS)
@pytest.mark.parametrize("generations", [0, 1, 50])
@pytest.mark.parametrize("sharpening", ["temperature", "nucleus"])
def test_every_workflow_at_its_edges(workflow, generations, sharpening) -> None:
    for verified in (0.0, 1.0):
        scenario = Scenario(
            lab_workflow=workflow,
            lab_generations=generations,
            lab_verified_share=verified,
            sharpening=sharpening,
        )
        found = run(scenario)
        assert found.tail_kept.shape == (generations + 1, 129)
        assert found.drift.shape == (generations + 1,)
        for array in (found.tail_interval, found.presence_interval("support_kept"), found.drift):
            assert np.isfinite(array).all() and (array >= 0).all()
        assert (found.ratio_interval >= 1 - 1e-9).all()
        assert found.tail_interval[0] == pytest.approx(1)
        # what is as good as human is kept
        least = min([1.0, *setup_of(scenario).shares])
        assert (found.tail_kept >= least - 1e-9).all()


def test_a_path_goes_through_its_points() -> None:
    scenario = Scenario(
        lab_path=True,
        lab_generations=10,
        lab_human_share=0.9,
        lab_share_third=0.3,
        lab_share_two_thirds=0.6,
        lab_share_end=0.0,
    )
    shares = human_shares(scenario)
    assert shares[[0, 3, 6, 9]] == pytest.approx([0.9, 0.3, 0.6, 0.0])


def test_drift_alone_keeps_the_tails_mass() -> None:
    found = course(setup_of(Scenario()).drift_only)
    assert found.tail_interval == pytest.approx(1)
    assert found.left[0].tail_coverage[-1] < found.left[0].tail_coverage[0]


@settings(max_examples=20)
@given(st.floats(0, 1), st.floats(0.5, 1.0), st.integers(1, 20))
def test_the_envelope_rises_with_share_and_temperature(share, temperature, generations) -> None:
    shares, levels, kept = envelope("mix", generations, "en", False)
    assert (np.diff(kept, axis=0) >= -1e-9).all() and (np.diff(kept, axis=1) >= -1e-9).all()
    i, j = np.searchsorted(levels, temperature), np.searchsorted(shares, share)
    assert kept[min(i, 25), min(j, 25)] >= shares[min(j, 25)] - 1e-9


def test_published_runs_and_their_temperatures() -> None:
    runs = published(catalog.version())
    temperatures = {run.study: run.temperature for run in runs}
    assert temperatures["ToEdit 2024"] == pytest.approx(0.66, abs=0.01)
    assert temperatures["Gerstgrasser 2024"] == pytest.approx(0.966, abs=0.004)
    kept = next(run for run in runs if run.workflow == "accumulate")
    assert kept.low < 1 < kept.fitted  # a misfit, and shown


def test_the_supplement_keeps_more_than_the_substitute() -> None:
    found = routes(Scenario())
    ends = [one.tail_interval[-1, 1] for one in (found.substitute, found.capped, found.verified)]
    assert ends == sorted(ends) and ends[1] > 1 - found.cap


def test_private_data_protects_owner_and_commons() -> None:
    found = shared(setup_of(Scenario()))
    last = [a[-1] for a in (found.all, found.owner, found.others, found.none, found.one)]
    assert last == sorted(last)
    assert found.pool_all[-1] < found.pool[-1]


@pytest.mark.parametrize("workflow", [w for w in WORKFLOWS if w != "accumulate_subsample"])
def test_simulation_agrees_with_the_recursion(workflow) -> None:
    setup = Setup(
        workflow,
        (0.2 if workflow in ("mix", "anchor", "accumulate_inflow") else 0.0,) * 3,
        rows=50_000,
        language="is",
        temperature=NONE,
    )
    found, exact = sample(setup, 1, replicates=6), course(setup)
    for name, line in (
        ("tail_coverage", exact.left[1].tail_coverage),
        ("support_kept", exact.left[1].support_kept),
    ):
        assert found.mean[name] == pytest.approx(line, abs=0.006)
    assert set(found.mean) == set(MEASURES)


def test_a_simulation_is_called_off_or_refused() -> None:
    def stop(done: int, blocks: int) -> None:
        assert (done, blocks) == (1, 10)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        sample(setup_of(Scenario(lab_corpus=1e3)), 1, progress=stop)
    with pytest.raises(ValueError, match="at most 1,000,000,000 rows"):
        workflow_of(setup_of(Scenario(lab_corpus=1e12)))
    with pytest.raises(ValueError, match="inflow that changes"):
        workflow_of(
            setup_of(Scenario(lab_workflow="accumulate_inflow", lab_path=True, lab_share_end=0.5))
        )


@pytest.mark.parametrize(
    ("kind", "pieces", "numbers", "reason"),
    [
        ("table", ["a"], ["-1"], "row 1.*not a finite number"),
        ("table", ["a", "b"], ["1", "nan"], "row 2.*not a finite number"),
        ("table", ["a"], ["many"], "row 1: 'many' is not a number"),
        ("table", ["a", "b"], ["1"], "2 patterns, but 1"),
        ("text", ["a"], ["x"], "could not be counted"),
        ("text", ["…"], ["3"], "no words"),
    ],
)
def test_an_archive_that_is_none(kind, pieces, numbers, reason) -> None:
    with pytest.raises(ValueError, match=reason):
        read(kind, pieces, numbers, "en")


def test_an_archive_too_long_or_in_a_language_without_spaces() -> None:
    with pytest.raises(ValueError, match="at most 1,000,000"):
        read("text", ["a"] * 1_000_001, ["1"] * 1_000_001, "en")
    with pytest.raises(ValueError, match="cannot be split"):
        count_pieces(["a"], [1], "ja")


def test_what_an_archive_is_worth() -> None:
    counted = read("table", ["quokka", "the", "=1+1", "<script>"], ["5", "5", "1", "1"], "en")
    held = hold(counted, Scenario())
    assert held.value.patterns == 4 and held.value.tail_words == 1
    assert held.value.added[-1] > 0
    assert "quokka" in [word for words in held.lost[1:] for word in words]
