"""The chart: a panel for each size, a bar for each engine, on a logarithmic scale."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from bench.report import Report, Size

_SHERPA, _OTHERS = "#1f6f8b", "#b8b8b8"


def draw(report: Report, path: Path, *, title: str = "One question, from words to result: less is better") -> Path:
    """Medians as bars with the 95th percentile as a line, in milliseconds; Sherpa's own in colour. The order is that of the last size."""
    mpl.use("Agg")
    sizes = report.sizes
    names = [row.name for row in sorted(sizes[-1].rows, key=lambda row: -row.p50)]
    figure, panels = plt.subplots(
        1, len(sizes), figsize=(6.5 * len(sizes), 4.2), squeeze=False, sharex=True, sharey=True, layout="constrained"
    )
    for panel, size in zip(panels[0], sizes, strict=True):
        _panel(panel, size, names)
    times = [time for size in sizes for row in size.rows for time in (row.p50, row.p95)]
    panels[0][0].set_xlim(min(times) / 2, 5 * max(times))
    figure.suptitle(title, fontsize=13)
    machine = report.machine
    figure.supxlabel(f"{machine['cpus']} CPUs, {machine['processor']}, Python {machine['python']}", fontsize=8, color="#555555")
    figure.savefig(path, dpi=160)
    plt.close(figure)
    return path


def _panel(panel: Axes, size: Size, names: Sequence[str]) -> None:
    rows = {row.name: row for row in size.rows}
    for place, name in enumerate(names):
        row = rows[name]
        panel.barh(place, row.p50, color=_SHERPA if "Sherpa" in name or "library" in name else _OTHERS)
        panel.hlines(place, row.p50, row.p95, color="#333333", linewidth=1.2)
        label = f"{row.p50:.3g} ms"
        panel.annotate(label, (max(row.p95, row.p50), place), xytext=(5, 0), textcoords="offset points", va="center", fontsize=9)
    panel.set_yticks(range(len(names)), names)
    panel.set_xscale("log")
    panel.xaxis.set_major_formatter("{x:g}")
    panel.set_title(f"{size.passages:,} passages", fontsize=11)
    panel.set_xlabel("milliseconds: median (bar), 95th of 100 (line)", fontsize=9)
    panel.spines[["top", "right"]].set_visible(False)
