"""Topics are read, checked, said back in words and written in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.topics.grammar import MAX_TOPIC, Outlet, Phrase, Source, Topic, Word, format_topic, parse, understood
from index.errors import BadTopic


def words(*texts: str) -> tuple[Word, ...]:
    return tuple(Word(text) for text in texts)


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("security guarantees", Topic((words("security", "guarantees"),))),
        ("  Security   GUARANTEES ", Topic((words("security", "guarantees"),))),
        ("the talks in Anchorage", Topic((words("talks", "anchorage"),))),
        ("latest news on NATO", Topic((words("nato"),))),
        ("Fox News interview", Topic((words("fox", "news", "interview"),))),
        ("stock markets", Topic((words("stock markets"),))),
        ("ceasefire OR truce", Topic((words("ceasefire"), words("truce")))),
        ("ceasefire or truce talks", Topic((words("ceasefire"), words("truce", "talks")))),
        ('"shouting match"', Topic(((Phrase(("shouting", "match")),),))),
        ("“will not hand over its land”", Topic(((Phrase(("will", "not", "hand", "over", "its", "land")),),))),
        ("tariffs -china", Topic((words("tariffs"),), without=words("china"))),
        ('tariffs −china -"trade war"', Topic((words("tariffs"),), without=(Word("china"), Phrase(("trade", "war"))))),
        ("summit -Trump-Putin", Topic((words("summit"),), without=(Phrase(("trump", "putin")),))),
        ("oil outlet:Mint OR gas", Topic((words("oil"), words("gas")), published=(Outlet("mint"),))),
        ('oil source:reuters outlet:"Times of Oman"', Topic((words("oil"),), published=(Source("reuters"), Outlet("times of oman")))),
        ("oil -Outlet: Mint", Topic((words("oil"),), not_published=(Outlet("mint"),))),
        ("Trump-Putin summit", Topic((words("trump", "putin", "summit"),))),
        ("F-35 jets", Topic((words("f-35", "jets"),))),
        ("Putin's plans, again!", Topic((words("putin", "plans"),))),
        ("oil oil OIL", Topic((words("oil"),))),
    ],
)
def test_a_topic_is_read(typed: str, topic: Topic) -> None:
    assert parse(typed) == topic


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "The topic is empty; name a few words, such as: security guarantees."),
        (" \t\n\u200b", "The topic is empty; name a few words, such as: security guarantees."),
        ("word " * 60, f"The topic has 299 characters; keep it to {MAX_TOPIC}."),
        ('"shouting match', "A quotation mark is not closed; put one before and one after the exact words."),
        ("🎉 !!!", "The topic has no word in it; name a few, such as: security guarantees."),
        ("the of and", "The topic has only words that stand in every text; add one that says what it is about."),
        ('"to be"  "of the"', "The topic has only words that stand in every text; add one that says what it is about."),
        ("-china", "The topic only says what to leave out; add a word to look for."),
        ("-china outlet:mint", "The topic only says what to leave out; add a word to look for."),
        ("outlet:mint", "The topic only says where an article is published; add a word to look for."),
        ("oil outlet:", "There is no name after outlet:; write one, such as outlet:Reuters."),
        ('oil source:""', "There is no name after source:; write one, such as source:Reuters."),
        ('oil ""', "There is no word between two of the quotation marks; put the exact words there."),
        ("oil OR", "There is nothing to look for on one side of OR; put a word on both sides of it."),
        ("OR oil", "There is nothing to look for on one side of OR; put a word on both sides of it."),
        ("oil OR OR gas", "There is nothing to look for on one side of OR; put a word on both sides of it."),
        ("oil OR -gas", "There is nothing to look for on one side of OR; put a word on both sides of it."),
    ],
)
def test_a_topic_that_cannot_be_read_says_why(typed: str, sentence: str) -> None:
    with pytest.raises(BadTopic) as raised:
        parse(typed)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Kallas", "Articles that have Kallas."),
        ("security guarantees", "Articles that have security and guarantees, in one passage or in the title."),
        ("NATO membership for Ukraine", "Articles that have NATO, membership and Ukraine, in one passage or in the title."),
        ("ceasefire OR truce", "Articles that have ceasefire; or truce."),
        (
            'tariffs -China -"trade war" outlet:"France 24" source:Reuters -outlet:Mint',
            'Articles that have tariffs; but nowhere China or "trade war"; from France 24 or Reuters; not from Mint.',
        ),
    ],
)
def test_a_topic_is_said_back_as_it_was_understood(typed: str, sentence: str) -> None:
    assert understood(parse(typed)) == sentence


_PIECES = st.sampled_from(
    [
        *"oil Gas talks Trump-Putin F-35 U.S. stock market markets prime the minister news Zelenskyy's 11:30 cease-fire Ärzte".split(),
        *'OR or -china -"trade war" "to be or not" "Cease-fire talks" source:bbc.com outlet:"France 24" -outlet:Mint , ( 20%'.split(" "),
    ]
)


@given(st.lists(_PIECES, min_size=1, max_size=12).map(" ".join) | st.text(max_size=60))
def test_what_a_topic_is_written_as_reads_back_as_the_same_topic(typed: str) -> None:
    try:
        topic = parse(typed)
    except BadTopic:
        return
    written = format_topic(topic)
    assert parse(written) == topic
    assert format_topic(parse(written)) == written


@given(st.lists(_PIECES, min_size=1, max_size=12).map(" ".join))
def test_case_and_white_space_make_no_other_topic(typed: str) -> None:
    def read(text: str) -> Topic | str:
        try:
            return parse(text)
        except BadTopic as error:
            return str(error)

    assert read(typed) == read(typed.upper()) == read("  " + typed.lower().replace(" ", " \t "))
