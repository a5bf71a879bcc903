"""Where the models meet: a Scenario goes in, an Outlook comes out."""

from analytics.outlook.evaluate import evaluate
from analytics.outlook.result import Key, Outlook

__all__ = ["Key", "Outlook", "evaluate"]
