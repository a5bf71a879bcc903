"""Saved scenarios: kept, found, shared, never lost."""

from dashboard.library.entries import Conflict, Draft, Entry, Gone, LibraryError, Unfit
from dashboard.library.store import Library, Wanted

__all__ = ["Conflict", "Draft", "Entry", "Gone", "Library", "LibraryError", "Unfit", "Wanted"]
