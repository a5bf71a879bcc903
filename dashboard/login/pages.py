"""The pages of the login, in HTML that needs no script."""

from __future__ import annotations

from html import escape
from string import Template
from urllib.parse import quote

from dashboard.login.passwords import LONGEST, SHORTEST
from dashboard.plain_page import plain_page

FONT = "/assets/fonts/inter-4.1.woff2"
ICON = "/assets/favicon.svg"

_HEAD = f'<link rel="icon" href="{ICON}" type="image/svg+xml">\n'
_STYLE = (
    '@font-face { font-family: "Inter Variable"; font-weight: 100 900; font-display: block;\n'
    f'  src: url("{FONT}?v=4.1") format("woff2") }}\n'
    """main { width: 100%; max-width: 24rem }
h1 { margin-top: 1.25rem }
h2 { margin: 2.25rem 0 .5rem; font-size: 1.125rem }
.quiet { color: var(--ink-2) }
label { display: block; margin: 0 0 .25rem; font-weight: 600; font-size: .9375rem }
input { display: block; width: 100%; margin: 0 0 1rem; padding: .5rem .75rem; font: inherit;
  color: var(--ink); background: var(--paper); border: 1px solid var(--edge);
  border-radius: .25rem }
input:focus-visible { outline: 2px solid var(--water); outline-offset: 1px }
input[hidden] { display: none }
form button { margin-top: .25rem }
a.plain, button.plain { background: transparent; color: var(--ink);
  box-shadow: inset 0 0 0 1px var(--edge) }
.said { margin: 0 0 1.25rem; padding: .625rem .875rem; border: 1px solid var(--edge);
  border-left: 4px solid var(--water); border-radius: .25rem; background: var(--paper) }
.said.wrong { border-left-color: var(--wrong) }
"""
)

_LOGIN = Template("""\
<h1>Log in to Aquifer</h1>
$said<form method="post" action="/login">
<input type="hidden" name="next" value="$next">
<label for="name">Name</label>
<input id="name" name="name" value="$name" autocomplete="username" autocapitalize="none"
  spellcheck="false" maxlength="64" required$focus_name>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password"
  maxlength="$longest" required$focus_password>
<button>Log in</button>
</form>
<footer>Names and passwords are given by whoever runs this server.</footer>""")

_ACCOUNT = Template("""\
<h1>$name</h1>
$said<p class="quiet">Logged in. A session ends after two hours without a request, and after twelve
hours in any case.</p>
<form method="post" action="/logout"><button>Log out</button></form>
<h2>Change the password</h2>
<p class="quiet">At least $shortest characters. Every other session of yours ends.</p>
<form method="post" action="/account/password">
<input type="text" name="name" value="$name" autocomplete="username" hidden>
<label for="current">Present password</label>
<input id="current" name="current" type="password" autocomplete="current-password"
  maxlength="$longest" required>
<label for="new">New password</label>
<input id="new" name="new" type="password" autocomplete="new-password" minlength="$shortest"
  maxlength="$longest" required>
<label for="again">New password again</label>
<input id="again" name="again" type="password" autocomplete="new-password" minlength="$shortest"
  maxlength="$longest" required>
<button>Change it</button>
</form>
<h2>Log out everywhere</h2>
<p class="quiet">Ends your sessions in every browser, this one included.</p>
<form method="post" action="/account/sessions"><button class="plain">Log out everywhere</button>
</form>
<footer><a class="button plain" href="/">Back to the outlook</a></footer>""")


def login_page(next_: str = "/", *, said: str = "", name: str = "") -> str:
    """Return the page that asks who it is.

    Args:
        next_: path, with its query, to go on to.
        said: what went wrong, if anything did.
        name: that was typed before.
    """
    focus = " autofocus"
    body = _LOGIN.substitute(
        said=_said(said, wrong=True),
        next=escape(next_),
        name=escape(name[:64]),
        longest=LONGEST,
        focus_name="" if name else focus,
        focus_password=focus if name else "",
    )
    return plain_page("Log in", body, head=_HEAD, style=_STYLE)


def account_page(name: str, *, said: str = "", wrong: bool = False) -> str:
    """Return the page of one's own account.

    Args:
        name: of the user.
        said: what came of what was asked.
        wrong: whether it could not be done.
    """
    body = _ACCOUNT.substitute(
        name=escape(name), said=_said(said, wrong=wrong), shortest=SHORTEST, longest=LONGEST
    )
    return plain_page(name, body, head=_HEAD, style=_STYLE)


def again_page(next_: str) -> str:
    """Return a page that goes on by itself, from here.

    A link on another site brings a request without the session's cookie, which stays on this one.
    What this page asks for brings it: the login sends who has a session on at once.

    Args:
        next_: path, with its query, to go on to.
    """
    target = escape(f"/login?next={quote(next_, safe='/')}")
    head = f'{_HEAD}<meta http-equiv="refresh" content="0; url={target}">\n'
    return plain_page("Aquifer", "<h1>One moment …</h1>", head=head, style=_STYLE)


def _said(text: str, *, wrong: bool) -> str:
    if not text:
        return ""
    kind, role = ("said wrong", "alert") if wrong else ("said", "status")
    return f'<p class="{kind}" role="{role}">{escape(text)}</p>\n'
