"""One block of a sweep: its scenarios evaluated, as the bytes of a Parquet file.

No block draws anything: every scenario has its own seed, and worlds common to all of them. A block
is thus the same bytes in whichever process, in whatever order and however often it is computed.
"""

from __future__ import annotations

import io
import json
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import analytics
from analytics.outlook.key_figures import FIGURES, VENDOR_FIGURES, key_figures
from analytics.scenario import DECLARATIONS
from analytics.sweep.manifest import Manifest
from analytics.sweep.plan import MARK, Plan
from data import catalog


class OtherVersions(Exception):
    """A worker has other code or data than the sweep is of."""


class ScenarioFailed(Exception):
    """A scenario that could not be evaluated; the text says which and why."""


def block_bytes(plan_text: str, block: int) -> bytes:
    """Evaluate a block.

    Args:
        plan_text: the manifest of the plan, as JSON.
        block: its number.

    Returns:
        The bytes of its Parquet file.

    Raises:
        OtherVersions: this process has other code or data.
        ScenarioFailed: names the scenario.
    """
    plan = _plan(plan_text)
    here = (analytics.__version__, catalog.version())
    if here != (plan.code_version, plan.data_version):
        raise OtherVersions(
            f"a worker has code {here[0]} and data {here[1]}; the sweep is of code "
            f"{plan.code_version} and data {plan.data_version}"
        )
    return evaluated(plan, block)


@lru_cache(maxsize=2)
def _plan(text: str) -> Plan:
    return Plan.of(Manifest.from_json(json.loads(text)))


def evaluated(plan: Plan, block: int) -> bytes:
    """The bytes of a block's file, on the data in use."""
    numbers = plan.numbers(block)
    figures = np.empty((len(numbers), len(FIGURES)))
    of_vendors = np.full((len(numbers), len(plan.vendors), len(VENDOR_FIGURES)), np.nan)
    keys = []
    for row, number in enumerate(numbers):
        try:
            found = key_figures(plan.grid.scenario(number), plan.data_version)
        except Exception as error:
            raise ScenarioFailed(f"scenario {number}: {type(error).__name__}: {error}") from error
        keys.append(found.key)
        figures[row] = found.values
        for at, vendor in enumerate(plan.vendors):
            if vendor in found.vendors:
                of_vendors[row, at] = found.vendors[vendor]
    return _written(plan, block, keys, figures, of_vendors.reshape(len(numbers), -1))


def _written(
    plan: Plan,
    block: int,
    keys: list[str],
    figures: np.ndarray[Any, Any],
    of_vendors: np.ndarray[Any, Any],
) -> bytes:
    """The table of a block as Parquet."""
    numbers = plan.numbers(block)
    arrays = [
        pa.array(numbers, pa.int64()),
        pa.array(keys, pa.string()),
        pa.array([plan.grid.base(number).name for number in numbers], pa.string()),
    ]
    values = [plan.grid.values(number) for number in numbers]
    for axis in plan.grid.axes:
        declared, column = DECLARATIONS[axis.field], [one[axis.field] for one in values]
        if declared.kind == "estimate":
            arrays.append(pa.array([one.median for one in column], pa.float64()))
            ends = zip(*(one.points for one in column), strict=True)
            arrays += [pa.array(end, pa.float64()) for end in ends]
        else:
            arrays.append(pa.array(column, _TYPES[declared.kind]))
    # a quantile beyond the horizon, and a vendor without the figure, have no value
    arrays += [pa.array(column, pa.float64(), from_pandas=True) for column in figures.T]
    # vendors' figures in single precision: six digits, and half of the file
    arrays += [
        pa.array(column.astype(np.float32), pa.float32(), from_pandas=True)
        for column in of_vendors.T
    ]
    table = pa.table(arrays, names=[column.name for column in plan.manifest.columns])
    mark = json.dumps(plan.manifest.mark(block))
    table = table.replace_schema_metadata({MARK: mark.encode()})
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd", use_dictionary=False, write_statistics=False)
    return file.getvalue()


_TYPES = {"number": pa.float64(), "whole": pa.int64(), "choice": pa.string(), "switch": pa.bool_()}
