"""Questions that lean on the one before them."""

import pytest

from bot.conversation import Conversation
from bot.results import Answer


async def asked(reader, *questions: str) -> Answer:
    """The last one's answer, all asked in one conversation."""
    conversation = Conversation()
    for question in questions:
        result = await reader.ask(question, context=conversation)
        conversation = conversation.after(result)
    assert isinstance(result, Answer), result.reason
    return result


async def test_and_what_did_another_say_is_of_the_same_subject(reader) -> None:
    result = await asked(reader, "What did Tull say about the strike?", "and what did the transport minister call it?")
    assert "a strike against schoolchildren" in result.quotes[0].text
    assert result.notes == ("Taken with the question before it: What did Tull say about the strike?",)


async def test_a_bare_when_is_of_the_same_subject(reader) -> None:
    result = await asked(reader, "Did the Skarn dam break?", "when?")
    assert any("11:40 pm" in quote.text or "11:15 pm" in quote.text for quote in result.quotes)


async def test_a_follow_up_to_a_follow_up_is_of_the_same_subject(reader) -> None:
    result = await asked(reader, "Did the Skarn dam break?", "and what did Dallow say?", "when?")
    assert any("11:40 pm" in quote.text or "11:15 pm" in quote.text for quote in result.quotes)


async def test_a_pronoun_points_back(reader) -> None:
    result = await asked(reader, "Which minister came from France to Karrow?", "what did she threaten?")
    assert any("threatened to leave" in quote.text for quote in result.quotes)


async def test_a_question_that_stands_alone_forgets_the_one_before(reader) -> None:
    alone = await asked(reader, "How many seats did the Orchard Party win?")
    assert await asked(reader, "What did Tull say about the strike?", "How many seats did the Orchard Party win?") == alone


@pytest.mark.parametrize("between", ["thanks!", "🙂", "you are useless"])
async def test_talk_between_does_not_break_the_thread(reader, between: str) -> None:
    result = await asked(reader, "Did the Skarn dam break?", between, "when?")
    assert result.notes == ("Taken with the question before it: Did the Skarn dam break?",)


async def test_a_follow_up_to_nothing_is_a_question_like_any_other(reader) -> None:
    result = await reader.answer("and what did Tull tell the crowd?")
    assert "bread" in result.quotes[0].text
    assert result.notes == ()
