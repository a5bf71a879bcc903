"""Ground floor: what is known about the data market, and from where."""
