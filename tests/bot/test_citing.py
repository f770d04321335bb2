"""Where an article has no address, what is said of it links to Sherpa's reader, where there is one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reader_pages import Pages

from bot import replies
from bot.blocks import Item, Link, Listing, Quotation, Reference, Reply
from bot.citing import Citing
from bot.event import Event
from bot.excerpts import of_sentence
from bot.results import Answer
from bot.service import Service
from index.articles import Article, StoredArticle
from index.library import open_library

PUBLISHED = Article(id="p/1", title="The dam", body="DUBLIN - The dam broke at noon on Friday. Kites rose.", url="https://example.org/dam")
UNPUBLISHED = Article(id="u/2", title="The bridge", body="DUBLIN - The bridge at Tarnholm was paid for by brewers. Kites rose.")


def link(reply: Reply) -> Link | None:
    """The first that the reply has, if any."""
    for block in reply.blocks:
        match block:
            case Quotation(reference=Reference(link=found)) | Reference(link=found):
                return found
            case Listing(items=(Item(link=found), *_)):
                return found
    return None


@pytest.mark.parametrize("reader", [Pages(), None])
async def test_answers_and_lists_link_to_the_reader_where_there_is_no_other_page(tmp_path: Path, reader: Pages | None) -> None:
    library = await open_library(f"sqlite:///{tmp_path / 'sherpa.db'}", tmp_path, engine="memory")
    service = Service(library, Event(None), reader)
    await service.add([UNPUBLISHED])
    answered = await service.ask("Who paid for the bridge at Tarnholm?")
    assert isinstance(answered, Answer)
    refused = await service.ask("Who paid for the bridge at Bratislava?")
    sentence = Link(text="open at this sentence in Sherpa's reader", url="https://sherpa.test/a/u%2F2/1#s9") if reader else None
    article = Link(text="open the article in Sherpa's reader", url="https://sherpa.test/a/u%2F2/1") if reader else None
    assert answered.quotes[0].start == 9
    assert link(replies.answer(answered)) == sentence
    assert link(replies.more("Q?", answered.quotes, 0)) == sentence
    assert not isinstance(refused, Answer)
    assert refused.nearest is None or link(replies.refusal(refused)) == sentence
    assert link(replies.summary(await service.summarize("u/2"))) == article
    assert link(replies.sources(await service.sources())) == article
    assert link(replies.lately(await service.latest(1))) == article
    assert link(replies.preview(await service.preview("bridge"))) == article
    await service.close()


def test_an_alert_links_to_it_too_and_a_page_of_the_publishers_goes_before(stored: Callable[..., StoredArticle]) -> None:
    cite = Citing(Event(None), Pages())
    for given, address in ((PUBLISHED, "https://example.org/dam#:~:text="), (UNPUBLISHED, "https://sherpa.test/a/u%2F2/1#s9")):
        article = stored(given.body, given.id, title=given.title, url=given.url)
        found = replies.quotation(of_sentence(article, 0, (), cite(article), ()), None).reference
        assert found is not None and found.link is not None
        assert found.link.url.startswith(address)
