"""The charts of collapse."""

from dashboard.figures.collapse.course import course, perplexity
from dashboard.figures.collapse.envelope import safe
from dashboard.figures.collapse.mechanisms import mechanisms
from dashboard.figures.collapse.published import calibration
from dashboard.figures.collapse.ranks import ranks
from dashboard.figures.collapse.shared import side_by_side, vendors
from dashboard.figures.collapse.theory import panel

__all__ = [
    "calibration",
    "course",
    "mechanisms",
    "panel",
    "perplexity",
    "ranks",
    "safe",
    "side_by_side",
    "vendors",
]
