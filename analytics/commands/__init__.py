"""The commands of ``python -m analytics``, one module each: what it takes, and what it does."""
