"""Running a sweep: what is missing is computed, here or on a cluster, and put in its folder."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from analytics.sweep.blocks import block_bytes
from analytics.sweep.folder import block_name, opened, put
from analytics.sweep.plan import Plan
from analytics.sweep.processes import in_processes
from analytics.sweep.progress import Progress


class Stopped(KeyboardInterrupt):
    """A sweep that was stopped; what is finished is kept."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did.

    Attributes:
        blocks: computed by it.
        before: that were there.
    """

    blocks: int
    before: int


def run(
    plan: Plan,
    folder: Path,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    out: TextIO | None = None,
) -> Ran:
    """Compute the blocks of a plan that a folder lacks.

    The files are the same bytes however many workers there are and however often it was stopped.

    Args:
        plan: what to compute.
        folder: where to; made if it is not there.
        workers: processes of this machine; 0 computes in this one.
        scheduler: address of a Dask scheduler, whose workers compute instead.
        out: where progress is told; standard error by default.

    Returns:
        What was computed.

    Raises:
        Unusable: the folder is of another sweep, or in use.
        OSError: a file cannot be written.
        NoCluster: there is no cluster at the address.
        OtherVersions: a worker has other code or data.
        WorkerDied: a process of this machine ended.
        ScenarioFailed: a scenario could not be evaluated.
        Stopped: by Ctrl-C; it says how far it came.
    """
    with opened(folder, plan) as lacking:
        before = plan.blocks - len(lacking)
        rows = sum(len(plan.numbers(block)) for block in lacking)
        progress = Progress(len(plan.grid), len(plan.grid) - rows, out)
        found = 0
        try:
            with contextlib.closing(_computed(plan, lacking, workers, scheduler)) as computed:
                for block, content in computed:
                    put(folder, block_name(block), content)
                    found += 1
                    progress.add(len(plan.numbers(block)))
        except KeyboardInterrupt:
            raise Stopped(
                f"stopped; {before + found:,} of {plan.blocks:,} blocks are finished and kept: "
                "run the same again to go on"
            ) from None
        finally:
            progress.close()
        return Ran(found, before)


def text_of(plan: Plan) -> str:
    """A plan as it is handed to workers, without what only readers want."""
    return json.dumps(plan.manifest.as_json() | {"source": "", "columns": []})


def _computed(
    plan: Plan, blocks: list[int], workers: int, scheduler: str | None
) -> Generator[tuple[int, bytes], None, None]:
    text = text_of(plan)
    if not blocks:
        return
    if scheduler is not None:
        from analytics.sweep.cluster import on_cluster

        yield from on_cluster(text, plan.key, blocks, scheduler)
    elif workers:
        yield from in_processes(text, blocks, min(workers, len(blocks)))
    else:
        yield from ((block, block_bytes(text, block)) for block in blocks)
