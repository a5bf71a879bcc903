"""The page a reader sees when there is no page: plain, complete in itself, with a way home."""

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
<title>$title – Aquifer</title>
<style>
:root { --ink: #14212b; --ink-2: #465763; --line: #dbe3e8; --ground: #f5f8fa; --water: #0b6a97;
  --on-water: #ffffff }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eef2; --ink-2: #a9b8c2; --line: #2a3841; --ground: #0f171d; --water: #6cc0e6;
    --on-water: #0f171d }
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
a { display: inline-block; padding: .5rem 1.1rem; border-radius: .25rem; font-weight: 600;
  background: var(--water); color: var(--on-water); text-decoration: none }
a:hover { text-decoration: underline }
a:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px }
footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line);
  color: var(--ink-2); font-size: .875rem }
</style>
</head>
<body>
<main>
<div class="mark" aria-hidden="true">$mark</div>
<p class="code">$status</p>
<h1>$title</h1>
<p>$message</p>
<a href="$home">Back to the outlook</a>
<footer>Request $request_id</footer>
</main>
</body>
</html>
""")

_WORDS = {
    400: ("This request cannot be read", "Something in the address or its content is malformed."),
    404: (
        "There is no such page",
        "The address may be mistyped, or from a version that named its pages differently.",
    ),
    405: ("This address takes no such request", "It exists, but not for this method."),
    413: ("This is too large", "A request may hold 20 MB at most."),
    500: (
        "Something went wrong here",
        "It is no fault of yours. The server's log has the details under the request's number.",
    ),
}


def words(status: int) -> tuple[str, str]:
    """Return the title and the sentence for an HTTP status."""
    return _WORDS.get(status, _WORDS[500 if status >= 500 else 400])


def error_page(status: int, request_id: str, home: str = "/") -> str:
    """Return a complete HTML page for an error.

    Args:
        status: HTTP status, 400 to 599.
        request_id: Number under which the log has the request.
        home: Path of the start page.

    Returns:
        The page's HTML, which loads nothing.
    """
    title, message = words(status)
    return _PAGE.substitute(
        mark=_MARK,
        status=status,
        title=escape(title),
        message=escape(message),
        home=escape(home),
        request_id=escape(request_id),
    )
