"""Blocks of a sweep on a Dask cluster. Dask is imported when a cluster is asked for, not before."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from itertools import islice
from typing import TYPE_CHECKING

import analytics
from analytics.sweep.blocks import OtherVersions, block_bytes
from data import catalog

if TYPE_CHECKING:
    from distributed import Client

_CONNECT, _WORKERS = 10.0, 30.0
"""Seconds to wait for the scheduler, and for its first worker."""

_LEAST_AHEAD = 32
"""Blocks handed out at least; twice as many as there are threads if these are more."""


class NoCluster(Exception):
    """There is no cluster at an address; the text says what was tried."""


class ClusterLost(NoCluster):
    """A cluster that failed on the way; what is finished is kept."""


def versions() -> tuple[str, str]:
    """Code and data of this process."""
    return analytics.__version__, catalog.version()


def on_cluster(
    plan_text: str, key: str, blocks: Iterable[int], address: str
) -> Iterator[tuple[int, bytes]]:
    """Evaluate blocks on a cluster; those of a worker that dies go to another.

    Args:
        plan_text: the manifest of the plan, as JSON.
        key: of the plan; two clients with the same sweep share their blocks.
        blocks: their numbers.
        address: of the scheduler, such as ``tcp://127.0.0.1:8786``.

    Yields:
        Number and bytes of each block, whichever is finished first.

    Raises:
        NoCluster: no scheduler, no worker, or workers that know no Aquifer.
        ClusterLost: the scheduler went away, or a block killed several workers.
        OtherVersions: a worker has other code or data than this process.
        Exception: what a block raised.
    """
    from distributed import Client, KilledWorker, as_completed

    # what it would log at length is raised in a line
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise NoCluster(f"no scheduler answers at {address}: {error}") from None
    waiting = iter(blocks)
    with client:
        threads = _checked(client, address)
        done = as_completed(loop=client.loop)
        numbers = {}

        def hand_out(count: int) -> None:
            for block in islice(waiting, count):
                future = client.submit(block_bytes, plan_text, block, key=f"aquifer-{key}-{block}")
                numbers[future.key] = block
                done.add(future)

        hand_out(max(_LEAST_AHEAD, 2 * threads))
        try:
            for future in done:
                block = numbers.pop(future.key)
                yield block, future.result()
                future.release()
                hand_out(1)
        except KilledWorker as error:
            raise ClusterLost(f"block {block} killed several workers: {error}") from None
        except (CancelledError, OSError):
            raise ClusterLost(
                f"the scheduler at {address} was lost; finished blocks are kept: "
                "run the same again to go on"
            ) from None


def _checked(client: Client, address: str) -> int:
    """Threads of the workers, once all are seen to have the code and data of this process."""
    try:
        client.wait_for_workers(1, timeout=_WORKERS)
    except TimeoutError:
        raise NoCluster(f"the scheduler at {address} has no workers") from None
    try:
        found = client.run(versions, on_error="return")
    except Exception as error:
        raise NoCluster(f"the workers at {address} cannot run Aquifer: {error}") from None
    here = versions()
    for worker, there in sorted(found.items()):
        if isinstance(there, Exception):
            raise NoCluster(
                f"the worker {worker} cannot run Aquifer ({type(there).__name__}: {there}); "
                "start it from Aquifer's folder, in an environment with its requirements"
            )
        if there != here:
            raise OtherVersions(
                f"the worker {worker} has code {there[0]} and data {there[1]}; this sweep is of "
                f"code {here[0]} and data {here[1]}"
            )
    return sum(client.nthreads().values())
