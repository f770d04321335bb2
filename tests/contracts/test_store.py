"""What holds for the store on every database."""

import asyncio
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import seeds
from index.articles import EVERYONE, Article, StoredArticle
from index.retrieval import OPEN, Filter
from index.store.copies import MAX_HOLDERS
from index.store.portions import PARAMETERS
from index.store.prepared import Prepared
from index.store.store import Store

NOW = datetime(2025, 8, 17, 12, 30, 15, 123456, tzinfo=UTC)
SEEDS = {article.id: article.body for article in seeds.load()}
FULL = Article(
    id="full",
    title="Talks “end” – without a deal",
    body="They met. They left; nobody said why. “Perhaps,” he said.\n\nMore is to come.",
    outlet="The Outlet",
    agency="Reuters",
    byline="A. Writer",
    published=datetime(2025, 8, 15, 19, 0, 1, tzinfo=UTC),
    published_range=(date(2025, 8, 14), date(2025, 8, 16)),
    published_evidence="printed",
    date_derived=True,
    url="https://example.org/talks",
    url_owner="Example",
    stance="after",
    page="page.txt",
    language="en",
    collection="slack:T1",
)


def article(id_: str, body: str = "They met. They left.", **fields: Any) -> Article:
    return Article(id=id_, **{"title": "Talks", "body": body, **fields})


async def add(store: Store, *articles: Article) -> list[tuple[StoredArticle, bool]]:
    return await store.add([Prepared(each) for each in articles], NOW)


async def story_ids(store: Store, *ids: str) -> list[str]:
    found = await store.get(ids)
    return [found[id_].story_id for id_ in ids]


async def test_a_new_store_is_empty(store: Store) -> None:
    assert await store.sequence() == 0
    assert await store.changes_since(0, 10) == []
    assert [page async for page in store.pages()] == []
    counted = await store.statistics()
    assert (counted.articles, counted.passages, counted.stories, counted.oldest, counted.newest) == (0, 0, 0, None, None)


@pytest.mark.parametrize("given_article", [FULL, article("bare"), article("day", published=date(2025, 8, 15))], ids=lambda each: each.id)
async def test_an_article_comes_back_as_it_was_given(store: Store, given_article: Article) -> None:
    [(stored, new)] = await add(store, given_article)
    assert new
    assert await store.get([given_article.id]) == {given_article.id: stored}
    assert Article(**stored.model_dump(include=set(Article.model_fields))) == given_article
    assert (stored.sequence, stored.revision, stored.story_id, stored.taken_in) == (1, 1, given_article.id, NOW)
    assert stored.sentence(0) == "They met."


async def test_a_fact_is_what_it_was_first_also_for_processes_that_ask_at_once(url: str) -> None:
    stores = [await Store.open(url) for _ in range(4)]
    found = await asyncio.gather(*(each.first_fact("colour", f"{number}") for number, each in enumerate(stores)))
    assert len(set(found)) == 1
    assert await stores[0].first_fact("colour", "another") == found[0]
    for each in stores:
        await each.close()


async def test_unknown_ids_are_left_out(store: Store) -> None:
    await add(store, article("a"))
    assert list(await store.get(["b", "a", "a"])) == ["a"]


async def test_the_same_article_again_changes_nothing(store: Store) -> None:
    [(first, _)] = await add(store, FULL)
    assert await add(store, FULL) == [(first, False)]
    assert await store.sequence() == 1


async def test_a_stored_article_given_back_is_the_same_article(store: Store) -> None:
    [(first, _)] = await add(store, FULL)
    assert await add(store, first) == [(first, False)]


@pytest.mark.parametrize("change", [{"body": "They met. They stayed."}, {"title": "No talks"}])
async def test_a_changed_text_is_a_new_revision_and_the_old_one_stays_readable(store: Store, change: dict[str, str]) -> None:
    [(first, _)] = await add(store, article("a"))
    [(second, new)] = await add(store, article("a", **change))
    assert (new, second.revision, second.sequence, second.story_id) == (True, 2, 2, "a")
    assert await store.get(["a"]) == {"a": second}
    old = await store.revision("a", 1)
    assert old is not None
    assert (old.title, old.body, old.sentences, old.taken_in, old.revision) == (first.title, first.body, first.sentences, NOW, 1)
    assert await store.revision("a", 2) == second
    assert await store.revision("a", 3) is None


async def test_changed_facts_replace_the_old_ones_and_keep_the_revision(store: Store) -> None:
    await add(store, article("a", outlet="One", published=date(2025, 8, 15)))
    [(stored, new)] = await add(store, article("a", outlet="Two"))
    assert (new, stored.revision, stored.sequence, stored.outlet, stored.published) == (False, 1, 2, "Two", None)
    assert await store.get(["a"]) == {"a": stored}


