"""The frame around every view: header with tabs, rail of controls, footer, banners and help."""

from __future__ import annotations

from collections.abc import Iterable

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import analytics
from analytics.scenario import DEFAULT_PRESET, PRESETS, Problem
from dashboard import controls, downloads, icons, presenting, saving
from dashboard.attributes import aria, data
from dashboard.identity import LOCAL, current_user
from dashboard.refreshing import data_line
from dashboard.theme import THEME
from dashboard.views import VIEWS

RAIL_WIDTH = 352

SHORTCUTS = (
    ("1 – 9, 0", "Open a view"),
    ("p", "Pin the scenario as baseline, or unpin it"),
    ("Ctrl S", "Save to the library (⌘ S on a Mac)"),
    ("l", "Open the library"),
    ("b", "Briefing: the view for a projector; arrows, Page up and down, Home, End go, Esc ends"),
    ("← →", "Move the slider that has the focus; Page up and down in larger steps"),
    ("Alt ←", "Undo (the browser's Back)"),
    ("Alt →", "Redo"),
    ("?", "This help"),
)


def layout() -> Component:
    """The whole page without a view; the view and the values of the controls follow by callback."""
    return dmc.MantineProvider(
        [
            *_stores(),
            html.A("Skip to the content", href="#main", className="skip"),
            dmc.AppShell(
                [
                    dmc.AppShellHeader(_header(), className="header"),
                    dmc.AppShellNavbar(_rail(), className="rail", id="rail"),
                    dmc.AppShellMain(
                        [
                            html.Div(id="problems"),
                            html.Div(
                                _skeleton(), id="main", tabIndex=-1, className="view", role="main"
                            ),
                            _footer(),
                        ]
                    ),
                ],
                id="app-shell",
                header={"height": 56},
                navbar={
                    "width": RAIL_WIDTH,
                    "breakpoint": "md",
                    "collapsed": {"mobile": True},
                },
                padding="lg",
                transitionDuration=0,
            ),
            presenting.bar(),
            _help(),
            *saving.dialogs(),
            html.Div(id="about", className="about"),
            html.Div(
                "The server does not answer. Your settings are kept; this page goes on when it is "
                "back.",
                className="server-lost",
                role="alert",
            ),
            html.Div(
                [
                    "You are logged out, or your time is up. What you have set is in the address: ",
                    html.A("log in again", href="", target="_self"),
                    ".",
                ],
                className="logged-out",
                role="alert",
            ),
            html.Div(
                "The last change could not be drawn: what stands here is from before it. The "
                "server's log says why.",
                className="undrawn",
                role="alert",
            ),
            html.Div(id="said", className="visually-hidden", role="status"),
        ],
        theme=THEME,
        defaultColorScheme="auto",
    )


def _stores() -> list[Component]:
    return [
        dcc.Store(id="views", data=[view.path for view in VIEWS]),
        dcc.Store(id="facts", data=controls.facts()),
        dcc.Store(id="presets", data=controls.preset_values()),
        dcc.Store(id="address"),
        dcc.Store(id="loaded"),
        dcc.Store(id="ready", data=False),
        dcc.Store(id="page"),
        dcc.Store(id="opened"),
        dcc.Store(id="settled"),
        dcc.Store(id="data-version"),
        dcc.Download(id="download"),
    ]


def _header() -> Component:
    return html.Div(
        [
            dmc.Burger(
                id="burger",
                size="sm",
                hiddenFrom="md",
                opened=False,
                **aria(label="Scenario controls"),
            ),
            html.A(
                [
                    html.Img(src="/assets/favicon.svg", alt="", width=26, height=26),
                    html.Span("Aquifer"),
                ],
                href="/",
                className="brand",
                **data(view="/"),
                **aria(label="Aquifer, outlook"),
            ),
            html.Nav(
                [
                    html.A(view.title, href=view.path, **data(view=view.path))
                    for view in VIEWS
                    if view.tab
                ],
                className="views",
                **aria(label="Views"),
            ),
            html.Span(id="scenario-name", className="scenario-name"),
            saving.button(),
            html.Div(
                [
                    html.A(
                        [icons.icon("library"), html.Span("Library", className="tool-label")],
                        href="/library",
                        className="tool-link",
                        **data(view="/library"),
                        **aria(label="Library"),
                    ),
                    _button("copy-link", "link", "Copy link"),
                    downloads.menu(_button("download-scenario", "download", "Download scenario")),
                    presenting.button(),
                    dmc.ColorSchemeToggle(
                        lightIcon=icons.icon("sun"),
                        darkIcon=icons.icon("moon"),
                        variant="subtle",
                        color="gray",
                        size=32,
                    ),
                    dmc.ActionIcon(
                        "?",
                        id="open-help",
                        variant="subtle",
                        color="gray",
                        size=32,
                        n_clicks=0,
                        attributes={"root": {"aria-label": "Keyboard help"}},
                    ),
                    *_account(),
                ],
                className="header-tools",
            ),
        ],
        className="header-row",
    )


