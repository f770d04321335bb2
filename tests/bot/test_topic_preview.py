"""A topic is tried on what is stored."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.citing import Citing
from bot.event import Event
from bot.results import Preview
from bot.topics.grammar import parse
from bot.topics.preview import FEW, Gathered, gather, index_terms, preview, searches
from index.articles import Article, StoredArticle
from index.library import open_library
from index.sentences import sentences

CITE = Citing(Event(day=None))


def stored(id_: str, body: str, day: int, story: str | None = None) -> StoredArticle:
    article = Article(id=id_, title=f"Title {id_}", body=body, published=date(2025, 8, day))
    return StoredArticle(
        **article.model_dump(),
        sequence=day,
        story_id=story or id_,
        sentences=sentences(body),
        taken_in=datetime(2025, 8, 30, tzinfo=UTC),
    )


ARTICLES = [
    stored("a", "Sanctions on oil are near.", 1),
    stored("b", "New sanctions on oil came.", 3),
    stored("b-copy", "New sanctions on oil came.", 4, story="b"),
    stored("c", "The front line is quiet.", 5),
    stored("d", "The talks went on.", 6),
    stored("e", "The talks ended.", 7),
]


def tried(text: str) -> Preview:
    """With frequencies as an engine would give them: one passage an article, plain stems."""
    topic = parse(text)
    stems = {"sanction": 3, "oil": 3, "front": 1, "line": 1, "talk": 2}
    return preview(text, topic, Gathered(ARTICLES, 5, {term: stems.get(term, 0) for term in index_terms(topic)}), CITE)


def test_of_each_story_the_newest_article_is_listed_newest_first() -> None:
    result = tried("sanctions on oil")
    assert [citation.article_id for citation in result.articles] == ["b-copy", "a"]
    assert (result.topic, result.understood) == (
        "sanctions on oil",
        "Articles that have sanctions and oil, in one passage or in the title.",
    )
    assert result.notes == ()


def test_a_word_that_no_article_has_is_named() -> None:
    assert tried("sanctions tungsten").notes == ("No article has “tungsten”.",)
    assert tried('"unheard of" OR oil').notes == ("No article has “unheard of”.",)
    assert tried("herring quota").notes == ("No article has “herring” or “quota”.",)
    assert tried("frontline").notes == ()


def test_a_topic_that_fits_half_of_the_stories_is_said_to_be_wide() -> None:
    assert tried("oil OR talks OR front").notes == ("This fits 5 of the 5 stories; a narrower topic would tell more.",)


def test_a_large_collection_is_searched_for_the_rarest_thing_asked_for() -> None:
    assert searches(parse("sanctions oil OR front line"), {"sanction": 900, "oil": 20, "crude": 5, "front": 7}) == [
        {"oil": 1.0, "crude": 1.0, "petroleum": 1.0},
        {"frontlin": 1.0, "battlefront": 1.0, "battlelin": 1.0, "battl": 1.0, "front": 1.0},
    ]


@pytest.mark.parametrize("articles", [FEW // 10, FEW + 20])
async def test_few_and_many_articles_give_the_same_preview(tmp_path: Path, articles: int) -> None:
    library = await open_library(f"sqlite:///{tmp_path / 'db'}", tmp_path, engine="memory")
    try:
        made = [f"Paragraph {number} is on fish number{number}." for number in range(articles)]
        made += ["Talks on sanctions.", "The front line is quiet.", "Sanctions talks ended near the frontline."]
        await library.add([Article(id=f"a{number}", title="A title", body=body) for number, body in enumerate(made)])
        topic = parse("sanctions talks OR frontline")
        result = preview("as typed", topic, await gather(library, topic), CITE)
        assert {citation.article_id for citation in result.articles} == {f"a{articles + number}" for number in range(3)}
        assert result.notes == ()
    finally:
        await library.close()
