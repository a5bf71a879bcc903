"""``sensitivity`` and ``break-even``: what moves a headline output, and what keeps a risk down."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from analytics.commands.scenarios import add_scenario, reading_of
from analytics.commands.telling import Refused, deliver, put

if TYPE_CHECKING:
    import pandas as pd

    from analytics.outlook import Outlook
    from analytics.outlook.sensitivity import Question, Share, Tornado

OUTPUTS = ("risk", "waste", "rank", "year", "probability")

_SENSITIVITY = """\
Tell which assumption moves a headline output: a tornado, each assumption alone set otherwise, and
the total and first-order Sobol' indices of the uncertain inputs with their sampling error.
"""
_BREAK_EVEN = """\
Find the value of one control at which a risk comes to a stated level: a vendor's collapse risk, or
the chance that public human text is exhausted by the end of a year. The control is set to a known
value, everything else stays as uncertain as it is.
"""
_NOTES = """\
Without --vendor the mean of the closed frontier vendors is taken; a rank is then that of the first.

exit codes: 0 answered; 1 the file could not be written, an existing one is kept; 2 bad input
"""
_EXAMPLES = """\
The last line of an answer sets a scenario to it. None in range is an answer too: the exit code is
0, and the ends of the range are told.

examples:
  python -m analytics break-even --control temperature --risk 0.2 --vendor Meta
  python -m analytics break-even --preset synthetic-supplement --control synthetic_cap --risk 0.2
  python -m analytics break-even --control demand_growth --risk 0.5 --of exhaustion --year 2030

exit codes: 0 answered; 2 bad input
"""


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Add both commands to those of a parser."""
    sensitivity = commands.add_parser(
        "sensitivity",
        help="tell which assumption moves a headline output",
        description=_SENSITIVITY,
        epilog=_NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_scenario(sensitivity)
    sensitivity.add_argument(
        "--output",
        choices=OUTPUTS,
        default="risk",
        help="P(tail kept < threshold), compute wasted, a vendor's expected rank, the median year "
        "of exhaustion, or its chance by the end of a year (risk)",
    )
    _add_whose(sensitivity)
    sensitivity.add_argument(
        "--out", metavar="PATH", default="-", help="the CSV file; - is standard output (-)"
    )
    sensitivity.set_defaults(run=tell)
    finding = commands.add_parser(
        "break-even",
        help="find which value of a control keeps a risk under a level",
        description=_BREAK_EVEN,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_scenario(finding)
    finding.add_argument(
        "--control", metavar="FIELD", required=True, help="the control, by its field"
    )
    finding.add_argument(
        "--risk", metavar="LEVEL", required=True, help="level of the risk, 0.01 to 0.99"
    )
    finding.add_argument(
        "--of", choices=("collapse", "exhaustion"), default="collapse", help="which risk (collapse)"
    )
    _add_whose(finding)
    for end, what in (("from", "lower"), ("to", "upper")):
        finding.add_argument(
            f"--{end}",
            dest=f"range_{end}",
            metavar="VALUE",
            help=f"{what} end of the range, in the stored unit (the control's own)",
        )
    finding.set_defaults(run=find)


def _add_whose(command: argparse.ArgumentParser) -> None:
    command.add_argument("--vendor", metavar="NAME", default="", help="whose (the closed frontier)")
    command.add_argument("--year", metavar="YEAR", default="2032", help="of the output (2032)")


def tell(given: argparse.Namespace) -> None:
    """Analyse the scenario, write the table."""
    outlook, question = _asked(given, given.output)
    from analytics.exports.table import table_csv
    from analytics.outlook.sensitivity import shares, tried

    try:
        found, divided = tried(outlook, question), shares(outlook, question)
    except ValueError as error:
        raise Refused(f"--{error}") from None
    deliver(table_csv(_table(found, divided)), given.out)


def find(given: argparse.Namespace) -> None:
    """Find the break-even, and tell it with its bracket."""
    by = "risk" if given.of == "collapse" else "probability"
    outlook, question = _asked(given, by)
    from analytics import findings_sensitivity as said
    from analytics import wording
    from analytics.outlook import break_even
    from analytics.scenario import DECLARATIONS

    level = _number("--risk", given.risk)
    ends = [
        None if text is None else _number(f"--{end}", text)
        for end, text in (("from", given.range_from), ("to", given.range_to))
    ]
    try:
        found = break_even.find(outlook, question, given.control, level, *ends)
    except ValueError as error:
        text = str(error).replace("level:", "risk:", 1)
        raise Refused(f"--{text}") from None
    lines = [wording.plain(said.break_even_sentence(found))]
    for one in found.result.crossings:
        values = break_even.settings(found.control, one.value)
        told = " ".join(
            f"--set {name}={DECLARATIONS[name].as_text(value).split('~')[0]}"
            for name, value in values.items()
        )
        lines.append(told)
    put("\n".join(lines) + "\n")


def _asked(given: argparse.Namespace, by: Any) -> tuple[Outlook, Question]:
    """The scenario's answer, and what is asked of it."""
    reading = reading_of(given)
    from analytics.outlook import evaluate
    from analytics.outlook.sensitivity import Question

    year = _number("--year", given.year)
    if year != int(year):
        raise Refused(f"--year: {given.year!r} is not a whole number")
    return evaluate(reading.scenario), Question(by, given.vendor, int(year))


def _number(option: str, text: str) -> float:
    from analytics.scenario.reading import number

    try:
        return number(text, None, None)
    except ValueError as error:
        raise Refused(f"{option}: {error}") from None


def _table(found: Tornado, divided: tuple[Share, ...]) -> pd.DataFrame:
    """The tornado and the indices, one number a row."""
    import pandas as pd

    from analytics import wording
    from analytics.findings_sensitivity import setting, variable

    by = found.question.by
    name, unit = variable(found.question)
    nan = float("nan")
    rows: list[tuple[Any, ...]] = [("as it is", "", "", "", name, unit, nan, found.base)]
    for kind, bars in (("uncertain input", found.inputs), ("choice", found.choices)):
        rows += [
            (kind, bar.field, bar.label, wording.plain(setting(bar, i)), name, unit, nan, value)
            for bar in bars
            for i, value in enumerate(bar.answers[by])
        ]
    for one in divided:
        for index, numbers in (
            ("Total Sobol' index", (one.total, one.low, one.high)),
            ("First-order Sobol' index", (one.first, one.first_low, one.first_high)),
        ):
            rows += [
                ("Sobol' index", one.field, one.label, "", index, "share", quantile, value)
                for quantile, value in zip((nan, 0.05, 0.95), numbers, strict=True)
            ]
    columns = ("series", "field", "label", "setting", "variable", "unit", "quantile", "value")
    return pd.DataFrame(rows, columns=list(columns))
