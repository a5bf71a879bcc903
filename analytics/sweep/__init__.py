"""Sweeps: many scenarios evaluated on this machine or a Dask cluster, kept as Parquet files."""

from analytics.sweep.folder import Unusable
from analytics.sweep.grid import MOST_SCENARIOS, Grid
from analytics.sweep.reading import Sweep, by_vendor, home, listing, place, read
from analytics.sweep.toml import GridError, read_grid

__all__ = [
    "MOST_SCENARIOS",
    "Grid",
    "GridError",
    "Sweep",
    "Unusable",
    "by_vendor",
    "home",
    "listing",
    "place",
    "read",
    "read_grid",
]
