"""The charts of the record: the runs with the fit, its residuals, and how past fits fared."""

from dashboard.figures.record.fit import fit
from dashboard.figures.record.past import past
from dashboard.figures.record.residuals import residuals

__all__ = ["fit", "past", "residuals"]
