"""What moves the answer: a tornado of uncertain inputs, and one of choices."""

from dashboard.figures.drivers.choices import choices
from dashboard.figures.drivers.inputs import inputs

__all__ = ["choices", "inputs"]
