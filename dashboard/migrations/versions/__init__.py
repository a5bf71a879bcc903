"""A step each, never changed once released."""
