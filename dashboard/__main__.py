"""`python -m dashboard`: serve Aquifer on this machine until Ctrl-C."""

from __future__ import annotations

import argparse
import errno
import os
import pkgutil
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from dashboard.login import command
from dashboard.settings import ENVIRONMENT, Settings, SettingsError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# The longest request line gunicorn takes: a whole scenario travels in the address. The same
# address comes back as `Referer`, which therefore needs room for it and the host's name.
REQUEST_LINE_BYTES = 8190
HEADER_BYTES = 16380
KEPT_SECONDS = 30
"""How long an idle connection stays open: one that closes as it is used again loses a request."""
GRACE_SECONDS = 30
"""How long a request may still take once the server is told to stop."""


def main(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    factory: str = "dashboard.app:create_app",
) -> int:
    """Serve until stopped.

    Args:
        arguments: Command line without the program's name.
        environ: Environment variables by name.
        factory: What makes the Dash app out of the settings, as `module:function`.

    Returns:
        Exit status: 2 for a setting or port that cannot be used. Serving itself ends by
        `SystemExit`, with 0 after Ctrl-C or SIGTERM.
    """
    parser = argparse.ArgumentParser(
        prog="python -m dashboard",
        description="Serve Aquifer on this machine until Ctrl-C.",
        epilog=ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_parser(parser.add_subparsers(dest="command", title="instead of serving"))
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _leave)  # gunicorn sets its own, but only once all is imported
    try:
        settings = Settings.from_env(environ)
        if chosen.command == "users":
            return command.run(chosen, settings)
        if settings.login_required:
            command.check_users(settings)
        listener = listen(settings)
    except SettingsError as error:
        print(f"aquifer: {error}", file=sys.stderr)
        return 2
    settings = replace(settings, port=listener.getsockname()[1])
    try:
        _serve(settings, listener, factory)
    except SettingsError as error:
        print(f"aquifer: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # while importing
        return 0
    return 0


def listen(settings: Settings) -> socket.socket:
    """Take the port before anything heavy is loaded, so that a busy one is told at once.

    Args:
        settings: Where to serve.

    Returns:
        A listening socket.

    Raises:
        SettingsError: The port cannot be had.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            free = settings.port + 1 if settings.port < 65535 else 8050
            raise SettingsError(
                f"PORT {settings.port} is in use on {settings.host}: stop what uses it,"
                f" or choose another from 0 to 65535, such as PORT={free}"
            ) from error
        raise SettingsError(
            f"PORT {settings.port} on AQUIFER_HOST {settings.host} cannot be used:"
            f" {os.strerror(error.errno or 0)}"
        ) from error
    return listener


def _serve(settings: Settings, listener: socket.socket, factory: str) -> None:
    """Load the app and hand it with the socket to gunicorn; ends by `SystemExit`."""
    from gunicorn.app.base import BaseApplication

    from dashboard.logs import configure_logging
    from dashboard.server import load

    configure_logging(settings.log_level, settings.log)
    # Loaded here, in the master, and not in the worker: an app that cannot load stops at once
    # instead of being tried again, and a worker that dies is replaced without importing anew.
    # Nothing at import may therefore start a thread or open a connection: a fork keeps neither.
    app = pkgutil.resolve_name(factory)(settings)
    load(app)
    _open_database(app)

    class Server(BaseApplication):
        """Gunicorn with settings of ours instead of its command line and files."""

        def load_config(self) -> None:
            """Set what differs from gunicorn's defaults."""
            for name, value in _gunicorn_settings(settings, listener.detach()).items():
                self.cfg.set(name, value)
            self.cfg.set("post_fork", _fork_nursery(app))

        def load(self) -> WSGIApplication:
            """Return the app that is already loaded."""
            server: WSGIApplication = app.server
            return server

    Server(prog="aquifer").run()


def _open_database(app: Any) -> None:
    """Bring the database up to date, if the app has one; SettingsError if it cannot be used."""
    if "aquifer-kept" not in app.server.extensions:  # then SQLAlchemy is not even loaded
        return
    from dashboard.database import DatabaseError
    from dashboard.keeping import prepare

    try:
        prepare(app)
    except DatabaseError as error:
        raise SettingsError(str(error)) from error


def _fork_nursery(app: Any) -> Callable[[Any, Any], None]:
    """Return the hook that gives each process its nursery of jobs, if the app has any."""

    def fork(master: Any, _worker: Any) -> None:
        def let_go() -> None:
            for listener in master.LISTENERS:
                listener.close()

        kept = app.server.extensions.get("aquifer-kept")
        if kept is not None:
            kept.runner.fork_nursery(let_go)

    return fork


def _gunicorn_settings(settings: Settings, descriptor: int) -> dict[str, Any]:
    """Return gunicorn's settings; each process has the models' caches of its own."""
    return {
        "bind": f"fd://{descriptor}",
        "workers": settings.workers,
        "worker_class": "dashboard.worker.Worker",
        "threads": settings.threads,
        # Ours are believed where the settings say so, by the app: gunicorn would take the scheme
        # from whoever asks on this machine.
        "forwarded_allow_ips": "",
        "preload_app": True,
        "control_socket_disable": True,
        "limit_request_line": REQUEST_LINE_BYTES,
        "limit_request_field_size": HEADER_BYTES,
        "keepalive": KEPT_SECONDS,
        "graceful_timeout": GRACE_SECONDS,
        # Gunicorn's news of its own processes: the requests are logged by the app.
        "loglevel": "debug" if settings.log_level == "debug" else "warning",
        "post_worker_init": _announcer(settings),
    }


def _announcer(settings: Settings) -> Callable[[Any], None]:
    """Return the hook that tells the address when the first worker is about to accept."""

    def announce(worker: Any) -> None:
        kept = worker.wsgi.extensions.get("aquifer-kept")
        if kept is not None:
            kept.runner.wake()  # jobs that wait since before a restart
        if worker.age > 1:  # a replacement for one that died
            return
        print(f"Aquifer is at {settings.address}  (Ctrl-C stops it)", flush=True)
        in_desktop = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        if in_desktop and sys.stdout.isatty():
            threading.Thread(target=webbrowser.open, args=(settings.address,), daemon=True).start()

    return announce


def _leave(_signal: int, _frame: object) -> NoReturn:
    """End quietly when told to before the server runs."""
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
