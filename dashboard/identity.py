"""Who is asking: the one place that knows the current user."""

from __future__ import annotations

LOCAL = "local"
"""Owner of what is made on a server without a login."""


def current_user() -> str:
    """The id of the user who asks; :data:`LOCAL` where there is no login.

    Returns:
        The id under which rows of the library and jobs are owned.
    """
    return LOCAL
