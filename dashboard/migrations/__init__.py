"""How the database came to its tables, step by step; :mod:`dashboard.migrating` runs them."""
