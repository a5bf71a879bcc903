"""Aquifer's models: a Scenario goes in, an Outlook comes out."""

__version__ = "0.1.0"
"""Version of the code; part of an Outlook's identity, of every export and of every link."""
