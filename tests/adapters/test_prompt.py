from datetime import date

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from adapters.terminal.prompt import MOST, SessionCompleter, matching
from bot.quotes import Citation
from bot.results import Source


def source(number: int, article_id: str, title: str, outlet: str | None) -> Source:
    citation = Citation(
        article_id=article_id,
        revision=1,
        story_id=article_id,
        title=title,
        outlet=outlet,
        agency=None,
        published=date(2025, 8, 16),
        date_derived=True,
        url=None,
        url_owner=None,
        stance=None,
    )
    return Source(number=number, citation=citation, collection="everyone")


SOURCES = [
    source(1, "seed-1.1", "Summit Ends Without Breakthrough", "Hindustan Times"),
    source(2, "seed-1.2", "Trump Sets Up Meeting", "Mint"),
    source(10, "a-77", "Ten Days After the Summit", None),
]


class FakeService:
    """Counts how often its sources are read."""

    def __init__(self) -> None:
        self.reads = 0

    async def sources(self) -> list[Source]:
        self.reads += 1
        return SOURCES


async def completed(line: str, service: FakeService) -> list[str]:
    completer = SessionCompleter(service)  # type: ignore[arg-type]  # as much of a Service as is used
    return [each.text async for each in completer.get_completions_async(Document(line), CompleteEvent())]


async def test_commands_are_completed_after_a_slash() -> None:
    assert await completed("/s", FakeService()) == ["/summarize", "/sources"]
    assert await completed("/summarize", FakeService()) == ["/summarize"]


async def test_sources_are_completed_after_summarize_alone() -> None:
    assert await completed("/summarize mint", FakeService()) == ["seed-1.2"]
    assert await completed("/ask mint", FakeService()) == []
    assert await completed("mint", FakeService()) == []


async def test_sources_are_read_once_and_only_when_needed() -> None:
    service = FakeService()
    completer = SessionCompleter(service)  # type: ignore[arg-type]  # as above
    for line in ("what", "/summarize ", "/summarize m"):
        _ = [each async for each in completer.get_completions_async(Document(line), CompleteEvent())]
        assert service.reads == (line != "what")


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("", [1, 2, 10]),
        ("1", [1, 10]),
        ("seed-1", [1, 2]),
        ("summit", [1, 10]),
        ("summit hindustan", [1]),
        ("SUMMIT ends", [1]),
        ("outlet unknown", [10]),
        ("tariffs", []),
    ],
)
def test_sources_match_by_number_id_title_and_outlet(typed: str, numbers: list[int]) -> None:
    assert [each.number for each in matching(typed, SOURCES)] == numbers


def test_no_more_are_offered_than_can_be_read() -> None:
    assert len(matching("summit", [source(n, f"a-{n}", "Summit", None) for n in range(1, 99)])) == MOST
