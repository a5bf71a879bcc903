"""Files that leave Aquifer: the same scenario on the same data gives the same bytes."""

from analytics.exports.tidy import COLUMNS, SERIES, export, rows, table_csv, to_csv

__all__ = ["COLUMNS", "SERIES", "export", "rows", "table_csv", "to_csv"]
