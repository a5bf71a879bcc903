"""Tests, mirroring the three floors; a package, so that `tests.data` cannot shadow `data`."""
