"""All topics at once find what each would find by itself."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.topics.filing import TopicIndex, _alternatives
from bot.topics.grammar import Topic, parse
from bot.topics.matching import match, terms_of
from bot.topics.reading import Reading, read
from index.articles import StoredArticle
from index.errors import BadTopic
from index.sentences import sentences

WORDS = (
    "herring quota Vess Ukrainian Kyiv Kiev minerals deal agreement talks ceasefire truce Zelensky Zelenskyy sanctions NATO land swap"
).split()
texts = st.lists(st.lists(st.sampled_from([*WORDS, "the", "of"]), min_size=3, max_size=12).map(" ".join), min_size=1, max_size=6)
terms = st.one_of(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.sampled_from(WORDS).map(lambda word: f"-{word}"),
    st.sampled_from(["OR", "source:Mint", "-outlet:Mint"]),
)
topics = st.lists(st.lists(terms, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=12, unique=True)


def reading(*said: str) -> Reading:
    body = ". ".join(said) + "."
    made = {"id": "a", "title": "Report", "body": body, "outlet": "Mint", "sequence": 1, "story_id": "a"}
    return read(StoredArticle.model_validate({**made, "sentences": tuple(sentences(body)), "taken_in": datetime(2025, 8, 17, tzinfo=UTC)}))


def parsed(text: str) -> Topic | None:
    try:
        return parse(text)
    except BadTopic:
        return None


@given(topics, texts)
def test_it_agrees_with_matching_one_after_the_other(typed: list[str], said: list[str]) -> None:
    index, article = TopicIndex(), reading(*said)
    known = {text: topic for text in typed if (topic := parsed(text)) is not None}
    for text in known:
        index.add(text)
    expected = {text: found for text, topic in known.items() if (found := match(topic, article)) is not None}
    assert dict(index.fitting(article)) == expected


@given(topics, texts)
def test_what_is_added_and_removed_is_seen_at_once_and_leaves_nothing(typed: list[str], said: list[str]) -> None:
    index, article = TopicIndex(), reading(*said)
    for text in typed:
        if (topic := parsed(text)) is not None:
            for _ in range(2):
                index.add(text)
            assert {key for key, _ in index.fitting(article)} == ({text} if match(topic, article) else set())
            index.remove(text)
    index.remove("never there")
    assert not len(index)
    assert not index._posts
    assert list(index.fitting(article)) == []


@pytest.mark.parametrize("text", ["herring OR quota", '"herring quota" Vess', "Kyiv talks -deal"])
def test_a_topic_is_found_whichever_word_it_is_filed_under(text: str) -> None:
    index = TopicIndex()
    for word in WORDS:
        index.add(word)
    index.add(text)
    article = reading("The herring quota was set by Vess in Kyiv talks")
    assert text in dict(index.fitting(article))


@given(st.lists(st.sampled_from([*WORDS, "stock", "markets", "news", "latest", "or", "the", "two", "f-35", "x"]), min_size=1, max_size=4))
def test_a_plain_topic_needs_what_it_would_if_it_were_read(typed: list[str]) -> None:
    text = " ".join(typed).lower()
    if (topic := parsed(text)) is not None:
        expected = [[terms for item in items for terms in terms_of(item)] for items in topic.alternatives]
        assert [set(needed) for needed in _alternatives(text)] == [set(needed) for needed in expected]
