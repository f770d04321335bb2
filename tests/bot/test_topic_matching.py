"""Articles fit topics, and by the right sentence."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.topics.grammar import parse
from bot.topics.matching import Match, match, terms_of
from bot.topics.reading import read
from index.articles import Article, StoredArticle
from index.seeds import load
from index.sentences import sentences

#: The earlier copy of a seed, and the one it counts with.
COPIES = {"1.2": "1.3"}


def stored(article: Article) -> StoredArticle:
    return StoredArticle(
        **article.model_dump(),
        sequence=1,
        story_id=article.id,
        sentences=sentences(article.body),
        taken_in=datetime(2025, 8, 18, tzinfo=UTC),
    )


def news(body: str, title: str = "A day of news", **more: str) -> StoredArticle:
    return stored(Article.model_validate({"id": "a", "title": title, "body": body, **more}))


def matched(topic: str, article: StoredArticle) -> str | None:
    """The sentence with its marks in brackets; of the title, with a hash before it."""
    found = match(parse(topic), read(article))
    if found is None:
        return None
    text = article.title if found.sentence is None else article.sentence(found.sentence)
    for start, end in reversed(found.marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return f"# {text}" if found.sentence is None else text


@pytest.fixture(scope="module")
def seeds() -> dict[str, StoredArticle]:
    return {article.id.removeprefix("seed-"): stored(article) for article in load()}


@pytest.mark.parametrize(("kind", "floor"), [("chosen", 0.95), ("held", 0.9)])
def test_topics_find_the_seeds_that_a_reader_would_want(seeds: dict[str, StoredArticle], kind: str, floor: float) -> None:
    readings = {code: read(article) for code, article in seeds.items()}

    def merged(codes: list[str]) -> set[str]:
        return {COPIES.get(code, code) for code in codes}

    right = wrong = missed = 0
    for judged in tomllib.loads(Path(__file__).with_name("topics.toml").read_text("utf-8"))[kind]:
        topic = parse(judged["topic"])
        found = merged([code for code, reading in readings.items() if match(topic, reading)])
        wanted, either = merged(judged["alert"]), merged(judged["either"])
        right, wrong, missed = right + len(found & wanted), wrong + len(found - wanted - either), missed + len(wanted - found)
    assert 2 * right / (2 * right + wrong + missed) >= floor
    assert right / (right + wrong) >= 0.95


@pytest.mark.parametrize(
    ("topic", "text", "sentence"),
    [
        ("Kallas", "Nobody spoke. Then Kallas's aide did.", "Then [Kallas's] aide did."),
        ("Zelensky", "Volodymyr Zelenskyy is in Kyiv.", "Volodymyr [Zelenskyy] is in Kyiv."),
        ("cease-fire", "They want a ceasefire.", "They want a [ceasefire]."),
        ("ceasefire", "They want a cease-fire.", "They want a [cease-fire]."),
        ("ceasefire", "They want to cease fire.", "They want to [cease] fire."),
        ("front line", "Along the frontline it was quiet.", "Along the [frontline] it was quiet."),
        ("United States tariffs", "The US put tariffs on steel.", "The [US] put [tariffs] on steel."),
        ("US tariffs", "The United States put tariffs on steel.", "The [United] States put [tariffs] on steel."),
        ("attacks on Ukraine", "Ukrainian cities were attacked.", "[Ukrainian] cities were [attacked]."),
        ("attacks on Ukraine", "Drones struck the port near Kyiv.", None),
        ("minerals deal", "Both signed a minerals agreement.", "Both signed a [minerals] [agreement]."),
        ("minerals deal", "They made a deal. It has mineral wealth.", None),
        ("French president", "The leaders of France, Italy, Spain and Malta met the president of the council.", None),
        ("sale of Alaska", "Russia sold Alaska in 1867.", "Russia [sold] [Alaska] in 1867."),
        ("stock markets", "Asia's stocks rose.", "Asia's [stocks] rose."),
        ("stock markets", "He took stock of the situation.", None),
        ("truce", "A ceasefire was agreed.", None),
        ("coup attempt Baku", "A coup was feared. The attempt in Baku failed.", "The [attempt] in [Baku] failed."),
        ('"shouting match"', "It was a Shouting Match!", "It was a [Shouting Match]!"),
        ('"shouting match"', "They were shouting during the match.", None),
        ('"shouting matches"', "It was a shouting match.", None),
        ('"face to face"', "They met face-to-face.", "They met [face-to-face]."),
        ("ceasefire OR sanctions", "New sanctions came.", "New [sanctions] came."),
        ("sanctions -oil", "New sanctions came. They spare oil.", None),
        ('sanctions -"spare gas"', "New sanctions came. They spare oil.", "New [sanctions] came."),
    ],
)
def test_a_topic_fits_a_text(topic: str, text: str, sentence: str | None) -> None:
    assert matched(topic, news(text)) == sentence


def test_the_title_counts_as_a_passage_and_as_the_surroundings_of_every_sentence() -> None:
    article = news("Prices went up again. The bank acts.", title="Inflation in Japan")
    assert matched("Japanese inflation", article) == "# [Inflation] in [Japan]"
    assert matched("inflation prices bank", news("Prices of the bank went up.", title="Inflation")) == "[Prices] of the [bank] went up."


def test_the_best_sentence_is_the_one_with_the_words_themselves_and_closest() -> None:
    text = "A minerals agreement is near. The deal is about ships, grain and minerals. Both sides want the minerals deal."
    assert matched("minerals deal", news(text)) == "Both sides want the [minerals] [deal]."


@pytest.mark.parametrize(
    ("topic", "fits"),
    [
        ("oil outlet:france24", True),
        ('oil outlet:"France 24"', True),
        ("oil outlet:france", True),
        ("oil outlet:AFP", False),
        ("oil source:AFP", True),
        ("oil source:france24.com", True),
        ("oil outlet:Mint outlet:France", True),
        ("oil -source:AFP", False),
        ("oil -outlet:Mint", True),
    ],
)
def test_a_topic_may_say_where_the_article_is_published(topic: str, fits: bool) -> None:
    article = news("Oil is dear.", outlet="France 24", agency="AFP", url="https://www.france24.com/en/oil")
    assert (matched(topic, article) is not None) == fits


def test_an_article_that_fits_has_a_term_of_every_set_a_topic_can_be_filed_under(seeds: dict[str, StoredArticle]) -> None:
    typed = ["security guarantees", '"shouting match"', '"will not hand over its land"', "stock markets", "front line OR frontline"]
    readings = [read(article) for article in seeds.values()]
    for topic in map(parse, typed):
        fitting = [reading for reading in readings if match(topic, reading)]
        assert fitting
        for reading in fitting:
            assert any(all(reading.terms & terms for item in items for terms in terms_of(item)) for items in topic.alternatives)


_WORDS = st.sampled_from("oil gas talks Ukraine Kyiv deal agreement stock market the of front line Trump-Putin F-35".split())


def _texts() -> st.SearchStrategy[str]:
    return st.lists(
        st.lists(_WORDS, min_size=1, max_size=8).map(lambda words: " ".join(words).capitalize() + "."), min_size=1, max_size=5
    ).map(" ".join)


@given(st.lists(_WORDS.filter(lambda word: word not in ("the", "of")), min_size=1, max_size=3).map(" ".join), _texts())
def test_case_and_white_space_do_not_matter(typed: str, text: str) -> None:
    article = news(text)
    spaced = news(text.replace(" ", "  "))
    found = match(parse(typed), read(article))
    assert match(parse(typed.upper()), read(article)) == found
    assert _sentence(match(parse(typed), read(article.model_copy(update={"body": text.upper()})))) == _sentence(found)
    assert _sentence(match(parse(typed), read(spaced))) == _sentence(found)


def _sentence(found: Match | None) -> int | None:
    return None if found is None else found.sentence


def _spans(found: Match | None) -> Iterator[tuple[int, int]]:
    yield from () if found is None else found.marks


@given(st.lists(_WORDS.filter(lambda word: word not in ("the", "of")), min_size=1, max_size=3).map(" OR ".join), _texts())
def test_marks_lie_in_the_sentence_in_order_without_overlap(typed: str, text: str) -> None:
    article = news(text)
    found = match(parse(typed), read(article))
    if found is None:
        return
    length = len(article.title if found.sentence is None else article.sentence(found.sentence))
    places = [place for span in _spans(found) for place in span]
    assert places == sorted(places) and places[0] >= 0 and places[-1] <= length
