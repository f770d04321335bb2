from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from adapters.terminal.prompt import SessionCompleter
from bot.sources import Offer


class FakeService:
    """Offers two sources whatever is typed, and keeps what was."""

    def __init__(self) -> None:
        self.typed: list[str] = []

    async def offers(self, typed: str) -> list[Offer]:
        self.typed.append(typed)
        return [Offer(1, "seed-1.1", "Summit Ends Without Breakthrough", "Hindustan Times"), Offer(10, "a-77", "Ten Days After", None)]


async def completed(line: str, service: FakeService) -> list[str]:
    completer = SessionCompleter(service)  # type: ignore[arg-type]  # as much of a Service as is used
    return [each.text async for each in completer.get_completions_async(Document(line), CompleteEvent())]


async def test_commands_are_completed_after_a_slash() -> None:
    assert await completed("/s", FakeService()) == ["/summarize", "/sources", "/subscribe", "/subscriptions"]
    assert await completed("/summarize", FakeService()) == ["/summarize"]


async def test_sources_are_completed_after_summarize_alone() -> None:
    service = FakeService()
    assert await completed("/summarize mint", service) == ["seed-1.1", "a-77"]
    assert await completed("/ask mint", service) == []
    assert await completed("mint", service) == []
    assert service.typed == ["mint"]
