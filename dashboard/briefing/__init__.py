"""The briefing: a scenario as slides, with charts that whoever gets it can edit."""

from dashboard.briefing.deck import deck

__all__ = ["deck"]
