"""How well a page's article is found, on a folder of pages whose text is known, beside plain trafilatura.

    python -m bench.extraction FOLDER [--worst N]

Each page is `NAME.html` (or `NAME.html.gz`), and `NAME.json` beside it holds what is known of it, each if it is known: `text` (all of its
article), `with` and `without` (snippets that belong to it, and that do not), `title`, `published` (ISO 8601, of which the day counts) and
`url`. One file `ground-truth.json` of `{NAME: {"articleBody", "url"}}` with the pages in `html/`, as others publish them, is read too.

Precision, recall and F1 are those of scrapinghub's article-extraction-benchmark (`evaluate.py`): runs of four words, counted for each page,
then averaged over pages. Accuracy over snippets is trafilatura's own measure.
"""

import argparse
import gzip
import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

import trafilatura

from index.articles import published_day
from index.news.errors import BadPage
from index.news.markup.decoding import decode
from index.news.pages import Page, extract

#: Words in a run; the benchmark's own number.
RUN = 4

_WORD = re.compile(r"\w+")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Known:
    """A page and what is known of it."""

    name: str
    content: bytes
    facts: dict[str, Any]

    @property
    def url(self) -> str:
        return self.facts.get("url") or ""


@dataclass(slots=True)
class Score:
    """What one extractor made of a folder. `pages` holds each page's name with its F1, or the share of its snippets that were right."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    snippets: list[bool] = field(default_factory=list)
    pages: list[tuple[float, str]] = field(default_factory=list)

    def line(self) -> str:
        """The means in one line; nothing for what no page of the folder knows."""
        shown = []
        if self.precision:
            precision, recall = fmean(self.precision), fmean(self.recall)
            shown.append(f"precision {precision:.3f} recall {recall:.3f} F1 {_f1(precision, recall):.3f} ({len(self.recall)} pages)")
        if self.snippets:
            shown.append(f"snippets right {sum(self.snippets)} of {len(self.snippets)}")
        return ", ".join(shown)


def load(folder: Path) -> Iterator[Known]:
    """The pages of a folder in the order of their names."""
    truth = folder / "ground-truth.json"
    if truth.exists():
        for name, facts in sorted(json.loads(truth.read_text("utf-8")).items()):
            yield Known(name, _page(folder / "html", name), {"text": facts.get("articleBody"), "url": facts.get("url")})
        return
    for path in sorted(folder.glob("*.json")):
        yield Known(path.stem, _page(folder, path.stem), json.loads(path.read_text("utf-8")))


def ours(page: Known) -> str:
    """What Sherpa takes from a page; "" where it refuses it."""
    found = _read(page)
    return found.body if found else ""


def plainly(**options: Any) -> Callable[[Known], str]:
    """What trafilatura gives by itself, in one of its settings."""

    def found(page: Known) -> str:
        return trafilatura.extract(decode(page.content), url=page.url or None, include_comments=False, **options) or ""

    return found


EXTRACTORS: dict[str, Callable[[Known], str]] = {
    "Sherpa": ours,
    "trafilatura": plainly(),
    "trafilatura, precision": plainly(favor_precision=True),
    "trafilatura, recall": plainly(favor_recall=True),
    "trafilatura, fast": plainly(fast=True),
}


def score(pages: list[Known], extractor: Callable[[Known], str]) -> Score:
    """How well an extractor does on pages."""
    total = Score()
    for page in pages:
        text = extractor(page)
        if wanted := page.facts.get("text"):
            precision, recall = matched(wanted, text)
            total.precision += [] if precision is None else [precision]
            total.recall.append(recall)
            total.pages.append((_f1(precision or 0.0, recall), page.name))
        squeezed = " ".join(text.split())
        right = [" ".join(snippet.split()) in squeezed for snippet in page.facts.get("with", ())]
        right += [" ".join(snippet.split()) not in squeezed for snippet in page.facts.get("without", ())]
        total.snippets += right
        if right:
            total.pages.append((fmean(right), page.name))
    return total


def matched(wanted: str, text: str) -> tuple[float | None, float]:
    """Precision and recall of `text`, by its runs of words; an empty text has no precision, and counts in the recall alone."""
    known, found = _runs(wanted), _runs(text)
    common = sum((known & found).values())
    return (common / found.total() if found else None), common / max(1, known.total())


def facts_found(pages: list[Known]) -> Iterator[str]:
    """Lines that say how many titles and days Sherpa found as they are known."""
    read = [(page, found) for page in pages if (found := _read(page))]
    for name, right in (("title", _is_title), ("published", _is_day)):
        judged = [right(page.facts[name], found) for page, found in read if page.facts.get(name)]
        if judged:
            yield f"{name} right {sum(judged)} of {len(judged)}"


def _is_title(known: str, page: Page) -> bool:
    return _WORD.findall(known.casefold()) == _WORD.findall(page.title.casefold())


def _is_day(known: str, page: Page) -> bool:
    return str(published_day(page.published)) == known[:10]


def _read(page: Known) -> Page | None:
    try:
        return extract(page.content, page.url)
    except BadPage:
        return None


def _page(folder: Path, name: str) -> bytes:
    packed = folder / f"{name}.html.gz"
    return gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / f"{name}.html").read_bytes()


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1)) if words)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main() -> None:
    """Prints a line for each extractor, then what Sherpa found of titles and days, and the pages it did worst on."""
    parser = argparse.ArgumentParser(prog="bench.extraction", description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="name so many pages that Sherpa did worst on")
    given = parser.parse_args()
    pages = list(load(given.folder))
    if not pages:
        parser.error(f"{given.folder} holds no pages whose text is known")
    for name, extractor in EXTRACTORS.items():
        result = score(pages, extractor)
        print(f"{name:24} {result.line()}")
        if name == "Sherpa":
            worst = sorted(result.pages)[: given.worst]
    for line in (*facts_found(pages), *(f"{value:.3f} {name}" for value, name in worst)):
        print(line)


if __name__ == "__main__":
    main()
