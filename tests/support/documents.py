"""The documents as tests read them: their code, their tables, their links."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Document(NamedTuple):
    """A document; `name` is its path in the repository."""

    name: str
    text: str

    @property
    def folder(self) -> Path:
        """From where its links lead."""
        return (ROOT / self.name).parent

    def code(self) -> list[str]:
        """What is in code: between backquotes, and the lines of blocks."""
        blocks = [line for found in FENCE.finditer(self.text) for line in found[2].splitlines()]
        return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", FENCE.sub("", self.text))] + blocks

    def rows(self, heading: str) -> list[list[str]]:
        """The cells of the tables whose first column has that heading, without the heading's own row."""
        tables = self.text.split(f"| {heading} |")[1:]
        lines = [line for table in tables for line in table.partition("\n\n")[0].splitlines()[2:]]
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]

    def links(self) -> Iterator[str]:
        """Where it leads, but for the web."""
        return (link for link in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", self.text)) if "://" not in link)

    def anchors(self) -> set[str]:
        """The names of its headings, as links have them."""
        headings = re.findall(r"^#+ (.+)$", FENCE.sub("", self.text), re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def document(name: str) -> Document:
    """The document at that path."""
    return Document(name, (ROOT / name).read_text(encoding="utf-8"))


def documents() -> list[Document]:
    """All that people read who use, run or change Sherpa."""
    return [document(str(path.relative_to(ROOT))) for path in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])]
