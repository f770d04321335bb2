"""The figures as a table, as JSON and as a chart."""

import json
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path

from bench.measure import Timing

RAW_TANTIVY, RAW_RANK_BM25, ASK = "tantivy, raw", "rank-bm25, raw", "Sherpa's ask"

#: What the project sets itself at so many passages: milliseconds over raw tantivy at the median, and times faster than raw rank-bm25.
GOALS_AT = 100_000
MOST_OVER_TANTIVY, TIMES_RANK_BM25 = 6.0, 20.0


@dataclass(frozen=True, slots=True)
class Size:
    """All rows at one size, from one run."""

    passages: int
    articles: int
    rows: list[Timing]

    def p50(self, name: str) -> float:
        """A row's median in milliseconds."""
        return next(row.p50 for row in self.rows if row.name == name)

    @property
    def over_tantivy(self) -> float:
        """Milliseconds that `ask` takes more than raw tantivy, at the median."""
        return self.p50(ASK) - self.p50(RAW_TANTIVY)

    @property
    def times_rank_bm25(self) -> float:
        """How many times faster `ask` is than raw rank-bm25, at the median."""
        return self.p50(RAW_RANK_BM25) / self.p50(ASK)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything measured in one run."""

    machine: dict[str, str | int]
    sizes: list[Size]
    process: list[Timing] = field(default_factory=list)
    gold: dict[str, dict[str, float]] = field(default_factory=dict)  #: by engine

    def text(self) -> str:
        """The tables, to be read."""
        lines = ["Measured on " + ", ".join(f"{name} {value}" for name, value in self.machine.items())]
        for size in self.sizes:
            tantivy, okapi = size.p50(RAW_TANTIVY), size.p50(RAW_RANK_BM25)
            lines += ["", f"{size.passages:,} passages of {size.articles:,} articles"]
            lines.append(f"  {'':26}{'p50 ms':>10}{'p95 ms':>10}{'/ tantivy':>11}{'rank-bm25 /':>13}{'build s':>9}{'queries':>9}")
            for row in size.rows:
                build = f"{row.build_seconds:9.1f}" if row.build_seconds is not None else f"{'':9}"
                ratios = f"{row.p50 / tantivy:11.1f}{okapi / row.p50:13.1f}"
                lines.append(f"  {row.name:26}{row.p50:10.3f}{row.p95:10.3f}{ratios}{build}{row.queries:9}")
            lines.append(
                f"  ask is {size.over_tantivy:.2f} ms over raw tantivy and {size.times_rank_bm25:.1f} times faster than raw rank-bm25"
            )
            if size.passages >= GOALS_AT:
                lines.append(f"  (goals at {GOALS_AT:,}: {MOST_OVER_TANTIVY:g} ms at most, {TIMES_RANK_BM25:g} times at least)")
        if self.process:
            lines += ["", "Whole processes, on the seeds"]
            lines += [f"  {row.name:26}{row.p50:10.0f} ms p50{row.p95:10.0f} ms p95{row.queries:6} runs" for row in self.process]
        if self.gold:
            engines = list(self.gold)
            lines += ["", f"{'Answers on the gold file':28}" + "".join(f"{engine:>10}" for engine in engines)]
            names = sorted({name for scored in self.gold.values() for name in scored})
            lines += [
                f"  {name:26}" + "".join(f"{self.gold[engine].get(name, float('nan')):10.3f}" for engine in engines) for name in names
            ]
        return "\n".join(lines)

    def write(self, folder: Path) -> list[Path]:
        """Writes `bench.json`, and `bench.png` where matplotlib is installed; gives what was written."""
        folder.mkdir(parents=True, exist_ok=True)
        written = [folder / "bench.json"]
        figures = asdict(self)
        for size, kept in zip(self.sizes, figures["sizes"], strict=True):
            kept |= {"ask_ms_over_raw_tantivy": size.over_tantivy, "ask_times_faster_than_raw_rank_bm25": size.times_rank_bm25}
        written[0].write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", "utf-8")
        if find_spec("matplotlib") is not None:
            from bench.chart import draw

            written.append(draw(self, folder / "bench.png"))
        return written
