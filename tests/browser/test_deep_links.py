"""A link that Sherpa gives opens the publisher's page at the sentence."""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page
from publisher import in_paragraphs, page_of, published

from bot import replies
from bot.citing import Citing
from bot.event import Event
from bot.excerpts import of_sentence
from bot.links import sentence_address
from bot.quotes import Quote
from bot.results import Answer
from bot.service import Service
from index.articles import EVERYONE, Article, StoredArticle
from index.library import open_library
from index.news.making import articles_of_page
from index.news.pages import extract
from index.seeds import load
from index.sentences import sentences

#: Of the seeds, one sentence of so many is opened: a page takes some 40 milliseconds.
EVERY = 6

#: Where words end as in English, and where they do not; each stands twice.
SCRIPTS = (
    "👍🏽 They met 🎉 at noon.",
    "Selenskyj drängt auf Sanktionen gegen das Öl.",
    "هل تم الاتفاق على وقف إطلاق النار في ألاسكا؟",
    "נשיא רוסיה אמר: ״לא״ ועזב את הפסגה.",
    "두 정상은 금요일 알래스카에서 만났다.",
    "两国领导人周五在阿拉斯加会面，没有达成协议。",
    "ผู้นำทั้งสองพบกันที่อะแลสกาเมื่อวันศุกร์ โดยไม่มีข้อตกลง",
)

FILLER = "\n".join(f"On day {n} the delegates of {n} towns walked along the quay and said that nothing was known." for n in range(1, 30))
DENIED = "The minister said that there was no deal of any kind on herring."
MADE = f"""TARNHOLM, Norway — The quota was set at 400 tonnes.
{FILLER}
{DENIED} Then he left.
No. That is what the skippers said to it.
“It’s the end of the Q&A,” the harbour master Ilse Marrow said of the fishermen’s talks at Tarnholm – “and nobody won anything at all.”
{FILLER.replace("quay", "pier")}
{DENIED} Then she laughed, and oil fell by 5%.
Did they agree with him? No. That is how it stood.
{FILLER.replace("quay", "mole")}"""
#: The same in HTML, as publishers write it: with links and emphasis within a sentence, entities, lines broken anywhere.
MARKED = (
    in_paragraphs(MADE)
    .replace("Ilse Marrow", '<a href="/people/marrow">Ilse <em>Marrow</em></a>')
    .replace("“It’s", "&ldquo;It&rsquo;s")
    .replace("400 tonnes", "400&nbsp;tonnes")
    .replace("no deal of any kind", "<strong>no\n   deal</strong> of any kind")
    .replace("Then she", "Then\n\n she")
)
MANY_SCRIPTS = "\n".join((FILLER, *SCRIPTS, FILLER, *(f"– {text}" for text in SCRIPTS), FILLER))
TEASERS = "".join(
    f"<li><a href='/x'>{each}</a></li>" for each in ("No.", "The minister said: no deal", "Q&amp;A: It’s the end", "Did they agree?")
)

#: Where the quotation stands in the window, in pixels from its top: from the article's signs, white space not counted, of these numbers.
PLACE = r"""([first, last]) => {
    const range = document.createRange();
    const walk = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    let number = 0;
    for (let node; (node = walk.nextNode()); ) {
        if (!node.parentElement.closest("p")) continue;
        for (let i = 0; i < node.data.length; i++) {
            if (/\s/.test(node.data[i])) continue;
            if (number === first) range.setStart(node, i);
            if (number === last) range.setEnd(node, i + 1);
            number += 1;
        }
    }
    const box = range.getBoundingClientRect();
    return [range.toString(), box.top, box.bottom];
}"""
#: A line of text, and the window, in pixels. Chromium scrolls the beginning of what it found to the middle of the window.
LINE = 30
HEIGHT = 800


def check(page: Page, url: str, body: str, start: int, end: int) -> None:
    """Opens the address, and looks that what it quotes is in view, and stands where the browser scrolls to what it finds."""
    page.goto(url)
    text, top, bottom = page.evaluate(PLACE, [_signs(body[:start]), _signs(body[:end]) - 1])
    assert "".join(text.split()) == "".join(body[start:end].split())
    assert 0 < top < bottom < HEIGHT, body[start:end]
    assert abs(top - HEIGHT / 2) < LINE / 2, (body[start:end], url, top)


def _signs(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2 - sum(map(str.isspace, text))  # as JavaScript counts


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The publisher's: the made-up article, one of many scripts, and a page for each seed."""
    pages = {f"/{article.id}": page_of(article.title, in_paragraphs(article.body)) for article in load()}
    pages["/made"] = page_of("Herring: no deal", MARKED, TEASERS)
    pages["/scripts"] = page_of("News", in_paragraphs(MANY_SCRIPTS))
    with published(pages) as address:
        yield address


def stored(article: Article) -> StoredArticle:
    facts = {"sequence": 1, "story_id": "s", "sentences": sentences(article.body), "taken_in": datetime(2031, 4, 1, tzinfo=UTC)}
    return StoredArticle(**article.model_dump(), **facts)


def check_quotation(page: Page, quote: Quote) -> None:
    """As a reply links it."""
    shown = replies.quotation(quote, None).reference
    assert shown is not None and shown.link is not None
    check(page, shown.link.url, quote.body, quote.start, quote.end)


def test_every_sentence_of_an_ordinary_page_is_opened_where_it_stands(page: Page, site: str) -> None:
    article = stored(Article(id="made", title="Herring: no deal", body=MADE, url=f"{site}/made"))
    telling = [n for n in range(len(article.sentences)) if not article.sentence(n).startswith("On day")]
    assert [article.sentence(n) for n in telling].count(DENIED) == 2
    for ordinal in telling:
        check_quotation(page, of_sentence(article, ordinal, (), Citing(Event(None))(article), ()))


def test_sentences_from_all_over_the_seeds_are_opened_where_they_stand(page: Page, site: str) -> None:
    for seed in load():
        article = stored(seed.model_copy(update={"url": f"{site}/{seed.id}"}))
        for ordinal in range(0, len(article.sentences), EVERY):
            check_quotation(page, of_sentence(article, ordinal, (), Citing(Event(None))(article), ()))


def test_sentences_of_any_script_are_opened_where_they_stand(page: Page, site: str) -> None:
    for text in SCRIPTS:
        for found in re.finditer(re.escape(text), MANY_SCRIPTS):
            url = sentence_address(f"{site}/scripts", "News", MANY_SCRIPTS, found.start(), found.end())
            check(page, url, MANY_SCRIPTS, found.start(), found.end())


def test_what_sherpa_answers_from_the_page_itself_opens_there(page: Page, site: str, tmp_path: Path) -> None:
    """The article as it was read from the page, and the answer's own link."""
    address = f"{site}/made"
    content = page_of("Herring: no deal", MARKED, TEASERS).encode()
    now = datetime(2031, 4, 1, tzinfo=UTC)

    async def asked(question: str) -> Quote:
        library = await open_library(f"sqlite:///{tmp_path / 'sherpa.db'}", tmp_path, engine="memory")
        service = Service(library, Event(None))
        await service.add(articles_of_page(extract(content, address, now=now), address, EVERYONE, now))
        result = await service.ask(question)
        await service.close()
        assert isinstance(result, Answer)
        return result.quotes[0]

    with ThreadPoolExecutor(1) as beside:  # this thread's loop is the browser's
        quote = beside.submit(lambda: asyncio.run(asked("What did the harbour master say of the talks at Tarnholm?"))).result()
    assert quote.text.startswith("“It’s the end of the Q&A,”")
    check_quotation(page, quote)
