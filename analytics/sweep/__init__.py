"""Sweeps: many scenarios evaluated on this machine or a Dask cluster, kept as Parquet files."""

from analytics.sweep.folder import Unusable
from analytics.sweep.grid import MOST_SCENARIOS, Grid
from analytics.sweep.manifest import Column, Manifest
from analytics.sweep.plan import Plan, plan_of
from analytics.sweep.reading import Sweep, by_vendor, home, listing, place, read
from analytics.sweep.toml import GridError, read_grid

__all__ = [
    "MOST_SCENARIOS",
    "Column",
    "Grid",
    "GridError",
    "Manifest",
    "Plan",
    "Sweep",
    "Unusable",
    "by_vendor",
    "home",
    "listing",
    "place",
    "plan_of",
    "read",
    "read_grid",
]
