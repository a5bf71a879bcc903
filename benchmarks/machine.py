"""What a figure depends on and no table should hide: the machine, its load, the versions."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Variables that say how many threads numerical libraries take."""
BUSY = 0.1
"""Share of the machine's time that others may take before the figures are called into question."""


def facts() -> dict[str, Any]:
    """Versions, processor and commit, and how busy the machine is before anything is timed."""
    return {
        "commit": _commit(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "scipy", "dash", "plotly")},
        "cpu": _cpu(),
        "cpus": os.cpu_count(),
        "load": _load(),
        "busy_before": busy(),
    }


def after() -> dict[str, Any]:
    """How busy the machine is once everything is timed; the load counts the benchmarks too."""
    return {"busy_after": busy(), "load_after": _load()}


def header(found: dict[str, Any]) -> str:
    """The facts in a few lines."""
    versions = ", ".join(f"{n} {found[n]}" for n in ("python", "numpy", "scipy", "dash", "plotly"))
    lines = [
        f"Aquifer benchmarks, commit {found['commit']}",
        versions,
        f"{found['cpu']}, {found['cpus']} CPUs",
        f"before: {_said(found['load'], found['busy_before'])}",
    ]
    return "\n".join(lines)


def footer(found: dict[str, Any]) -> str:
    """How busy the machine is at the end, and a warning if others were at work."""
    lines = [f"after: {_said(found['load_after'], found['busy_after'])}"]
    if max(found["busy_before"] or 0, found["busy_after"] or 0) > BUSY:
        lines.append(
            "OTHER PROGRAMS WERE RUNNING: medians are longer than this machine's; compare them with"
            " their floors, look at the best, or run again in a quiet moment."
        )
    return "\n".join(lines)


def _said(load: list[float] | None, share: float | None) -> str:
    said = [] if load is None else ["load average " + " ".join(f"{x:.2f}" for x in load)]
    if share is not None:
        said.append(f"processors {share:.0%} busy with other programs")
    return ", ".join(said)


def _load() -> list[float] | None:
    return [round(x, 2) for x in os.getloadavg()] if hasattr(os, "getloadavg") else None


def busy(over: float = 2.0) -> float | None:
    """Share of all processors' time in use while this program waits; None where not told."""
    before = _processor_time()
    if before is None:
        return None
    time.sleep(over)
    after = _processor_time()
    assert after is not None
    idle, total = (b - a for a, b in zip(before, after, strict=True))
    return 1.0 - idle / total if total else 0.0


def _processor_time() -> tuple[int, int] | None:
    """Idle and total ticks of all processors since they started."""
    try:
        line = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0]
    except OSError:
        return None
    ticks = [int(text) for text in line.split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)


def _cpu() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _commit() -> str:
    """The commit, and whether the working tree differs from it."""
    try:
        asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*"]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