async def test_of_an_article_given_twice_at_once_each_is_judged_by_the_one_before(store: Store) -> None:
    results = await add(store, article("a"), article("a"), article("a", "They never met."), article("a", "They never met.", outlet="One"))
    assert [(stored.revision, new) for stored, new in results] == [(1, True), (2, False), (2, True), (2, False)]
    stored = (await store.get(["a"]))["a"]
    assert (stored.body, stored.outlet, stored.revision) == ("They never met.", "One", 2)
    assert (await store.revision("a", 1)) is not None


async def test_an_article_given_twice_at_once_holds_the_bands_of_its_last_text(store: Store) -> None:
    body = SEEDS["seed-1.1"]
    [(first, _), (second, new)] = await add(store, article("a", body), article("a", body + " They left."))
    assert (first.revision, second.revision, new) == (1, 2, True)
    await add(store, article("b", body))
    assert await story_ids(store, "a", "b") == ["a", "a"]


async def test_a_removed_article_is_gone_with_all_its_texts(store: Store) -> None:
    await add(store, article("a"), article("b"))
    await add(store, article("a", "They never met."))
    assert await store.remove(["a"])
    assert list(await store.get(["a", "b"])) == ["b"]
    assert await store.revision("a", 1) is None
    assert await store.revision("a", 2) is None
    assert [each.id for page in [page async for page in store.pages()] for each in page] == ["b"]
    assert (await store.statistics()).articles == 1
    assert not await store.remove(["a"])
    assert not await store.remove(["unheard-of"])
    assert await store.sequence() == 4


async def test_a_removed_article_comes_back_as_its_next_revision(store: Store) -> None:
    await add(store, article("a"))
    await store.remove(["a"])
    [(stored, new)] = await add(store, article("a"))
    assert (new, stored.revision, stored.sequence) == (True, 2, 3)
    assert await store.get(["a"]) == {"a": stored}


async def test_changes_come_in_their_order_each_article_once_with_its_last(store: Store) -> None:
    await add(store, article("a"), article("b"), article("c"))
    await add(store, article("a", "They never met."))
    await store.remove(["b"])
    changes = await store.changes_since(0, 10)
    assert [(change.sequence, change.article_id, change.article is None) for change in changes] == [
        (3, "c", False),
        (4, "a", False),
        (5, "b", True),
    ]
    assert await store.changes_since(0, 1) == changes[:1]
    assert await store.changes_since(3, 10) == changes[1:]
    assert await store.changes_since(5, 10) == []


@given(st.lists(st.tuples(st.sampled_from(["add", "remove", "follow"]), st.sampled_from("abc"), st.integers(1, 3)), max_size=12))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whoever_follows_the_sequence_knows_what_the_store_knows(store: Store, steps: list[tuple[str, str, int]]) -> None:
    followed: dict[str, str] = {}
    at = await store.sequence()
    for id_ in "abc":
        await store.remove([id_])

    async def follow(limit: int) -> int:
        changes = await store.changes_since(at, limit)
        for change in changes:
            if change.article is None:
                followed.pop(change.article_id, None)
            else:
                followed[change.article_id] = change.article.body
        return changes[-1].sequence if changes else at

    for what, id_, number in steps:
        if what == "add":
            await add(store, article(id_, f"They met {number} times."))
        elif what == "remove":
            await store.remove([id_])
        else:
            at = await follow(number)
    at = await follow(100)
    assert followed == {id_: stored.body for id_, stored in (await store.get("abc")).items()}
    assert at == await store.sequence()


async def test_copies_are_one_story_named_after_the_first(store: Store) -> None:
    await add(store, article("first", SEEDS["seed-1.2"]), article("other", SEEDS["seed-2.1"]))
    await add(store, article("second", SEEDS["seed-1.3"]), article("third", SEEDS["seed-1.2"]), article("rewrite", SEEDS["seed-3.1"]))
    assert await story_ids(store, "first", "second", "third", "other", "rewrite") == ["first", "first", "first", "other", "rewrite"]
    stories = await store.stories(["first", "other", "second"])
    assert {id_: [each.id for each in story] for id_, story in stories.items()} == {
        "first": ["first", "second", "third"],
        "other": ["other"],
    }
    assert (await store.statistics()).stories == 3


async def test_copies_that_arrive_together_are_one_story(store: Store) -> None:
    await add(store, *(article(f"a{number}", SEEDS["seed-1.2"]) for number in range(3)))
    assert await story_ids(store, "a0", "a1", "a2") == ["a0", "a0", "a0"]


async def test_a_widely_carried_text_stays_one_story(store: Store) -> None:
    for batch in range(2):
        await add(store, *(article(f"a{batch}-{number:02}", SEEDS["seed-1.2"]) for number in range(MAX_HOLDERS)))
    assert (await store.statistics()).stories == 1


