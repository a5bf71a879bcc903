"""Depletion: the stock of public human text, the demand for it, and the year they meet.

Source throughout: Villalobos et al. 2024, *Will we run out of data? Limits of LLM scaling based on
human-generated data*, arXiv 2211.04325v2. Reproduced in ``tests/reproduction/test_epoch_2024.py``.
"""

from analytics.depletion.forecast import DepletionForecast, forecast

__all__ = ["DepletionForecast", "forecast"]
