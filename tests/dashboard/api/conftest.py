"""An app to ask, as a program does."""

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.settings import Settings


@pytest.fixture(scope="package")
def client() -> FlaskClient:
    return create_app(Settings()).server.test_client()
