"""Reading sweeps: one as a table, and which there are under ``$AQUIFER_HOME/sweeps``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analytics.sweep.folder import Unusable, block_name, manifest, missing
from analytics.sweep.manifest import Manifest
from analytics.sweep.plan import SEPARATOR
from data import catalog

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True, slots=True)
class Sweep:
    """A sweep that is kept.

    Attributes:
        name: of its folder.
        folder: where it is.
        manifest: its grid, versions and columns.
        finished: blocks that are finished.
    """

    name: str
    folder: Path
    manifest: Manifest
    finished: int

    @property
    def complete(self) -> bool:
        """Whether every scenario is there."""
        return self.finished == self.manifest.blocks


def home() -> Path:
    """Where sweeps are kept; there may be nothing at it yet."""
    return catalog.home() / "sweeps"


def place(name: str) -> Path:
    """Folder of the sweep of a name.

    Raises:
        ValueError: it is no name of a sweep.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"{name!r} is no name of a sweep: letters, digits, dots, dashes, 80 at most"
        )
    return home() / name


def listing(folder: Path | None = None) -> tuple[Sweep, ...]:
    """The sweeps in a folder, by name; what cannot be read as one is left out.

    Args:
        folder: holds a folder for each sweep; :func:`home` by default.
    """
    found = []
    try:
        candidates = sorted(path for path in (folder or home()).iterdir() if path.is_dir())
    except OSError:
        return ()
    for path in candidates:
        try:
            of = manifest(path)
        except Unusable:
            continue
        found.append(Sweep(path.name, path, of, of.blocks - len(missing(path, of))))
    return tuple(found)


def read(
    folder: Path | str, columns: Sequence[str] | None = None, *, partial: bool = False
) -> pd.DataFrame:
    """A sweep as one table, a row for each scenario in the order of their numbers.

    Args:
        folder: of the sweep.
        columns: which to read; all by default.
        partial: take what there is of a sweep that is not finished.

    Returns:
        Columns as the manifest names them: ``scenario``, its hash and base, the values on the axes,
        the figures of the scenario, and those of each vendor as ``figure/vendor``. What has no
        value (a year beyond the horizon) is NaN.

    Raises:
        Unusable: the folder holds no sweep, or one that is not finished.
        KeyError: a column that there is not.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = Path(folder)
    of = manifest(path)
    known = [column.name for column in of.columns]
    wanted = known if columns is None else list(columns)
    if unknown := [name for name in wanted if name not in known]:
        raise KeyError(unknown[0])
    lacking = set(missing(path, of))
    if lacking and not partial:
        raise Unusable(
            f"{path} is not finished: {len(lacking):,} of {of.blocks:,} blocks are missing; "
            "run the same sweep again to go on"
        )
    tables = [
        pq.read_table(path / block_name(block), columns=wanted, partitioning=None)
        for block in range(of.blocks)
        if block not in lacking
    ]
    if not tables:
        return pd.DataFrame(columns=wanted)
    frame: pd.DataFrame = pa.concat_tables(tables).select(wanted).to_pandas()
    return frame


def by_vendor(frame: pd.DataFrame, figures: Iterable[str] | None = None) -> pd.DataFrame:
    """The same table with a row for each scenario and vendor.

    Args:
        frame: as :func:`read` returns it.
        figures: of vendors; all that the table has by default.

    Returns:
        The columns that are no vendor's, ``vendor``, and one column a figure; a vendor that a
        scenario does not have is left out of it.
    """
    split = [tuple(str(name).split(SEPARATOR, 1)) for name in frame.columns]
    own = [name for name, parts in zip(frame.columns, split, strict=True) if len(parts) == 1]
    every = dict.fromkeys(parts[0] for parts in split if len(parts) == 2)
    known = [name for name in every if figures is None or name in set(figures)]
    vendors = dict.fromkeys(parts[1] for parts in split if len(parts) == 2)
    parts = []
    for vendor in vendors:
        names = {f"{one}{SEPARATOR}{vendor}": one for one in known}
        there = [name for name in names if name in frame]
        part = frame[[*own, *there]].rename(columns=names)
        part.insert(len(own), "vendor", vendor)
        parts.append(part.dropna(how="all", subset=[names[name] for name in there]))
    if not parts:
        return frame[own].assign(vendor="").iloc[:0]
    long = pd.concat(parts)
    order = "scenario" if "scenario" in own else own
    return long.sort_values(order, kind="stable", ignore_index=True)
