from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pytest

from adapters.terminal.render import plain
from adapters.terminal.session import Turn, respond
from bot.alerts.alerts import Alerts
from bot.alerts.subscribing import Wish
from bot.blocks import Line, Reply
from bot.conversation import Conversation
from bot.places import Place
from bot.quotes import Citation, Quote
from bot.results import Answer, Explanation, Preview, Refusal, Searched, Source, Summary, SummarySentence
from index.errors import BadQuestion, BadSource, BadTopic, StoreUnavailable

CITATION = Citation(
    article_id="seed-1.1",
    revision=1,
    story_id="seed-1.1",
    title="Summit Ends",
    outlet="Mint",
    agency=None,
    published=date(2025, 8, 16),
    date_derived=True,
    url=None,
    url_owner=None,
    stance="after",
)
EXPLANATION = Explanation(terms=(), asked_for="a number", ranked=())
SEARCHED = Searched(articles=14, oldest=date(2025, 8, 15), newest=date(2025, 8, 18))


def quote(text: str) -> Quote:
    return Quote(text=text, body=text, start=0, end=len(text), cut=False, marks=(), citation=CITATION)


class FakeService:
    """Answers what has "deal" in it, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    async def ask(self, text: str, *, context: Conversation) -> Answer | Refusal:
        self.asked.append((text, context.questions))
        if not text:
            raise BadQuestion("The question is empty; type one.")
        if "deal" not in text:
            return Refusal(question=text, kind="unanswered", reason="The articles do not say.", searched=SEARCHED)
        quotes = tuple(quote(f"Quotation {n}.") for n in range(1, 9))
        return Answer(question=text, quotes=quotes[:3], more=quotes[3:], confidence=0.7, explanation=EXPLANATION)

    async def summarize(self, source: str, *, length: str = "medium") -> Summary:
        self.asked.append((source, length))
        if source == "nothing":
            raise BadSource("No article fits that.", ("5. Summit Ends, Mint",))
        return Summary(citation=CITATION, byline=None, sentences=(SummarySentence(text="One.", start=0, end=4),))

    async def sources(self) -> list[Source]:
        return [Source(number=1, citation=CITATION, collection="everyone")]

    async def preview(self, topic: str) -> Preview:
        if topic == "broken":
            raise StoreUnavailable("The database does not answer.")
        return Preview(topic=topic, understood=topic, articles=(CITATION,))


class FakeSubscribing:
    """Says what it was asked."""

    async def subscribe(self, wish: Wish) -> Reply:
        if wish.topic == "broken":
            raise BadTopic("A quotation mark is not closed.")
        return Reply(blocks=(Line(text=f"subscribed {wish.topic} {wish.rhythm}"),))

    async def unsubscribe(self, topic: str, _place: Place, *, manages: bool) -> Reply:
        return Reply(blocks=(Line(text=f"unsubscribed {topic} {manages}"),))

    async def listed(self, place: Place) -> Reply:
        return Reply(blocks=(Line(text=f"listed {place.platform}"),))


@dataclass
class FakeAlerts:
    subscribing: FakeSubscribing


ALERTS = cast("Alerts", FakeAlerts(FakeSubscribing()))  # as much of them as is used


@pytest.fixture
def service() -> FakeService:
    return FakeService()


async def said(line: str, service: FakeService, conversation: Conversation | None = None) -> tuple[str, Conversation]:
    turn: Turn = await respond(line, conversation or Conversation(), service, ALERTS)  # type: ignore[arg-type]  # as much of a Service as is used
    assert turn.reply is not None
    assert turn.conversation is not None
    return plain(turn.reply), turn.conversation


@pytest.mark.parametrize("line", ["Was there a deal?", "/ask Was there a deal?", "  /ask   Was there a deal?  "])
async def test_plain_text_and_ask_are_questions(line: str, service: FakeService) -> None:
    text, talk = await said(line, service)
    assert "❝Quotation 1.❞" in text
    assert talk.questions == ("Was there a deal?",)


async def test_a_follow_up_is_asked_with_the_conversation(service: FakeService) -> None:
    _, talk = await said("Was there a deal?", service)
    await said("when?", service, talk)
    assert service.asked[-1] == ("when?", ("Was there a deal?",))


async def test_more_goes_on_until_nothing_is_left(service: FakeService) -> None:
    _, talk = await said("deal?", service)
    first, talk = await said("/more", service, talk)
    second, talk = await said("/more", service, talk)
    last, _ = await said("/more", service, talk)
    assert [text.count("❝") for text in (first, second, last)] == [3, 2, 0]
    assert "[4]" in first
    assert "[8]" in second
    assert "That is all the articles say on it." in last


async def test_more_and_why_need_an_answer(service: FakeService) -> None:
    for line in ("/more", "/why"):
        text, _ = await said(line, service)
        assert text.startswith("There is no answer to ")
    _, refused = await said("weather?", service)
    text, _ = await said("/more", service, refused)
    assert text.startswith("There is no answer to show more of")


async def test_why_shows_the_ranking_of_the_last_answer(service: FakeService) -> None:
    _, talk = await said("deal?", service)
    text, _ = await said("/why", service, talk)
    assert "Looked for a number." in text
    assert "Confidence 0.70." in text


@pytest.mark.parametrize(
    ("line", "source", "length"),
    [
        ("/summarize 1", "1", "medium"),
        ("/summarize Summit Ends short", "Summit Ends", "short"),
        ("/summarize long", "long", "medium"),
        ("/summarize  seed-1.1   long ", "seed-1.1", "long"),
    ],
)
async def test_a_summary_takes_a_source_and_perhaps_a_length(line: str, source: str, length: str, service: FakeService) -> None:
    text, _ = await said(line, service)
    assert service.asked == [(source, length)]
    assert "❝One.❞" in text


async def test_what_cannot_be_done_is_said_and_leaves_the_conversation_as_it_was(service: FakeService) -> None:
    _, talk = await said("deal?", service)
    for line, sentence in {
        "/ask": "The question is empty; type one.",
        "/summarize": "Name a source, as in /summarize 1; /sources lists them.",
        "/summarize nothing": "No article fits that.",
        "/preview": "Name a topic, as in /preview security guarantees.",
        "/preview broken": "The database does not answer.",
        "/dance": "There is no command /dance; /help lists them.",
        "/chat": "There is no command /chat; /help lists them.",
    }.items():
        text, after = await said(line, service, talk)
        assert text.startswith(sentence)
        assert after == talk


async def test_an_unknown_source_comes_with_suggestions(service: FakeService) -> None:
    text, _ = await said("/summarize nothing", service)
    assert "Did you mean:\n  5. Summit Ends, Mint" in text


async def test_sources_previews_and_help_are_shown(service: FakeService) -> None:
    for line, part in {"/sources": "1 source", "/preview soy": "1 article would have fired an alert", "/help": "/summarize SOURCE"}.items():
        text, _ = await said(line, service)
        assert part in text


async def test_a_blank_line_says_nothing_and_quit_ends_it(service: FakeService) -> None:
    talk = Conversation(questions=("x",))
    assert await respond("   ", talk, service, ALERTS) == Turn(None, talk)  # type: ignore[arg-type]  # as above
    assert await respond("/quit", talk, service, ALERTS) == Turn(None, None)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("line", "said_"),
    [
        ("/subscribe NATO", "subscribed NATO now"),
        ("/subscribe security guarantees weekly", "subscribed security guarantees weekly"),
        ("/subscribe daily", "subscribed daily now"),
        ("/subscribe", "Name a topic, as in /subscribe security guarantees."),
        ("/subscribe broken", "A quotation mark is not closed."),
        ("/unsubscribe NATO", "unsubscribed NATO True"),
        ("/unsubscribe", "Name a topic, as in /unsubscribe security guarantees; /subscriptions lists them."),
        ("/subscriptions", "listed terminal"),
    ],
)
async def test_alerts_are_asked_for_and_ended(line: str, said_: str, service: FakeService) -> None:
    assert (await said(line, service))[0].strip() == said_
