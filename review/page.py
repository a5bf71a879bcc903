"""The page: thumbnails in a grid by view, what differs from the approved, what is missing."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import groupby

from review.picture import Picture

_STYLE = """
:root { color-scheme: light dark; --quiet: light-dark(#465763, #a9b8c2);
  --line: light-dark(#d3dce2, #33434e); --red: light-dark(#b3261e, #ff8a80); }
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem 2rem 4rem;
  background: light-dark(#f5f8fa, #0f171d); color: light-dark(#14212b, #e8eef2); }
a { color: inherit; } h1 { font-size: 1.5rem; margin: 0; } p { margin: .3rem 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; border-top: 1px solid var(--line);
  padding-top: 1rem; }
nav { position: sticky; top: 0; background: inherit; padding: .6rem 0; z-index: 1; }
nav a { margin-right: 1rem; white-space: nowrap; }
.grid { display: grid; gap: .9rem; grid-template-columns: repeat(4, minmax(0, 1fr)); }
figure { margin: 0; } figcaption { font-size: .85rem; color: var(--quiet); }
img { width: 100%; height: auto; display: block; border: 1px solid var(--line);
  aspect-ratio: 3 / 2; object-fit: contain; object-position: top left; }
.slides img { aspect-ratio: 16 / 9; }
.differs img { border: 3px solid var(--red); } .differs figcaption, .red { color: var(--red); }
.missing { border: 2px dashed var(--red); padding: .8rem; aspect-ratio: 4 / 3;
  overflow: auto; box-sizing: border-box; }
@media (max-width: 1000px) { .grid { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
"""


def page(pictures: Sequence[Picture], of: str) -> str:
    """The page.

    Args:
        pictures: in their order; those of a group one after the other.
        of: what they are of, such as the commit.

    Returns:
        HTML that loads nothing but the pictures beside it.
    """
    missing = [one for one in pictures if one.missing]
    differing = [one for one in pictures if one.differs]
    groups = [(name, list(of_it)) for name, of_it in groupby(pictures, lambda p: p.wanted.group)]
    links = "".join(f'<a href="#{_id(name)}">{html.escape(name)}</a>' for name, _ in groups)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Aquifer: every view and slide</title>
<link rel="icon" href="data:,">
<style>{_STYLE}</style>
</head>
<body>
<h1>Aquifer: every view and slide</h1>
<p>{html.escape(of)}. {len(pictures) - len(missing)} of {len(pictures)} pictures.
Click one for its full size; where one differs from the approved picture, that is marked in red.
Of a view in its whole length the thumbnail shows the top.</p>
{_list("Nothing is missing.", "missing", missing)}
{_list("Nothing differs from the approved pictures.", "not as approved", differing)}
<nav aria-label="Views">{links}</nav>
<main>
{"".join(_section(name, of_it) for name, of_it in groups)}
</main>
</body>
</html>
"""


def _list(none: str, what: str, pictures: Sequence[Picture]) -> str:
    """How many there are, each a link to its place."""
    if not pictures:
        return f"<p>{none}</p>"
    names = ", ".join(
        f'<a href="#{one.wanted.name}">{html.escape(one.wanted.name)}</a>' for one in pictures
    )
    return f'<p class="red"><strong>{len(pictures)} {what}:</strong> {names}</p>'


def _section(name: str, pictures: Sequence[Picture]) -> str:
    slides = ' class="slides"' if name.startswith("Slides") else ""
    return (
        f'<section{slides}>\n<h2 id="{_id(name)}">{html.escape(name)}</h2>\n<div class="grid">\n'
        f"{''.join(_figure(one) for one in pictures)}</div>\n</section>\n"
    )


def _figure(one: Picture) -> str:
    told, label = one.wanted, html.escape(one.wanted.label)
    if one.missing:
        return (
            f'<figure id="{told.name}"><div class="missing">Missing: {html.escape(one.missing)}'
            f"</div><figcaption>{label}</figcaption></figure>\n"
        )
    said, shown, mark = label, one.full, ""
    if one.differs:
        mark, shown = ' class="differs"', one.marked or one.full
        said += (
            f": {html.escape(one.differs)} – "
            f'<a href="{one.full}">now</a>, <a href="{one.approved}">as approved</a>'
        )
    alt = html.escape(f"{told.group}, {told.label}")
    return (
        f'<figure id="{told.name}"{mark}><a href="{shown}"><img src="{one.thumbnail}" '
        f'alt="{alt}" loading="lazy"></a><figcaption>{said}</figcaption></figure>\n'
    )


def _id(name: str) -> str:
    return "of-" + "".join(c if c.isalnum() else "-" for c in name.lower())
