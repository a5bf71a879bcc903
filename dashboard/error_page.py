"""The page a reader sees when there is no page: plain, complete in itself, with a way home."""

from __future__ import annotations

from html import escape
from string import Template

from dashboard.plain_page import plain_page

_BODY = Template("""\
<p class="code">$status</p>
<h1>$title</h1>
<p>$message</p>
<a class="button" href="$home">Back to the outlook</a>
<footer>Request $request_id</footer>""")

_WORDS = {
    400: ("This request cannot be read", "Something in the address or its content is malformed."),
    401: ("Log in first", "This server answers those who are logged in."),
    403: ("This is not for you", "This server answers only its own pages, and those who may ask."),
    404: (
        "There is no such page",
        "The address may be mistyped, or from a version that named its pages differently.",
    ),
    405: ("This address takes no such request", "It exists, but not for this method."),
    413: ("This is too large", "A request may hold 20 MB at most."),
    429: ("These are too many attempts", "Wait some minutes, then try again."),
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
    body = _BODY.substitute(
        status=status,
        title=escape(title),
        message=escape(message),
        home=escape(home),
        request_id=escape(request_id),
    )
    return plain_page(title, body)
