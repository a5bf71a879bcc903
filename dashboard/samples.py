"""Results of simulations as files: what one job has drawn, every page of the same link shows."""

from __future__ import annotations

import json
import secrets
from hashlib import blake2s
from pathlib import Path
from typing import Any

import numpy as np

import analytics
from analytics.estimates import Array
from analytics.outlook.laboratory import Setup
from analytics.outlook.sampled import Sampled
from data import catalog

_KEPT = 256


class Samples:
    """The last results, by experiment and seed."""

    def __init__(self, kept: int) -> None:
        """Say how many are kept."""
        self._kept = kept

    @property
    def folder(self) -> Path:
        """Where they are."""
        return catalog.home() / "simulations"

    def keep(self, found: Sampled, seed: int) -> None:
        """Keep a result; those of the longest ago are forgotten."""
        self.folder.mkdir(parents=True, exist_ok=True)
        content = {
            "replicates": found.replicates,
            "mean": {name: values.tolist() for name, values in found.mean.items()},
            "band": {name: values.tolist() for name, values in found.band.items()},
        }
        path = self._path(found.setup, seed)
        new = path.with_suffix(f".{secrets.token_hex(4)}.new")
        new.write_text(json.dumps(content), encoding="ascii")
        new.replace(path)
        for old in sorted(self.folder.glob("*.json"), key=_made)[: -self._kept]:
            old.unlink(missing_ok=True)

    def find(self, setup: Setup, seed: int) -> Sampled | None:
        """The result of an experiment; None if there is none."""
        try:
            content = json.loads(self._path(setup, seed).read_text(encoding="ascii"))
            return Sampled(
                setup,
                int(content["replicates"]),
                *({name: _array(of) for name, of in content[part].items()} for part in _PARTS),
            )
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):  # no file of ours
            return None

    def _path(self, setup: Setup, seed: int) -> Path:
        return self.folder / f"{key_of(setup, seed)}.json"


def key_of(setup: Setup, seed: int) -> str:
    """What stands for an experiment: all that it is, its seed, and the version that draws it."""
    text = f"{analytics.__version__} {setup!r} {seed}"
    return blake2s(text.encode(), digest_size=12).hexdigest()


samples = Samples(_KEPT)
"""Of this server."""

_PARTS = ("mean", "band")


def _array(values: Any) -> Array:
    made: Array = np.array(values, dtype=float)
    made.flags.writeable = False
    return made


def _made(path: Path) -> float:
    """When a file was made; of one that is gone, long ago."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
