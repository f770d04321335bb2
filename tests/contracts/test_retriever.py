"""What holds for every `Retriever`: run on the engine in memory, on the one on disk, and on that while another process holds its lock."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysis import Analyzer
from index.articles import EVERYONE
from index.bm25 import idf, saturation
from index.disk import DiskRetriever
from index.disk.folder import FolderLock
from index.memory import MemoryRetriever
from index.passages import Passage, passage_id
from index.retrieval import OPEN, Filter, Hit, Retriever

Make = Callable[[], Retriever]


@pytest.fixture(params=["memory", "disk", "overlay"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes empty retrievers of one kind, and closes them."""
    made: list[Retriever] = []
    locks: list[FolderLock] = []

    def make_one() -> Retriever:
        folder = tmp_path / f"index{len(made)}"
        made.append(MemoryRetriever() if request.param == "memory" else DiskRetriever(folder))
        if request.param == "overlay":
            locks.append(FolderLock(folder))
            assert locks[-1].take()
        return made[-1]

    yield make_one
    for one in made:
        one.close()
    for lock in locks:
        lock.release()


@pytest.fixture
def retriever(make: Make) -> Retriever:
    return make()


def passage(
    article: str, text: str, ordinal: int = 0, *, day: date | None = None, outlet: str | None = None, collection: str = EVERYONE
) -> Passage:
    return Passage(
        id=passage_id(article, ordinal),
        article_id=article,
        first=2 * ordinal,
        last=2 * ordinal + 2,
        start=0,
        end=len(text),
        text=text,
        day=day,
        outlet=outlet,
        collection=collection,
    )


def query(text: str) -> dict[str, float]:
    return dict.fromkeys(Analyzer().terms(text), 1.0)


def found(hits: list[Hit]) -> list[str]:
    return [hit.passage_id for hit in hits]


def test_the_best_passage_comes_first(retriever: Retriever) -> None:
    retriever.add(
        [
            passage("a", "The delegation flew home and the delegation slept."),
            passage("b", "A ceasefire was agreed in the valley after the delegation left."),
            passage("c", "Glaciers melted."),
        ],
        sequence=1,
    )
    hits = retriever.search(query("ceasefire delegation"), 10)
    assert found(hits) == ["b#00000", "a#00000"]
    assert hits[0].score > hits[1].score > 0


def test_a_hit_says_where_the_passage_stands(retriever: Retriever) -> None:
    retriever.add([passage("a", "Envoys met.", 0), passage("a", "Envoys left the harbour.", 7)], sequence=1)
    (hit,) = retriever.search(query("harbour"), 1)
    assert (hit.passage_id, hit.article_id, hit.first, hit.last) == ("a#00007", "a", 14, 16)


def test_ties_go_by_passage_id_whatever_the_order_of_adding(retriever: Retriever) -> None:
    for sequence, article in enumerate(["m", "z", "c", "a", "x"], start=1):
        retriever.add([passage(article, "Envoys met.", 1), passage(article, "Envoys met.", 0)], sequence=sequence)
    everyone = [passage_id(article, ordinal) for article in "acmxz" for ordinal in (0, 1)]
    assert found(retriever.search(query("envoys"), 100)) == everyone


@pytest.mark.parametrize("k", [1, 2, 3, 29, 30, 31, 119, 120])
def test_ties_at_the_cut_off_go_by_passage_id(retriever: Retriever, k: int) -> None:
    names = [f"n{number:03d}" for number in range(120)]
    for sequence, batch in enumerate((names[60:], names[:60]), start=1):
        retriever.add([passage(name, "Envoys met.") for name in reversed(batch)], sequence=sequence)
    assert found(retriever.search(query("envoys"), k)) == [passage_id(name, 0) for name in names[:k]]


def test_nothing_is_found_where_nothing_matches(retriever: Retriever) -> None:
    retriever.add([passage("a", "Envoys met.")], sequence=1)
    assert retriever.search(query("glacier"), 5) == []


def test_k_may_exceed_the_corpus(retriever: Retriever) -> None:
    retriever.add([passage("a", "Envoys met."), passage("b", "Envoys left.")], sequence=1)
    assert len(retriever.search(query("envoys"), 10**12)) == 2


