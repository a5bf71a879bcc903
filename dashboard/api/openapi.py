"""What can be asked for, in OpenAPI 3.1: made from the declarations that the page is made from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import analytics
from analytics.exports.formats import FORMATS, JSON, Format
from analytics.scenario import DECLARATIONS, DEFAULT_PRESET, PRESETS, Declaration
from analytics.scenario.beside import KEYS
from analytics.scenario.codec import SCHEMA_VERSION
from dashboard import table_view
from dashboard.api import problems
from dashboard.figures import CHARTS
from dashboard.handing import TABLE_FORMATS, WHOLE
from dashboard.state import NAMES, OPTIONS, TEXTS
from data import catalog

_NUMBER = r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?"
_NUMBERS = rf"^{_NUMBER}(~{_NUMBER}){{0,2}}$"

_ABOUT = """\
Every file that the page hands out has an address. Its query is that of a link to the page: copy one
from there, or name a preset and what differs from it. The same address gives the same bytes until
the data or the code change; `ETag` says so, and `If-None-Match` is answered with 304.

A value that cannot be used is refused with 400 and named, with its bounds.
"""


def description(base_url: str = "") -> dict[str, Any]:
    """The description of every address for programs.

    Args:
        base_url: address under which others reach the server; relative if empty.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Aquifer exports",
            "version": analytics.__version__,
            "description": _ABOUT,
        },
        "servers": [{"url": base_url or "/"}],
        "paths": {
            **{_path(format): _operation_of(format) for format in FORMATS.values()},
            "/export/compare.csv": _of_comparison(),
            **{f"/export/chart/{{chart}}.{id}": _of_chart(id) for id in TABLE_FORMATS},
            **{f"/export/table/{{table}}.{id}": _of_table(id) for id in TABLE_FORMATS},
        },
        "components": {
            "parameters": {
                **{name: _query(name, schema, told) for name, schema, told in _scenario()},
                **{name: _query(name, schema, told) for name, schema, told in _choices()},
            },
            "schemas": {"Problem": _PROBLEM, "ScenarioFile": _SCENARIO_FILE},
            "responses": {
                "NotModified": {"description": "The client has this file already."},
                "Refused": _refusal("A value of the query cannot be used; `errors` names it."),
                "LoginWanted": _refusal("Where others reach the server: it asks for a session."),
                "NotFound": _refusal("There is no such view, chart, table or format."),
            },
        },
    }


def _path(format: Format) -> str:
    return f"/export/{{view}}.{format.id}" if format.views else f"/export/{WHOLE}.{format.id}"


def _operation_of(format: Format) -> dict[str, Any]:
    """A scenario in one format."""
    views = [_in_path("view", (WHOLE, *format.views), "The view, or all.")] if format.views else []
    schema: dict[str, Any] = {"type": "string"} if format.text else {}
    if format.media == JSON:
        schema = {"$ref": "#/components/schemas/ScenarioFile"}
    return _get(
        f"export_{format.id.replace('-', '_')}",
        f"Scenario as {format.label}",
        format.help,
        [*views, *_references(name for name, _, _ in _scenario())],
        format.media,
        schema,
    )


def _of_comparison() -> dict[str, Any]:
    """Several scenarios and their differences."""
    return _get(
        "compare_csv",
        "Comparison as tidy CSV",
        "The rows of each scenario, and how far those beside it are from the first.",
        _references(name for name, _, _ in (*_scenario(), *_choices())),
        TABLE_FORMATS["csv"],
        {"type": "string"},
    )


def _of_chart(format: str) -> dict[str, Any]:
    """What a chart draws."""
    return _get(
        f"chart_{format}",
        f"Chart as {format.upper()}",
        "Exactly what a chart draws, with unit, source and link.",
        [
            _in_path("chart", CHARTS, "The chart."),
            *_references(name for name, _, _ in (*_scenario(), *_choices())),
        ],
        TABLE_FORMATS[format],
        {"type": "string"} if format == "csv" else {},
    )


def _of_table(format: str) -> dict[str, Any]:
    """A table of facts."""
    return _get(
        f"table_{format}",
        f"Table of facts as {format.upper()}",
        "All rows of a table of facts.",
        [_in_path("table", catalog.tables(), "The table.")],
        TABLE_FORMATS[format],
        {"type": "string"} if format == "csv" else {},
    )


