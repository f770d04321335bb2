"""Answers' quality on a file of questions with their evidence.

A line of the file: {"question", "answerable", "kind", "difficulty", "groups": [[{"sentence"}, ...], ...]}; each group is one part of a
whole answer, and any of its sentences will do. A quotation counts when it is at most 500 characters and holds an evidence sentence, or is
at least half of one, with white space and quotation marks folded. The first three are read.
"""

import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.results import Answer, Refusal

MAX_QUOTE = 500
SHOWN = 3
Ask = Callable[[str], Awaitable[Answer | Refusal]]
Question = Mapping[str, Any]


def read(path: Path) -> list[Question]:
    """The questions of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


async def scores(questions: Iterable[Question], ask: Ask, bodies: Mapping[str, str]) -> dict[str, float]:
    """Shares, 0 to 1, of what `ask` gets right; what the file asks nothing of is left out."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()

    def count(name: str, good: bool) -> None:
        asked[name] += 1
        right[name] += good

    for question in questions:
        answer = await ask(question["question"])
        quotes = list(answer.quotes[:SHOWN]) if isinstance(answer, Answer) else []
        shown = [quote.text for quote in quotes]
        for quote in quotes:
            count("verbatim", fold(quote.text) in fold(bodies[quote.citation.article_id]))
        if not question["answerable"]:
            count("refused", not quotes)
            count(f"refused {question['kind']}", not quotes)
            continue
        groups = [[evidence["sentence"] for evidence in group] for group in question["groups"]]
        count("evidence@1", any(holds(text, sentence) for text in shown[:1] for group in groups for sentence in group))
        count("evidence@3", any(holds(text, sentence) for text in shown for group in groups for sentence in group))
        count(f"evidence@3 {question['difficulty']}", any(holds(text, one) for text in shown for group in groups for one in group))
        count("false refusals", not quotes)
        if len(groups) > 1:
            count("complete@3", all(any(holds(text, sentence) for text in shown for sentence in group) for group in groups))
    return {name: right[name] / asked[name] for name in sorted(asked)}


def holds(quote: str, sentence: str) -> bool:
    """Whether the quotation shows the evidence."""
    shown, wanted = fold(quote), fold(sentence)
    return len(shown) <= MAX_QUOTE and (wanted in shown or (shown in wanted and 2 * len(shown) >= len(wanted)))


def fold(text: str) -> str:
    """Straight quotation marks and single spaces."""
    return re.sub(r"\s+", " ", text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0xA0: " "})).strip()
