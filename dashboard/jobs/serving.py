"""The address of what a job has made: its owner's to download."""

from __future__ import annotations

from dash import Dash
from flask import Response, abort, send_from_directory

from dashboard.identity import current_user
from dashboard.jobs.store import JobError
from dashboard.keeping import kept

PATH = "/jobs/{id}/file"


def register(app: Dash) -> None:
    """Let the app answer at :data:`PATH`."""
    app.server.add_url_rule(PATH.format(id="<id>"), "job-file", _file)


def _file(id: str) -> Response:
    """The file of a job that is done; 404 if it is not, or is somebody else's."""
    jobs = kept().jobs
    try:
        job = jobs.get(current_user(), id)
    except JobError:
        abort(404)
    if job.state != "done" or not job.file:
        abort(404)
    return send_from_directory(jobs.folder(job.id), job.file, as_attachment=True)
