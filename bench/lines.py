"""A made corpus as the JSONL that `sherpa add` takes: paragraphs with datelines, abbreviations and days, as agencies write them."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.corpus import Corpus
from index.articles import Article

#: Sentences in a paragraph.
_PARAGRAPH = (1, 4)

#: Of a hundred sentences, so many begin with each of these.
_OPENINGS = {"On {day:%b}. {day.day}, ": 4, "Mr. {name} said that ": 5, "Officials in the U.S. ": 3, "At 9:30 a.m. on {day:%A}, ": 2}

#: Share of copies that have lost their end, and of reports with a sentence of background that many have; and how many such sentences.
_TRIMMED, _WITH_BACKGROUND = 0.5, 0.3
_BACKGROUND = 300


def write(corpus: Corpus, path: Path, *, seed: int = 1) -> None:
    """The whole corpus, one article a line."""
    chance = Random(seed)
    with path.open("w", encoding="utf-8") as lines:
        for article, body in _reports(corpus, chance):
            day = article.published.isoformat() if article.published else None
            fields = {"id": article.id, "title": article.title, "text": body, "date": day, "source": article.outlet}
            lines.write(json.dumps(fields | {"url": f"https://news.example/{article.id}"}, ensure_ascii=False) + "\n")


def _reports(corpus: Corpus, chance: Random) -> Iterator[tuple[Article, str]]:
    """Each article with its text as it is written; a copy's is that of the one before, some without its end."""
    latest, text = "", ""
    background: list[str] = []
    for article in corpus.articles():
        copied, latest = article.body == latest, article.body
        if not copied:
            text = _text(article, chance)
            if len(background) < _BACKGROUND:
                background.append(article.body.partition("\n")[0])
            elif chance.random() < _WITH_BACKGROUND:
                text += "\n" + chance.choice(background)
        elif chance.random() < _TRIMMED:
            text = "\n".join(text.split("\n")[: max(2, text.count("\n") * 2 // 3)])
        yield article, text


def _text(article: Article, chance: Random) -> str:
    place = article.title.rpartition(" ")[2].upper()
    name = article.title.partition(" ")[0]
    sentences = article.body.split("\n")
    paragraphs = []
    while sentences:
        count = chance.randint(*_PARAGRAPH)
        paragraphs.append(" ".join(_opened(sentence, article, name, chance) for sentence in sentences[:count]))
        del sentences[:count]
    return f"{place}, {article.published:%b}. {article.published:%d} (Reuters) - " + "\n".join(paragraphs)


def _opened(sentence: str, article: Article, name: str, chance: Random) -> str:
    drawn = chance.randrange(100)
    for opening, often in _OPENINGS.items():
        if drawn < often and sentence[0].isalpha():
            return opening.format(day=article.published, name=name) + sentence[0].lower() + sentence[1:]
        drawn -= often
    return sentence