async def test_a_story_is_never_named_after_an_article_that_some_cannot_see(store: Store) -> None:
    body = SEEDS["seed-1.2"]
    await add(store, article("mine", body, collection="slack:T1"))
    await add(store, article("theirs", body, collection="slack:T2"), article("mine-too", body, collection="slack:T1"))
    await add(store, article("everyone", body, collection=EVERYONE))
    await add(store, article("late", body, collection="slack:T3"))
    assert await story_ids(store, "mine", "theirs", "mine-too", "everyone", "late") == ["mine", "theirs", "mine", "everyone", "everyone"]


async def test_a_corrected_article_stays_in_its_story_and_is_found_by_its_new_text(store: Store) -> None:
    await add(store, article("a", SEEDS["seed-1.2"]), article("b", SEEDS["seed-1.3"]))
    await add(store, article("b", SEEDS["seed-2.1"]))
    await add(store, article("c", SEEDS["seed-2.1"]))
    assert await story_ids(store, "b", "c") == ["a", "a"]


async def test_a_removed_article_draws_no_copies(store: Store) -> None:
    await add(store, article("a", SEEDS["seed-1.2"]))
    await store.remove(["a"])
    await add(store, article("b", SEEDS["seed-1.2"]))
    assert await story_ids(store, "b") == ["b"]


async def test_an_article_like_two_stories_joins_the_nearer_and_they_stay_two(store: Store) -> None:
    one, two = SEEDS["seed-1.1"], SEEDS["seed-2.1"]
    await add(store, article("one", one), article("two", two))
    await add(store, article("both", f"{two}\n\n{one[: len(one) // 3]}"))
    assert await story_ids(store, "one", "two", "both") == ["one", "two", "two"]


def parts(text: str, *shares: tuple[float, float]) -> list[str]:
    """The text's sentences from one share of it to another."""
    own = text.split(". ")
    return [". ".join(own[round(start * len(own)) : round(end * len(own))]) for start, end in shares]


async def test_stories_that_a_later_article_shows_to_be_one_take_the_name_of_the_first(store: Store) -> None:
    whole = SEEDS["seed-1.2"]
    beginning, end = parts(whole, (0, 0.62), (0.38, 1))
    await add(store, article("beginning", beginning), article("other", SEEDS["seed-2.1"]))
    await add(store, article("end", end), article("end-too", end))
    assert await story_ids(store, "beginning", "end", "end-too") == ["beginning", "end", "end"]
    before = await store.sequence()
    await add(store, article("whole", whole), article("third", whole))
    assert await story_ids(store, "beginning", "end", "end-too", "whole", "third") == ["beginning"] * 5
    assert await story_ids(store, "other") == ["other"]
    changed = await store.changes_since(before, 10)
    assert {change.article_id for change in changed} == {"whole", "third", "end", "end-too"}
    assert len({change.sequence for change in changed}) == len(changed)


async def test_stories_are_one_also_where_they_come_with_the_article_that_shows_it(store: Store) -> None:
    whole = SEEDS["seed-1.2"]
    beginning, end = parts(whole, (0, 0.62), (0.38, 1))
    added = await add(store, article("end", end), article("beginning", beginning), article("whole", whole), article("end", end))
    assert {stored.story_id for stored, _ in added} == {"end"}
    assert await story_ids(store, "end", "beginning", "whole") == ["end"] * 3


async def test_an_article_that_one_workspace_sees_changes_no_story_of_everyones(store: Store) -> None:
    whole = SEEDS["seed-1.2"]
    beginning, end = parts(whole, (0, 0.62), (0.38, 1))
    await add(store, article("mine", beginning, collection="slack:T1"))
    await add(store, article("beginning", beginning), article("end", end))
    await add(store, article("whole", whole, collection="slack:T1"))
    found = await story_ids(store, "mine", "beginning", "end", "whole")
    assert found[1:3] == ["beginning", "end"]
    assert found[0] == found[3] in ("beginning", "end")


async def test_a_round_up_of_known_stories_is_a_story_of_its_own(store: Store) -> None:
    items = [SEEDS[id_] for id_ in ("seed-0.3", "seed-2.3", "seed-2.4")]
    await add(store, *(article(f"item{n}", item) for n, item in enumerate(items)))
    await add(store, article("round-up", "\n\n".join(items)))
    assert await story_ids(store, "item0", "item1", "item2", "round-up") == ["item0", "item1", "item2", "round-up"]


