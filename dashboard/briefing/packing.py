"""The same deck gives the same bytes: no time of writing, neither in it nor in what it holds."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

_MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_HELD = (".xlsx", ".pptx")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file knows."""


def packed(content: bytes, date: dt.date) -> bytes:
    """An Office file whose times are all fixed, the workbooks behind its charts included.

    Args:
        content: of a pptx or xlsx file.
        date: at which it is said to be made, such as that of the data.
    """
    out = io.BytesIO()
    said = f"{date.isoformat()}T00:00:00Z".encode()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packing,
    ):
        for name in given.namelist():
            held = given.read(name)
            if name.endswith(_HELD):
                held = packed(held, date)
            elif name == "docProps/core.xml":
                held = _MADE.sub(rb"\g<1>" + said + rb"\g<3>", held)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            packing.writestr(entry, held)
    return out.getvalue()
