"""Makes index/data/synonyms.tsv from a WordNet 3.0 database folder: `python -m bench.synonyms /usr/share/wordnet` (Debian: wordnet-base).

A line for each single word: the word, a tab, the other single words of its first sense in each part of speech, sorted; often there are
none. Irregular forms stand there too, with their base form: "sold" with "sell".
First senses are the frequent ones in WordNet's own tagged texts; later senses match words of other subjects more often than they help.
"""

import sys
from collections import defaultdict
from pathlib import Path

_FILES = ("noun", "verb", "adj", "adv")


def synonyms(folder: Path) -> dict[str, set[str]]:
    """Each word's synonyms by the files `index.*` and `data.*` of a WordNet database (wndb(5WN) describes them)."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in _FILES:
        members = {}
        for line in _lines(folder / f"data.{name}"):
            offset, _, _, count, *rest = line.split("|")[0].split()
            members[offset] = [rest[2 * i].lower() for i in range(int(count, 16))]
        for line in _lines(folder / f"index.{name}"):
            fields = line.split()
            word, senses = fields[0], int(fields[2])
            first = fields[-senses]
            if word.isalpha():
                found[word].update(other for other in members[first] if other.isalpha() and other != word)
    for name in _FILES:
        for line in _lines(folder / f"{name}.exc"):
            form, base, *_ = line.split()
            if form.isalpha() and base in found and form != base:
                found[form] |= found[base] | {base}
    return dict(found)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="ascii").splitlines() if not line.startswith(" ")]


if __name__ == "__main__":
    table = synonyms(Path(sys.argv[1]))
    target = Path(__file__).parent.parent / "index" / "data" / "synonyms.tsv"
    target.write_text("".join(f"{word}\t{' '.join(sorted(table[word]))}\n" for word in sorted(table)), encoding="ascii")
    print(f"{len(table)} words, {target.stat().st_size} bytes")
