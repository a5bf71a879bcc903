"""The description: valid, complete, and true under fuzzing."""

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from analytics.exports.formats import FORMATS
from analytics.scenario import DECLARATIONS
from dashboard.api.openapi import description
from dashboard.app import create_app
from dashboard.figures import CHARTS
from dashboard.settings import Settings
from dashboard.state import NAMES, OPTIONS, TEXTS
from data import catalog

EXAMPLES = 3
"""Of each address; the fuzzing by hand took a few hundred."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def told(client):
    answer = client.get("/openapi.json")
    assert answer.mimetype == "application/json"
    return answer.get_json()


def parameters(told, path):
    found = {}
    for one in told["paths"][path]["get"]["parameters"]:
        if "$ref" in one:
            one = told["components"]["parameters"][one["$ref"].split("/")[-1]]
        found[one["name"]] = one
    return found


def test_it_describes_every_format_chart_and_table(told):
    assert told["openapi"].startswith("3.1")
    ends = {path.rpartition(".")[2] for path in told["paths"] if path.startswith("/export/{view}")}
    ends |= {path.rpartition(".")[2] for path in told["paths"] if "/scenario." in path}
    assert ends == set(FORMATS)
    chart = parameters(told, "/export/chart/{chart}.csv")
    assert chart["chart"]["schema"]["enum"] == list(CHARTS)
    assert set(chart) >= {*DECLARATIONS, *OPTIONS, *NAMES, *TEXTS, "pin", "preset"}
    table = parameters(told, "/export/table/{table}.xlsx")
    assert table["table"]["schema"]["enum"] == list(catalog.tables())


def test_bounds_are_those_of_the_declarations(told):
    known = parameters(told, "/export/{view}.csv")
    assert set(known) >= set(DECLARATIONS)
    epochs = known["epochs"]
    assert epochs["schema"] == {"type": "number", "minimum": 1.0, "maximum": 100.0}
    assert "passes" in epochs["description"]
    for one in DECLARATIONS.values():
        assert one.label in known[one.name]["description"]


def test_every_reference_leads_somewhere(told):
    def references(node):
        if isinstance(node, dict):
            yield from [node["$ref"]] if "$ref" in node else []
            node = list(node.values())
        if isinstance(node, list):
            for one in node:
                yield from references(one)

    for reference in references(told):
        at = told
        for part in reference.removeprefix("#/").split("/"):
            at = at[part]


@pytest.fixture(scope="module")
def schema():
    return schemathesis.openapi.from_wsgi("/openapi.json", create_app(Settings()).server)


@pytest.mark.parametrize("path", description()["paths"])
def test_no_query_makes_it_fail(schema, path):
    @hypothesis.settings(
        max_examples=EXAMPLES,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=schema[path]["GET"].as_strategy())
    def ask(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    ask()
