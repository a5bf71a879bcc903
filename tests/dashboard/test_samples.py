"""Results of simulations as files."""

from __future__ import annotations

import os

import numpy as np

from analytics.outlook.laboratory import setup_of
from analytics.outlook.sampled import sample
from analytics.scenario import Scenario
from dashboard.samples import Samples

SETUP = setup_of(Scenario(lab_language="is", lab_corpus=1e3, lab_generations=2))


def test_a_sample_is_kept_to_the_last_digit_and_the_oldest_is_forgotten(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("AQUIFER_HOME", str(tmp_path))
    found = sample(SETUP, 1, replicates=2)
    samples = Samples(1)
    samples.keep(found, 1)
    again = samples.find(SETUP, 1)
    assert again is not None and again.replicates == found.replicates
    assert samples.find(SETUP, 2) is None  # drawn from other random numbers
    for part in ("mean", "band"):
        for name, values in getattr(found, part).items():
            np.testing.assert_array_equal(getattr(again, part)[name], values)
            assert not getattr(again, part)[name].flags.writeable
    (path,) = (tmp_path / "simulations").iterdir()
    os.utime(path, (0, 0))
    samples.keep(sample(SETUP.changed(rows=2e3), 1, replicates=2), 1)
    assert samples.find(SETUP, 1) is None
    (path,) = (tmp_path / "simulations").iterdir()
    path.write_text("{}")
    assert samples.find(SETUP.changed(rows=2e3), 1) is None