@pytest.mark.parametrize("k", [0, -1])
def test_asking_for_none_gives_none(retriever: Retriever, k: int) -> None:
    retriever.add([passage("a", "Envoys met.")], sequence=1)
    assert retriever.search(query("envoys"), k) == []


def test_an_empty_corpus_answers_everything_with_nothing(retriever: Retriever) -> None:
    assert retriever.search(query("envoys"), 5) == []
    assert retriever.search(query("envoys"), 5, Filter(since=date(2025, 8, 1), outlets=frozenset({"Mint"}))) == []
    assert retriever.frequencies(["envoy"]) == {"envoy": 0}
    assert retriever.count() == 0
    assert retriever.vocabulary("") == []
    assert retriever.sequence == 0


def test_an_empty_query_finds_nothing(retriever: Retriever) -> None:
    retriever.add([passage("a", "Envoys met.")], sequence=1)
    assert retriever.search({}, 5) == []
    assert retriever.frequencies([]) == {}


def test_a_passage_without_any_term_is_counted_and_never_found(retriever: Retriever) -> None:
    retriever.add([passage("a", "... — !"), passage("b", "the of and")], sequence=1)
    assert retriever.count() == 2
    assert retriever.search(query("envoys"), 5) == []


def test_an_article_s_passages_are_replaced_all_together(retriever: Retriever) -> None:
    retriever.add([passage("a", "Envoys met in March.", n) for n in range(5)] + [passage("b", "Envoys met.")], sequence=1)
    retriever.add([passage("a", "Envoys resigned.", 0)], sequence=2)
    assert sorted(found(retriever.search(query("envoys"), 10))) == ["a#00000", "b#00000"]
    assert retriever.search(query("March"), 10) == []
    assert retriever.count() == 2
    assert retriever.frequencies(["envoy", "march", "resign"]) == {"envoy": 2, "march": 0, "resign": 1}
    assert "march" not in dict(retriever.vocabulary(""))


def test_removed_articles_are_gone_and_unknown_ones_are_ignored(retriever: Retriever) -> None:
    retriever.add([passage("a", "Envoys met."), passage("b", "Envoys left."), passage("b", "Harbours froze.", 1)], sequence=1)
    retriever.remove(["b", "nobody"], sequence=2)
    assert found(retriever.search(query("envoys harbours"), 10)) == ["a#00000"]
    assert retriever.count() == 1
    assert retriever.vocabulary("harb") == []
    retriever.remove(["a"], sequence=3)
    assert retriever.search(query("envoys"), 10) == []
    retriever.add([passage("b", "Envoys left again.")], sequence=4)
    assert found(retriever.search(query("envoys"), 10)) == ["b#00000"]


def test_the_sequence_is_the_highest_taken_in(retriever: Retriever) -> None:
    retriever.add([passage("a", "Envoys met.")], sequence=3)
    retriever.remove(["a"], sequence=5)
    retriever.add([], sequence=8)
    assert retriever.sequence == 8
    retriever.remove([], sequence=4)
    assert retriever.sequence == 8


DATED = [
    passage("a", "Envoys met.", day=date(2025, 8, 14), outlet="Mint"),
    passage("b", "Envoys met.", day=date(2025, 8, 15), outlet="Mint", collection="ours"),
    passage("c", "Envoys met.", day=date(2025, 8, 16), outlet="Le Monde"),
    passage("d", "Envoys met.", day=None, outlet="Le Monde", collection="ours"),
    passage("e", "Envoys met.", day=date(2025, 8, 16), outlet=None),
]
FILTERS = [
    (OPEN, "abcde"),
    (Filter(since=date(2025, 8, 15)), "bce"),
    (Filter(until=date(2025, 8, 15)), "ab"),
    (Filter(since=date(2025, 8, 15), until=date(2025, 8, 15)), "b"),
    (Filter(since=date(2025, 8, 1), until=date(2025, 8, 31)), "abce"),
    (Filter(since=date(1, 1, 1), until=date(9999, 12, 31)), "abce"),
    (Filter(since=date(2025, 8, 16), until=date(2025, 8, 14)), ""),
    (Filter(since=date(2026, 1, 1)), ""),
    (Filter(until=date(1999, 1, 1)), ""),
    (Filter(outlets=frozenset({"Mint"})), "ab"),
    (Filter(outlets=frozenset({"Mint", "Le Monde"})), "abcd"),
    (Filter(outlets=frozenset({"mint"})), ""),
    (Filter(outlets=frozenset()), ""),
    (Filter(collections=frozenset({EVERYONE})), "ace"),
    (Filter(collections=frozenset({EVERYONE, "ours"})), "abcde"),
    (Filter(collections=frozenset({"theirs"})), ""),
    (Filter(outlets=frozenset({"Le Monde"}), collections=frozenset({"ours"})), "d"),
    (Filter(articles=frozenset({"a", "e", "z"})), "ae"),
    (Filter(articles=frozenset({"a", "d"}), collections=frozenset({"ours"})), "d"),
    (Filter(articles=frozenset()), ""),
    (Filter(since=date(2025, 8, 15), outlets=frozenset({"Mint", "Le Monde"})), "bc"),
    (Filter(since=date(2025, 8, 14), until=date(2025, 8, 16), outlets=frozenset({"Mint"}), collections=frozenset({"ours"})), "b"),
]