def _get(
    id: str,
    summary: str,
    told: str,
    parameters: list[dict[str, Any]],
    media: str,
    schema: dict[str, Any],
) -> dict[str, Any]:
    """One address, which is read and never written."""
    return {
        "get": {
            "operationId": id,
            "summary": summary,
            "description": told,
            "parameters": parameters,
            "responses": {
                "200": {
                    "description": "The file.",
                    "headers": {
                        "ETag": {"schema": {"type": "string"}},
                        "Content-Disposition": {"schema": {"type": "string"}},
                    },
                    "content": {media: {"schema": schema} if schema else {}},
                },
                "304": {"$ref": "#/components/responses/NotModified"},
                "400": {"$ref": "#/components/responses/Refused"},
                "401": {"$ref": "#/components/responses/LoginWanted"},
                "404": {"$ref": "#/components/responses/NotFound"},
            },
        }
    }


def _in_path(name: str, there: Iterable[str], told: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": told,
        "schema": {"type": "string", "enum": [*there]},
    }


def _query(name: str, schema: dict[str, Any], told: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": told, "schema": schema}


def _references(names: Iterable[str]) -> list[dict[str, Any]]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _scenario() -> list[tuple[str, dict[str, Any], str]]:
    """Name, schema and meaning of everything that a scenario is made of."""
    return [
        ("v", {"type": "integer", "enum": [SCHEMA_VERSION]}, "Version of the names."),
        (
            "preset",
            {"type": "string", "enum": [*PRESETS], "default": DEFAULT_PRESET},
            "What all that is not given is taken from.",
        ),
        ("data", {"type": "string"}, "Version of the data that a link was made on; not checked."),
        *(
            (one.name, _schema(one), f"{one.label}. {one.help}{_in_unit(one)}")
            for one in DECLARATIONS.values()
        ),
    ]


def _choices() -> list[tuple[str, dict[str, Any], str]]:
    """Name, schema and meaning of everything else that a chart is drawn by."""
    return [
        ("pin", {"type": "string"}, "The query of a pinned baseline, encoded."),
        *((key, {"type": "string"}, "The query of a scenario beside it, encoded.") for key in KEYS),
        *(
            (name, {"type": "string", "enum": [*there]}, "How a chart is drawn.")
            for name, there in OPTIONS.items()
        ),
        *((name, {"type": "string"}, "A vendor that is ranked.") for name in NAMES),
        *(
            (
                name,
                {"type": "string", "maxLength": most},
                "What Evidence shows of its table."
                if name in table_view.TEXTS
                else "A text that is looked up.",
            )
            for name, most in TEXTS.items()
        ),
    ]


def _schema(declared: Declaration) -> dict[str, Any]:
    """What an assumption accepts; its default is the preset's."""
    match declared.kind:
        case "number" | "whole":
            kind = "number" if declared.kind == "number" else "integer"
            return {"type": kind, "minimum": declared.low, "maximum": declared.high}
        case "choice":
            return {"type": "string", "enum": [*declared.options]}
        case "switch":
            return {"type": "string", "enum": ["on", "off"]}
        case "estimate":
            return {"type": "string", "pattern": _NUMBERS}
        case _:
            return {"type": "string"}


def _in_unit(declared: Declaration) -> str:
    """Unit and bounds in words, where the schema cannot say them."""
    unit = f" In {declared.unit}." if declared.unit else ""
    if declared.kind != "estimate":
        return unit
    form = "low~mode~high" if len(declared.default.points) == 3 else "low~high"
    return f"{unit} {form}, or one number; from {declared.low:g} to {declared.high:g}."


def _refusal(told: str) -> dict[str, Any]:
    return {
        "description": told,
        "content": {problems.MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


_TEXT = {"type": "string"}

_PROBLEM = {
    "type": "object",
    "description": "RFC 9457.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        **dict.fromkeys(("type", "title", "detail", "instance", "request_id"), _TEXT),
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "value", "reason"],
                "properties": {
                    **dict.fromkeys(("field", "value", "reason", "unit"), _TEXT),
                    "lowest": {"type": "number"},
                    "highest": {"type": "number"},
                    "accepted": {"type": "array", "items": _TEXT},
                },
            },
        },
    },
}

_SCENARIO_FILE = {
    "type": "object",
    "description": "What the page and the shell open.",
    "required": ["aquifer", "v", "preset", "data", "values"],
    "properties": {
        "aquifer": {"const": "scenario"},
        "v": {"const": SCHEMA_VERSION},
        "preset": _TEXT,
        "data": _TEXT,
        "values": {"type": "object", "required": [*DECLARATIONS]},
    },
}
