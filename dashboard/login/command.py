"""`python -m dashboard users`: add, remove and list users, and give one another password."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dashboard.settings import Settings, SettingsError

if TYPE_CHECKING:
    from dashboard.login.users import Users

# A server that has no login does not wait for the modules below to load: they are imported where
# they are used.

ADD = "python -m dashboard users add NAME"

Ask = Callable[[str], str]
"""Shows a prompt and returns what was typed, unseen."""


def add_parser(commands: Any) -> None:
    """Add the command to the others of an argument parser."""
    parser = commands.add_parser("users", help="who may log in")
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|remove|list|passwd")
    for action, what in (
        ("add", "add a user"),
        ("passwd", "give a user another password, which ends their sessions"),
    ):
        one = actions.add_parser(action, help=what, description=what)
        one.add_argument("name")
        one.add_argument(
            "--stdin",
            action="store_true",
            help="read the password as a line of the standard input instead of asking for it",
        )
    what = "remove a user; what they saved stays, for who is added under that name again"
    actions.add_parser("remove", help=what, description=what).add_argument("name")
    actions.add_parser("list", help="list the users", description="list the users")


def run(chosen: argparse.Namespace, settings: Settings, ask: Ask = getpass.getpass) -> int:
    """Do what was chosen.

    Args:
        chosen: as the parser of :func:`add_parser` has it.
        settings: which say where the users are.
        ask: for a password.

    Returns:
        Exit status: 1 where it cannot be done, with one line that says why.
    """
    from dashboard.database import Database, DatabaseError
    from dashboard.login.passwords import UnfitPassword
    from dashboard.login.users import UserError, Users

    database = Database.of(settings)
    try:
        print(_done(chosen, Users(database), ask))
    except (UserError, UnfitPassword, DatabaseError) as error:
        print(f"aquifer: {error}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        print("\naquifer: nothing was changed", file=sys.stderr)
        return 1
    finally:
        database.close()
    return 0


def check_users(settings: Settings) -> None:
    """Refuse to start a server that nobody can log in to.

    Raises:
        SettingsError: there are no users, or the database cannot be asked.
    """
    from dashboard.database import Database, DatabaseError
    from dashboard.login.users import Users

    database = Database.of(settings)
    try:
        found = Users(database).any()
    except DatabaseError as error:
        raise SettingsError(str(error)) from error
    finally:
        database.close()
    if not found:
        raise SettingsError(
            "others can reach this server, so that it asks for a login, and there are no users: add"
            f" one by `{ADD}`"
        )


def _done(chosen: argparse.Namespace, users: Users, ask: Ask) -> str:
    """Do it; return what to say."""
    if chosen.action == "list":
        found = users.all()
        lines = [f"{one.name}  since {one.created:%Y-%m-%d}" for one in found]
        return "\n".join(lines) or f"There are no users: add one by `{ADD}`"
    if chosen.action == "remove":
        users.remove(chosen.name)
        return f"removed {chosen.name}"
    if chosen.action == "passwd":
        users.set_password(chosen.name, _password(chosen, ask))
        return f"{chosen.name} has another password; every session of theirs has ended"
    return f"added {users.add(chosen.name, _password(chosen, ask)).name}"


def _password(chosen: argparse.Namespace, ask: Ask) -> str:
    """Return the password that is typed, twice unseen or as a line of the standard input."""
    from dashboard.login.passwords import SHORTEST
    from dashboard.login.users import UserError

    if chosen.stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = ask(f"Password of {chosen.name} ({SHORTEST} characters or more): ")
    if ask("Again: ") != password:
        raise UserError("the password was typed in two ways; nothing was changed")
    return password