@pytest.mark.parametrize(("where", "passing"), FILTERS)
def test_filters_restrict_what_is_found_counted_and_weighed(retriever: Retriever, where: Filter, passing: str) -> None:
    retriever.add(DATED, sequence=1)
    hits = retriever.search(query("envoys"), 10, where)
    assert found(hits) == [passage_id(article, 0) for article in passing]
    assert retriever.count(where) == len(passing)
    assert retriever.frequencies(["envoy", "glacier"], where) == {"envoy": len(passing), "glacier": 0}
    scores = {hit.passage_id: hit.score for hit in retriever.search(query("envoys"), 10)}
    assert {hit.passage_id: hit.score for hit in hits} == {name: scores[name] for name in found(hits)}


@pytest.mark.parametrize(("where", "passing"), FILTERS)
def test_filters_hold_after_replacing_and_removing(retriever: Retriever, where: Filter, passing: str) -> None:
    retriever.add([passage(name, "Envoys met.", day=date(2025, 8, 15), outlet="Mint") for name in "abcdefg"], sequence=1)
    retriever.add(DATED, sequence=2)
    retriever.remove(["f", "g"], sequence=3)
    assert found(retriever.search(query("envoys"), 10, where)) == [passage_id(article, 0) for article in passing]
    assert retriever.count(where) == len(passing)
    assert retriever.frequencies(["envoy"], where) == {"envoy": len(passing)}


def test_a_heavier_term_counts_for_more(retriever: Retriever) -> None:
    retriever.add([passage("a", "Envoys met."), passage("b", "Glaciers melted."), passage("c", "Harbours froze.")], sequence=1)
    assert found(retriever.search({"envoy": 1.0, "glacier": 3.0, "harbour": 0.5, "harbor": 0.5}, 10)) == ["b#00000", "a#00000", "c#00000"]
    plain, doubled = (retriever.search({"envoy": weight}, 1)[0].score for weight in (1.0, 2.0))
    assert doubled == pytest.approx(2 * plain, rel=1e-6)


def test_the_vocabulary_is_listed_by_term_with_its_counts(retriever: Retriever) -> None:
    retriever.add([passage("a", "Zelensky met envoys."), passage("a", "Zelenskyy left.", 1), passage("b", "Zero glaciers")], sequence=1)
    assert retriever.vocabulary("ze") == [("zelenski", 2), ("zero", 1)]
    assert retriever.vocabulary("q") == []
    assert [term for term, _ in retriever.vocabulary("")] == sorted(term for term, _ in retriever.vocabulary(""))


def test_ids_and_outlets_may_be_in_any_script(retriever: Retriever) -> None:
    names = ["статья-7", "記事/１", "https://example.org/a?b=c#d", "emoji-🧊", "q\"uo'te\\", "x" * 200]
    retriever.add([passage(name, "Envoys met.", 3, outlet=f"Газета {name}", collection=f"群 {name}") for name in names], sequence=1)
    for name in names:
        where = Filter(outlets=frozenset({f"Газета {name}"}), collections=frozenset({f"群 {name}"}))
        (hit,) = retriever.search(query("envoys"), 5, where)
        assert (hit.passage_id, hit.article_id, hit.first, hit.last) == (f"{name}#00003", name, 6, 8)
    retriever.remove(names[:5], sequence=2)
    assert [hit.article_id for hit in retriever.search(query("envoys"), 10)] == names[5:]