def _account() -> list[Component]:
    """The way to one's own account, where there is a login."""
    name = current_user()
    if name == LOCAL:
        return []
    account = [icons.icon("user"), html.Span(name, className="tool-label")]
    return [html.A(account, href="/account", className="account", **aria(label=f"{name}, account"))]


def _button(id: str, icon: str, label: str) -> Component:
    return dmc.Button(
        html.Span(label, className="tool-label"),
        id=id,
        leftSection=icons.icon(icon),
        variant="subtle",
        color="gray",
        size="compact-sm",
        n_clicks=0,
        className="tool",
        attributes={"root": {"aria-label": label}},
    )


def _icon_button(id: str, icon: str, label: str) -> Component:
    return dmc.ActionIcon(
        icons.icon(icon),
        id=id,
        variant="subtle",
        color="gray",
        size=26,
        n_clicks=0,
        attributes={"root": {"aria-label": label, "title": label}},
    )


def _rail() -> list[Component]:
    return [
        html.Div(
            [
                dmc.Select(
                    id="preset",
                    label="Scenario",
                    data=[{"value": p.id, "label": p.name} for p in PRESETS.values()],
                    value=DEFAULT_PRESET,
                    allowDeselect=False,
                    size="sm",
                    comboboxProps={"shadow": "md"},
                ),
                html.P(PRESETS[DEFAULT_PRESET].why, id="why", className="why"),
                html.Div(
                    [
                        dmc.Button(
                            "Pin baseline",
                            id="pin",
                            leftSection=icons.icon("pin"),
                            variant="default",
                            size="compact-sm",
                            n_clicks=0,
                        ),
                        dmc.Button(
                            "Reset all",
                            id={"reset": "all"},
                            leftSection=icons.icon("undo"),
                            variant="default",
                            size="compact-sm",
                            n_clicks=0,
                        ),
                        html.Span(className="control-gap"),
                        _icon_button("save-file", "save", "Save scenario file"),
                        _icon_button("open-file", "folder", "Open scenario file"),
                    ],
                    className="rail-buttons",
                ),
                html.P(id="baseline", className="baseline-name"),
            ],
            className="rail-head",
        ),
        html.Div(
            controls.rail(PRESETS[DEFAULT_PRESET].scenario),
            className="rail-controls",
            tabIndex=0,
            role="region",
            **aria(label="Assumptions"),
        ),
    ]


def _footer() -> Component:
    return html.Footer(
        [
            html.Span(f"Aquifer {analytics.__version__}"),
            html.Span(data_line(), id="data-line"),
            html.A("How it is computed", href="/methods", **data(view="/methods")),
        ],
        className="footer",
    )


def _help() -> Component:
    rows = [html.Tr([html.Td(html.Kbd(keys)), html.Td(does)]) for keys, does in SHORTCUTS]
    return dmc.Modal(
        [
            html.Table(html.Tbody(rows), className="shortcuts"),
            dmc.Switch(
                id="shortcuts",
                label="Single keys (0 – 9, p, l, b, ?) do this",
                checked=True,
                persistence=True,
                size="sm",
                mt="md",
            ),
        ],
        id="keyboard-help",
        keepMounted=True,
        title="Keyboard",
        centered=True,
        closeButtonProps={"aria-label": "Close"},
    )


def _skeleton() -> Component:
    """The shape of a view while the first one is on its way, so that nothing jumps."""
    return html.Div(
        [
            html.Div(className="bone", style={"height": 96}),
            html.Div(className="bone", style={"height": 420}),
        ],
        className="skeleton",
        **aria(hidden="true"),
    )


def problems(
    found: Iterable[Problem], what: str = "link", *, usable: bool = True
) -> Component | None:
    """What of a link or a file could not be used, by field, value and bound; None if all could.

    Args:
        found: what could not be used, and why.
        what: where it was found.
        usable: whether the rest was loaded; if not, the page is as it was.
    """
    found = list(found)
    if not found:
        return None
    if all(p.field.endswith("data") for p in found):
        # everything was used: only the facts under it are others
        return _note("Made on other data", found, "blue")
    rest = f"Part of this {what} could not be used; the rest is loaded"
    title = rest if usable else f"This {what} could not be used; nothing has changed"
    return _note(title, found, "yellow")


def _note(title: str, found: list[Problem], color: str) -> Component:
    return dmc.Alert(
        html.Ul([html.Li([html.Code(p.field), f": {p.reason}"]) for p in found]),
        title=title,
        color=color,
        variant="outline",
        withCloseButton=True,
        closeButtonLabel="Dismiss",
        className="problems",
    )


def document() -> str:
    """The HTML page that Dash fills: language, mark, no script of its own."""
    return """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Aquifer</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="alternate icon" href="/assets/favicon.ico">
{%css%}
</head>
<body>
{%app_entry%}
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>
"""
