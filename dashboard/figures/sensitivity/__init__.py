"""What moves any headline output, and which value of a control keeps a risk under a level."""

from dashboard.figures.sensitivity.break_even import curve
from dashboard.figures.sensitivity.common import choices, inputs
from dashboard.figures.sensitivity.indices import totals

__all__ = ["choices", "curve", "inputs", "totals"]