@pytest.mark.parametrize(
    "word", ["9138.90", "11:30", "O’Brien", "naïve", "Владимир", "東京", "F-35", "U.S.", "ﬁnance", "x²", "Straße", "a" * 300]
)
def test_words_with_odd_characters_are_found(retriever: Retriever, word: str) -> None:
    retriever.add([passage("a", f"Envoys said {word} twice."), passage("b", "Envoys met.")], sequence=1)
    terms = query(word)
    assert terms
    assert found(retriever.search(terms, 5)) == ["a#00000"]
    assert set(retriever.frequencies(terms).values()) == {1}
    assert all(dict(retriever.vocabulary(term))[term] == 1 for term in terms)


@pytest.mark.parametrize("term", ["", " ", "two words", "tab\tbed", "a AND b", "*", "(", '"', "\\", "terms:a", "é" * 400])
def test_a_term_that_no_text_yields_is_in_no_passage(retriever: Retriever, term: str) -> None:
    retriever.add([passage("a", "two words tab bed a b terms")], sequence=1)
    assert retriever.search({term: 1.0}, 5) == []
    assert retriever.frequencies([term]) == {term: 0}


def test_what_was_added_is_found_while_others_search(retriever: Retriever) -> None:
    done = Event()

    def look() -> int:
        looks = 0
        while not done.is_set() or not looks:
            hits = retriever.search(query("envoys glacier"), 50)
            assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))
            assert len(hits) % 2 == 0, "an article was seen with one of its two passages"
            looks += 1
        return looks

    with ThreadPoolExecutor(3) as pool:
        looking = [pool.submit(look) for _ in range(3)]
        try:
            for number in range(1, 26):
                name = f"n{number:03d}"
                retriever.add([passage(name, f"Envoys met on day{number}."), passage(name, "Glaciers melted.", 1)], sequence=number)
                assert found(retriever.search({f"day{number}": 1.0}, 5)) == [f"{name}#00000"]
                if number % 5 == 0:
                    retriever.remove([name], sequence=number)
                    assert retriever.search({f"day{number}": 1.0}, 5) == []
        finally:
            done.set()
        assert all(one.result() for one in looking)
    assert retriever.count() == 40


def test_closing_twice_does_nothing(make: Make) -> None:
    one = make()
    one.add([passage("a", "Envoys met.")], sequence=1)
    one.close()
    one.close()


WORDS = ["envoy", "glacier", "harbor", "tariff", "summit", "treati", "border", "missil"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=40), min_size=1, max_size=25)
QUERIES = st.dictionaries(st.sampled_from([*WORDS, "nobody"]), st.sampled_from([0.25, 1.0, 1.5, 4.0]), min_size=1)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS, terms=QUERIES, k=st.integers(1, 30))
def test_scores_are_bm25_with_lucene_s_idf(make: Make, texts: list[list[str]], terms: dict[str, float], k: int) -> None:
    """Passages of at most 40 terms: up to there tantivy keeps lengths to the term."""
    retriever = make()
    retriever.add([passage(f"n{number:02d}", " ".join(text)) for number, text in enumerate(texts)], sequence=1)
    average = sum(map(len, texts)) / len(texts)
    expected = {}
    for number, text in enumerate(texts):
        held = [term for term in terms if term in text]
        if held:
            expected[f"n{number:02d}#00000"] = sum(
                terms[term] * idf(len(texts), sum(term in other for other in texts)) * saturation(text.count(term), len(text), average)
                for term in held
            )
    hits = retriever.search(terms, k)
    assert [hit.score for hit in hits] == pytest.approx(sorted(expected.values(), reverse=True)[:k], rel=1e-5)
    assert {hit.passage_id: hit.score for hit in hits} == pytest.approx({name: expected[name] for name in found(hits)}, rel=1e-5)
    assert retriever.frequencies(terms) == {term: sum(term in text for text in texts) for term in terms}
    retriever.close()
