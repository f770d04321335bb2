"""Summaries: verbatim, in order, spread, and of sentences that say something."""

import random
import time
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.citing import Citing
from bot.event import Event
from bot.quoting import bare_quotations
from bot.summaries import MEASURES, Length, summarize
from index.articles import StoredArticle
from index.seeds import load
from index.sentences import sentences

CITE = Citing(Event(None))
LENGTHS: tuple[Length, ...] = get_args(Length)


def stored(body: str, title: str = "A title of its own", **fields: str) -> StoredArticle:
    return StoredArticle(
        id="a",
        title=title,
        body=body,
        sequence=1,
        story_id="a",
        sentences=sentences(body.strip()),
        taken_in=datetime(2025, 8, 18, tzinfo=UTC),
        **fields,
    )


def texts(article: StoredArticle, length: Length = "medium") -> list[str]:
    return [sentence.text for sentence in summarize(article, length, CITE(article)).sentences]


SEEDS = [stored(seed.body, seed.title) for seed in load()]


@pytest.mark.parametrize("length", LENGTHS)
def test_a_seed_is_summarized_word_for_word_in_order_and_from_all_over_it(length: Length) -> None:
    for article in SEEDS:
        summary = summarize(article, length, CITE(article)).sentences
        assert MEASURES[length].fewest <= len(summary) <= MEASURES[length].most, article.title
        assert [article.body[sentence.start : sentence.end] for sentence in summary] == [sentence.text for sentence in summary]
        assert [sentence.start for sentence in summary] == sorted({sentence.start for sentence in summary})
        whole = [start for start, end in article.sentences if article.body[end - 1] in ".'\"”"]  # not the lines of a market table
        middle = whole[len(whole) // 3]
        assert summary[0].start < middle <= summary[-1].start, article.title


def test_longer_summaries_have_more_words() -> None:
    for article in SEEDS:
        words = [sum(len(text.split()) for text in texts(article, length)) for length in ("short", "medium", "long")]
        assert words == sorted(words), article.title


def test_the_summary_carries_citation_byline_and_stance() -> None:
    article = stored("Putin came. Trump left. They talked.", byline="A. Writer", stance="before")
    summary = summarize(article, "medium", CITE(article))
    assert (summary.byline, summary.citation.title, summary.citation.stance) == ("A. Writer", "A title of its own", "before")


def test_a_dateline_is_left_off() -> None:
    article = stored("ANCHORAGE, Alaska—President Trump and Russian leader Vladimir Putin ended their meeting. It was short.")
    assert texts(article)[0] == "President Trump and Russian leader Vladimir Putin ended their meeting."


NEWS = [
    "The council of the city voted on Monday to close the old bridge over the river for repairs.",
    "Engineers had found cracks in two pillars of the bridge during an inspection of the river bank.",
    "The repairs of the bridge will cost the city four million euros over the next three years.",
    "Shopkeepers near the river fear that the closed bridge will keep their customers of the city away.",
    "The mayor of the city promised a ferry across the river until the bridge opens again to traffic.",
]


@pytest.mark.parametrize(
    "unfit",
    [
        "Council of the city votes to close the old bridge.",
        "Write to the city desk about the bridge over the river at desk@example.com.",
        "Also read: The council of the city closes the old bridge over the river for repairs.",
        "Reporting by A. Writer on the bridge over the river of the city; editing by B. Editor.",
        "The old bridge over the river of the city",
        "Bridge of the city: UP 0.7 percent at 43,678.12 from 41,234.56 over 12,345.67 (close).",
        '"The bridge over the river of the city must be repaired for the traffic of the city."',
        "It is old.",
        "The bridge over the river, the council of the city, the pillars, the repairs...",
    ],
)
def test_titles_boilerplate_headings_figures_and_bare_quotations_are_not_chosen(unfit: str) -> None:
    article = stored("\n".join([*NEWS[:2], unfit, *NEWS[2:]]), title="Council of city votes to close old bridge")
    assert unfit not in texts(article)
    assert unfit not in texts(article, "short")


def test_a_summary_does_not_say_the_same_twice() -> None:
    again = NEWS[0].replace("on Monday", "on Monday evening")
    article = stored("\n".join([NEWS[0], again, *NEWS[1:], again]))
    assert sum("voted on Monday" in text for text in texts(article)) == 1


def test_an_article_shorter_than_its_summary_is_given_whole() -> None:
    assert texts(stored("Putin came.")) == ["Putin came."]
    assert texts(stored("Putin came. Trump left.")) == ["Putin came.", "Trump left."]
    assert texts(stored("?! … --")) == ["?! … --"]


def test_an_article_of_unfit_sentences_still_has_a_summary() -> None:
    assert len(texts(stored("\n".join(f"Heading number {n} of the list of things" for n in range(10))))) >= 3
    assert len(texts(stored("会谈结束了。没有达成协议。双方没有签字。记者没有提问。"))) >= 3


def test_three_thousand_sentences_take_less_than_a_second_or_two() -> None:
    chance = random.Random(1)
    words = [f"word{number}" for number in range(3000)]
    body = " ".join(" ".join(chance.choices(words, k=20)).capitalize() + "." for _ in range(3000))
    article = stored(body)
    began = time.perf_counter()
    assert len(article.sentences) == 3000 and len(texts(article)) >= 3
    assert time.perf_counter() - began < 5  # half a second where nothing else runs


@given(
    st.lists(st.sampled_from([*NEWS, "It is.", '"We won." "So!"', "\n\n", "Head", "Trump: UP 1,000.00"]), min_size=1),
    st.sampled_from(LENGTHS),
)
def test_any_summary_is_verbatim_in_order_and_within_its_measure(pieces: list[str], length: Length) -> None:
    body = " ".join(pieces).strip() or "x"
    article = stored(body)
    summary = summarize(article, length, CITE(article)).sentences
    assert 1 <= len(summary) <= MEASURES[length].most
    place = 0
    for sentence in summary:
        assert place <= sentence.start < sentence.end <= len(article.body)
        assert sentence.text == article.body[sentence.start : sentence.end]
        place = sentence.end


@pytest.mark.parametrize(
    ("body", "bare"),
    [
        ('"We won. We go home," he said. He left.', [True, False, False]),
        ("'There's no deal until there is a deal,' Trump told reporters. 'We tried. It's over.' He left.", [False, True, True, False]),
        ("“It ends.” “It does not end,” said Merz.", [True, False]),
        ("'Every child dreams. They dream of love.\" She left.", [True, True, False]),
        ('He said: "We won.\nThe talks ended.', [False, False]),
        ("The leaders' plan of the '90s failed. It's Trump's.", [False, False]),
        ("Putin said. No.", [False, False]),
    ],
)
def test_a_quotation_without_its_speaker_is_told_from_the_rest(body: str, bare: list[bool]) -> None:
    assert bare_quotations(body, sentences(body)) == bare
