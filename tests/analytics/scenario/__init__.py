"""Tests of analytics.scenario."""
