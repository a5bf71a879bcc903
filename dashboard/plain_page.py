"""A page without the app: plain, complete in itself, in the shell's colours."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

_MARK = (Path(__file__).parent / "assets" / "favicon.svg").read_text(encoding="utf-8")

# Every style is in the page: it must look right when the rest of the server does not work. Its
# colours are the shell's, with the system's choice of dark or light since no script runs here.
_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
$head<title>$title – Aquifer</title>
<style>
:root { --ink: #14212b; --ink-2: #465763; --line: #dbe3e8; --ground: #f5f8fa; --water: #0b6a97;
  --on-water: #ffffff; --paper: #ffffff; --edge: #7f919d; --wrong: #b3261e }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eef2; --ink-2: #a9b8c2; --line: #2a3841; --ground: #0f171d; --water: #6cc0e6;
    --on-water: #0f171d; --paper: #16212a; --edge: #7f919d; --wrong: #ffb4ab }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 2rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.6 "Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", sans-serif }
main { max-width: 34rem }
.mark svg { display: block; width: 3rem; height: 3rem; margin-left: -.5rem }
.code { margin: 1.5rem 0 0; color: var(--ink-2); font-variant-numeric: tabular-nums }
h1 { margin: 0 0 .75rem; font-size: 1.75rem; line-height: 1.25; letter-spacing: -.01em }
p { margin: 0 0 1.5rem }
a.button, button { display: inline-block; padding: .5rem 1.1rem; border: 0; border-radius: .25rem;
  font: inherit; font-weight: 600; background: var(--water); color: var(--on-water);
  text-decoration: none; cursor: pointer }
a.button:hover, button:hover { text-decoration: underline }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px }
footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line);
  color: var(--ink-2); font-size: .875rem }
$style</style>
</head>
<body>
<main>
<div class="mark" aria-hidden="true">$mark</div>
$body
</main>
</body>
</html>
""")


def plain_page(title: str, body: str, *, head: str = "", style: str = "") -> str:
    """Return a complete HTML page.

    Args:
        title: of the page, as text.
        body: HTML of what it says.
        head: HTML of more in its head.
        style: more of its style sheet.
    """
    return _PAGE.substitute(title=escape(title), body=body, head=head, style=style, mark=_MARK)
