"""The views: one module each, `TITLE`, `layout(state)` and `register(app)`."""
