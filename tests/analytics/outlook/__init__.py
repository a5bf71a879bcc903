"""Tests of analytics.outlook."""
