"""Addresses for programs: every export under ``/export``, described at ``/openapi.json``."""