async def test_only_capitals_in_a_title_make_no_revision(store: Store) -> None:
    [(first, _)] = await add(store, article("a", title="Talks end"))
    [(second, new)] = await add(store, article("a", title="TALKS END", outlet="The Outlet"))
    assert (new, second.revision, second.title, second.outlet) == (False, 1, first.title, "The Outlet")
    assert (await add(store, article("a", title="TALKS END", outlet="The Outlet")))[0] == (second, False)


async def test_filters_pass_what_they_say(store: Store) -> None:
    await add(
        store,
        article("a", outlet="One", published=date(2025, 8, 14)),
        article("b", outlet="Two", published=datetime(2025, 8, 15, 23, 59, tzinfo=UTC)),
        article("c", collection="slack:T1", published=date(2025, 8, 16)),
        article("d"),
    )

    async def passing(**fields: Any) -> str:
        where = Filter(**fields)
        ids = "".join([each.id async for page in store.pages(where, size=2) for each in page])
        assert (await store.statistics(where)).articles == len(ids)
        return ids

    assert await passing() == "abcd"
    assert await passing(since=date(2025, 8, 15)) == "bc"
    assert await passing(until=date(2025, 8, 15)) == "ab"
    assert await passing(since=date(2025, 8, 15), until=date(2025, 8, 15)) == "b"
    assert await passing(outlets=frozenset({"One", "Three"})) == "a"
    assert await passing(outlets=frozenset()) == ""
    assert await passing(collections=frozenset({EVERYONE})) == "abd"
    assert await passing(articles=frozenset({"a", "c", "z"})) == "ac"
    assert await passing(articles=frozenset()) == ""


async def test_statistics_count_what_passes(store: Store) -> None:
    await add(
        store,
        article("a", published=date(2025, 8, 14)),
        article("b", "One. Two. Three. Four. Five.", published=date(2025, 8, 20)),
        article("c"),
    )
    counted = await store.statistics()
    assert (counted.articles, counted.passages, counted.stories) == (3, 4, 3)
    assert (counted.oldest, counted.newest) == (date(2025, 8, 14), date(2025, 8, 20))
    assert (await store.statistics(Filter(until=date(2025, 8, 14)))).newest == date(2025, 8, 14)


async def test_pages_are_in_order_of_first_arrival(store: Store) -> None:
    await add(store, *(article(id_) for id_ in "dbac"))
    await add(store, article("d", "They never met."))
    assert [[each.id for each in page] async for page in store.pages(OPEN, size=3)] == [["d", "b", "a"], ["c"]]


async def test_headings_say_what_the_articles_do(store: Store) -> None:
    await add(store, FULL, article("b"), article("c"))
    await store.remove(["b"])
    stored = await store.get(["full", "c"])
    headings = [heading async for page in store.headings(OPEN, size=1) for heading in page]
    assert [heading.id for heading in headings] == ["full", "c"]
    for heading in headings:
        assert asdict(heading) == stored[heading.id].model_dump(include=set(asdict(heading)))


async def test_a_block_of_writing_that_raises_changes_nothing(store: Store) -> None:
    async def fail() -> None:
        async with store.writing() as connection:
            await connection.exec_driver_sql("UPDATE counters SET value = 99")
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    assert await store.sequence() == 0


async def test_facts_are_remembered_and_replaced(store: Store) -> None:
    assert await store.fact("seeds") is None
    await store.set_fact("seeds", "one")
    await store.set_fact("seeds", "two")
    assert await store.fact("seeds") == "two"


async def test_more_ids_than_a_statement_takes_can_be_asked_for(store: Store) -> None:
    await add(store, article("a"))
    assert list(await store.get([*(f"x{number}" for number in range(4 * PARAMETERS)), "a"])) == ["a"]


async def test_a_reopened_store_is_the_same_one(url: str) -> None:
    one = await Store.open(url)
    await add(one, FULL)
    await one.close()
    again = await Store.open(url)
    assert again.id == one.id != ""
    assert list(await again.get(["full"])) == ["full"]
    await again.close()
    await again.close()


async def test_several_that_open_a_new_database_at_once_share_it(url: str) -> None:
    stores = await asyncio.gather(*(Store.open(url) for _ in range(4)))
    assert len({each.id for each in stores}) == 1
    await asyncio.gather(*(each.close() for each in stores))


async def test_several_that_write_at_once_give_out_each_sequence_once_and_know_copies(url: str) -> None:
    stores = await asyncio.gather(*(Store.open(url) for _ in range(3)))
    await asyncio.gather(
        *(add(each, article(f"s{place}-{number}", SEEDS["seed-1.2"])) for place, each in enumerate(stores) for number in range(5))
    )
    changes = await stores[0].changes_since(0, 100)
    assert [change.sequence for change in changes] == list(range(1, 16))
    assert (await stores[1].statistics()).stories == 1
    await asyncio.gather(*(each.close() for each in stores))
