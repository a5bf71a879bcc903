"""Who is asking: the one place that knows the current user."""

from __future__ import annotations

from flask import has_request_context, request

LOCAL = "local"
"""Owner of what is made on a server without a login."""

USER = "aquifer.user"
"""Where a request says whose it is, once the login has let it through; no header sets it."""


def current_user() -> str:
    """The id of the user who asks; :data:`LOCAL` where there is no login.

    Returns:
        The id under which rows of the library and jobs are owned.
    """
    return str(request.environ.get(USER, LOCAL)) if has_request_context() else LOCAL
