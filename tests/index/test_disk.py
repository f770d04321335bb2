"""What the engine on disk promises beyond `tests/contracts/test_retriever.py`: durability, several processes, damage."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import tantivy

from index.articles import EVERYONE
from index.disk import DiskRetriever
from index.disk.fields import SCHEMA
from index.disk.folder import FolderLock
from index.errors import IndexUnavailable
from index.passages import Passage, passage_id
from index.retrieval import Filter

ENVOY = {"envoy": 1.0}


def passage(article: str, text: str, ordinal: int = 0, collection: str = EVERYONE) -> Passage:
    return Passage(passage_id(article, ordinal), article, 0, 2, 0, len(text), text, None, None, collection)


def ids(retriever: DiskRetriever, **terms: float) -> list[str]:
    return [hit.article_id for hit in retriever.search(terms or ENVOY, 100)]


def test_a_reopened_index_holds_what_was_added(tmp_path: Path) -> None:
    one = DiskRetriever(tmp_path / "index")
    one.add([passage("a", "Envoys met."), passage("b", "Envoys left.")], sequence=7)
    one.remove(["b"], sequence=9)
    one.close()
    again = DiskRetriever(tmp_path / "index")
    assert ids(again) == ["a"]
    assert (again.count(), again.sequence) == (1, 9)
    again.close()


def test_what_is_not_known_to_be_taken_in_is_asked_for_again(tmp_path: Path) -> None:
    one = DiskRetriever(tmp_path / "index")
    one.add([passage("a", "Envoys met.")], sequence=7)
    one.close()
    (tmp_path / "index/sequence").write_text("7\0\0")
    again = DiskRetriever(tmp_path / "index")
    assert again.sequence == 0
    again.add([passage("a", "Envoys met.")], sequence=7)
    assert (again.count(), again.sequence) == (1, 7)
    again.close()


def test_a_closed_index_refuses_and_frees_its_lock(tmp_path: Path) -> None:
    one = DiskRetriever(tmp_path / "index")
    one.add([passage("a", "Envoys met.")], sequence=1)
    one.close()
    with pytest.raises(IndexUnavailable, match="closed"):
        one.search(ENVOY, 1)
    with pytest.raises(IndexUnavailable, match="closed"):
        one.add([], sequence=2)
    lock = FolderLock(tmp_path / "index")
    assert lock.take()
    lock.release()


def test_one_that_only_searches_keeps_nobody_from_writing(tmp_path: Path) -> None:
    reader, writer = DiskRetriever(tmp_path / "index"), DiskRetriever(tmp_path / "index")
    assert ids(reader) == []
    writer.add([passage("a", "Envoys met.")], sequence=1)
    assert ids(reader) == ["a"]
    assert reader.sequence == 1
    writer.add([passage("a", "Glaciers melted."), passage("b", "Envoys left.")], sequence=2)
    assert ids(reader) == ["b"]
    for one in (reader, writer):
        one.close()


class Beside:
    """A writer that holds the lock, and another retriever on the same folder."""

    def __init__(self, folder: Path) -> None:
        self.writer = DiskRetriever(folder)
        self.writer.add(
            [passage("a", "Envoys met."), passage("b", "Envoys met twice."), passage("c", "Envoys left the harbour.")], sequence=1
        )
        self.other = DiskRetriever(folder)

    def close(self) -> None:
        self.writer.close()
        self.other.close()


@pytest.fixture
def beside(tmp_path: Path) -> "Beside":
    return Beside(tmp_path / "index")


def test_what_one_is_given_beside_the_writer_replaces_and_hides_what_is_on_disk(beside: Beside) -> None:
    beside.other.add([passage("b", "Glaciers melted."), passage("d", "Envoys came.")], sequence=2)
    beside.other.remove(["c"], sequence=3)
    assert ids(beside.other) == ["a", "d"]
    assert ids(beside.other, glacier=1.0) == ["b"]
    assert beside.other.frequencies(["envoy", "harbour", "harbor", "glacier"]) == {"envoy": 2, "harbour": 0, "harbor": 0, "glacier": 1}
    assert beside.other.count() == 3
    assert [term for term, _ in beside.other.vocabulary("")] == ["came", "envoy", "glacier", "melt", "met"]
    assert beside.other.sequence == 3
    assert ids(beside.writer) == ["a", "b", "c"]
    beside.close()


def test_filters_hold_over_disk_and_overlay(beside: Beside) -> None:
    beside.other.add([passage("b", "Envoys hid.", collection="ours"), passage("d", "Envoys came.", collection="ours")], sequence=2)
    ours, everyone = Filter(collections=frozenset({"ours"})), Filter(collections=frozenset({EVERYONE}))
    assert sorted(hit.article_id for hit in beside.other.search(ENVOY, 9, ours)) == ["b", "d"]
    assert sorted(hit.article_id for hit in beside.other.search(ENVOY, 9, everyone)) == ["a", "c"]
    assert (beside.other.count(ours), beside.other.count(everyone)) == (2, 2)
    assert beside.other.frequencies(["envoy"], ours) == {"envoy": 2}
    beside.close()


def test_the_overlay_goes_when_the_writer_has_come_as_far(beside: Beside) -> None:
    beside.other.add([passage("d", "Envoys came.")], sequence=2)
    beside.other.add([passage("e", "Envoys stayed.")], sequence=3)
    beside.writer.add([passage("d", "Envoys came.")], sequence=2)
    assert sorted(ids(beside.other)) == ["a", "b", "c", "d", "e"]
    beside.writer.add([passage("e", "Envoys stayed.")], sequence=3)
    beside.writer.remove(["d"], sequence=4)
    assert sorted(ids(beside.other)) == ["a", "b", "c", "e"]
    assert beside.other.sequence == 4
    beside.close()


def test_when_the_writer_ends_the_next_change_writes_the_overlay_down(beside: Beside, tmp_path: Path) -> None:
    beside.other.add([passage("b", "Glaciers melted."), passage("d", "Envoys came.")], sequence=2)
    beside.other.remove(["c"], sequence=3)
    beside.writer.close()
    beside.other.add([passage("e", "Envoys stayed.")], sequence=4)
    beside.other.close()
    third = DiskRetriever(tmp_path / "index")
    assert sorted(ids(third)) == ["a", "d", "e"]
    assert (third.count(), third.sequence) == (4, 4)
    third.close()


def test_disk_and_overlay_rank_together_as_one_index_would(tmp_path: Path) -> None:
    chance = random.Random(4)
    words = [f"w{number}" for number in range(200)]
    weights = [1 / (number + 2) for number in range(200)]
    made = [passage(f"n{n:03d}", " ".join(chance.choices(words, weights, k=chance.randint(15, 40)))) for n in range(300)]
    whole = DiskRetriever(tmp_path / "whole")
    whole.add(made, sequence=2)
    writer, other = DiskRetriever(tmp_path / "parts"), DiskRetriever(tmp_path / "parts")
    writer.add(made[:200], sequence=1)
    other.add(made[200:], sequence=2)
    for _ in range(50):
        terms = dict.fromkeys(chance.sample(words, 4), 1.0)
        expected, got = whole.search(terms, 300), other.search(terms, 300)
        assert {hit.passage_id: hit.score for hit in got} == pytest.approx({hit.passage_id: hit.score for hit in expected}, rel=0.03)
    for one in (whole, writer, other):
        one.close()


def test_a_lock_held_for_ever_keeps_nobody_from_a_finished_index(tmp_path: Path) -> None:
    DiskRetriever(tmp_path / "index").close()
    lock = FolderLock(tmp_path / "index")
    assert lock.take()
    one = DiskRetriever(tmp_path / "index", lock_seconds=0)
    one.add([passage("a", "Envoys met.")], sequence=1)
    assert ids(one) == ["a"]
    one.close()
    lock.release()


def test_a_lock_held_for_ever_on_an_unfinished_index_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    lock = FolderLock(tmp_path / "index")
    assert lock.take()
    with pytest.raises(IndexUnavailable, match="Another process holds the lock"):
        DiskRetriever(tmp_path / "index", lock_seconds=0.1)
    with pytest.raises(IndexUnavailable, match="Another process holds the lock"):
        DiskRetriever.recreate(tmp_path / "index", lock_seconds=0.1)
    lock.release()
    DiskRetriever(tmp_path / "index", lock_seconds=0).close()


def test_tantivy_s_own_lock_held_by_someone_else_counts_as_held(tmp_path: Path) -> None:
    one = DiskRetriever(tmp_path / "index")
    foreign = tantivy.Index.open(str(tmp_path / "index/tantivy")).writer(15_000_000, 1)
    one.add([passage("a", "Envoys met.")], sequence=1)
    assert ids(one) == ["a"]
    foreign.wait_merging_threads()
    one.add([passage("b", "Envoys left.")], sequence=2)
    one.close()
    again = DiskRetriever(tmp_path / "index")
    assert ids(again) == ["a", "b"]
    again.close()


def test_many_may_make_the_same_folder_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: DiskRetriever(tmp_path / "deep/index"), range(8)))
    made[3].add([passage("a", "Envoys met.")], sequence=1)
    assert all(ids(one) == ["a"] for one in made)
    for one in made:
        one.close()


def test_a_folder_that_was_half_made_is_finished(tmp_path: Path) -> None:
    (tmp_path / "index/tantivy").mkdir(parents=True)
    (tmp_path / "index/tantivy/meta.json").write_text("{")
    (tmp_path / "index/format.new").write_text("for")
    one = DiskRetriever(tmp_path / "index")
    one.add([passage("a", "Envoys met.")], sequence=1)
    assert ids(one) == ["a"]
    one.close()


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "photographs"
    folder.mkdir()
    (folder / "holiday.jpg").write_bytes(b"\xff\xd8")
    for opening in (DiskRetriever, DiskRetriever.recreate):
        with pytest.raises(IndexUnavailable, match=r"is no index of Sherpa's, it holds 'holiday\.jpg'"):
            opening(folder)
    assert [entry.name for entry in folder.iterdir()] == ["holiday.jpg"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file")
    for opening in (DiskRetriever, DiskRetriever.recreate):
        with pytest.raises(IndexUnavailable, match="cannot be written"):
            opening(tmp_path / "index")


def _truncate(folder: Path) -> None:
    largest = max(folder.glob("tantivy/*.idx"), key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-40])


def _scramble(folder: Path) -> None:
    for path in folder.glob("tantivy/*.idx"):
        body = path.read_bytes()
        path.write_bytes(random.Random(1).randbytes(len(body) - 130) + body[-130:])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no format": lambda folder: (folder / "format").write_bytes(b"\xff\x00"),
    "another version": lambda folder: (folder / "format").write_text("format 0\n"),
    "no tantivy": lambda folder: shutil.rmtree(folder / "tantivy"),
    "no meta": lambda folder: (folder / "tantivy/meta.json").unlink(),
    "empty meta": lambda folder: (folder / "tantivy/meta.json").write_text(""),
    "garbage in meta": lambda folder: (folder / "tantivy/meta.json").write_text('{"segments": 7}'),
    "a segment missing": lambda folder: next(folder.glob("tantivy/*.term")).unlink(),
    "a segment cut short": _truncate,
    "a segment scrambled": _scramble,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_in_a_sentence_and_mended_by_making_it_anew(tmp_path: Path, damage: str) -> None:
    one = DiskRetriever(tmp_path / "index")
    one.add([passage(f"n{number}", f"Envoys met on day{number % 7}.") for number in range(2_000)], sequence=1)
    one.close()
    DAMAGES[damage](tmp_path / "index")
    with pytest.raises(IndexUnavailable, match="delete the folder, and it is built again"):
        DiskRetriever(tmp_path / "index").search({"envoy": 1.0, "day3": 1.0}, 10)
    anew = DiskRetriever.recreate(tmp_path / "index")
    assert (anew.count(), anew.sequence) == (0, 0)
    anew.add([passage("a", "Envoys met.")], sequence=1)
    assert ids(anew) == ["a"]
    anew.close()


def test_making_anew_yields_to_another_process_that_has_just_done_so(tmp_path: Path) -> None:
    writer = DiskRetriever(tmp_path / "index")
    writer.add([passage("a", "Envoys met.")], sequence=1)
    other = DiskRetriever.recreate(tmp_path / "index", lock_seconds=0)
    assert ids(other) == ["a"]
    writer.close()
    other.close()


def test_a_folder_deleted_in_use_is_searched_on_and_refuses_changes(tmp_path: Path) -> None:
    one = DiskRetriever(tmp_path / "index")
    one.add([passage("a", "Envoys met.")], sequence=1)
    shutil.rmtree(tmp_path / "index")
    assert ids(one) == ["a"]
    with pytest.raises(IndexUnavailable, match="deleted while in use"):
        one.add([passage("b", "Envoys left.")], sequence=2)
    one.close()
    again = DiskRetriever(tmp_path / "index")
    assert (again.count(), again.sequence) == (0, 0)
    again.close()


def test_a_batch_that_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    one = DiskRetriever(tmp_path / "index")
    one.add([passage("a", "Envoys met.")], sequence=1)
    with pytest.raises(IndexUnavailable, match="cannot be written"):
        one.add([passage("b", "Envoys left."), passage("c", "Envoys left.", collection="\ud800")], sequence=2)
    assert (ids(one), one.sequence) == (["a"], 1)
    one.add([passage("d", "Envoys came.")], sequence=2)
    assert (ids(one), one.sequence) == (["a", "d"], 2)
    one.close()


def test_a_large_corpus_in_many_segments_ranks_as_one_segment_does(tmp_path: Path) -> None:
    chance = random.Random(9)
    words = [f"w{number}" for number in range(400)]
    weights = [1 / (number + 1) for number in range(400)]
    made = [passage(f"n{n:04d}", " ".join(chance.choices(words, weights, k=chance.randint(5, 90)))) for n in range(3_000)]
    whole, parts = DiskRetriever(tmp_path / "whole"), DiskRetriever(tmp_path / "parts")
    whole.add(made, sequence=1)
    shuffled = chance.sample(made, len(made))
    for start in range(0, len(made), 500):
        parts.add(shuffled[start : start + 500], sequence=1)
    for _ in range(50):
        terms = {word: chance.choice([0.5, 1.0, 2.0]) for word in chance.sample(words, chance.randint(1, 6))}
        for k in (1, 7, 50):
            assert parts.search(terms, k) == whole.search(terms, k)
    for one in (whole, parts):
        one.close()


ADDING = """
import sys
from pathlib import Path
from index.disk import DiskRetriever
from index.passages import Passage, passage_id

retriever = DiskRetriever(Path(sys.argv[1]))
number = retriever.sequence
while True:
    number += 1
    made = [Passage(passage_id(f"n{number}", n), f"n{number}", 0, 2, 0, 9, f"Envoys day{number}.", None, None, "everyone") for n in (0, 1)]
    retriever.add(made, sequence=number)
    print(number, flush=True)
"""


def test_a_process_killed_while_adding_loses_nothing_that_it_had_acknowledged(tmp_path: Path) -> None:
    acknowledged = 0
    for until in (1, 7, 12, 30):
        command = [sys.executable, "-c", ADDING, str(tmp_path / "index")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as adding:
            assert adding.stdout is not None
            for _ in range(until):
                acknowledged = int(adding.stdout.readline())
            adding.kill()
            rest = adding.stdout.read().splitlines(keepends=True)
        acknowledged = max([acknowledged, *(int(line) for line in rest if line.endswith("\n"))])
        one = DiskRetriever(tmp_path / "index", lock_seconds=0)
        assert one.sequence >= acknowledged
        for number in range(1, acknowledged + 1):
            assert ids(one, **{f"day{number}": 1.0}) == [f"n{number}"] * 2
        one.close()


def test_what_another_process_commits_is_found_at_once(tmp_path: Path) -> None:
    reader = DiskRetriever(tmp_path / "index")
    with subprocess.Popen([sys.executable, "-c", ADDING, str(tmp_path / "index")], stdout=subprocess.PIPE, text=True) as adding:
        assert adding.stdout is not None
        for _ in range(15):
            number = int(adding.stdout.readline())
            assert ids(reader, **{f"day{number}": 1.0}) == [f"n{number}"] * 2
            assert reader.sequence >= number
        adding.kill()
    reader.close()


def test_the_schema_takes_every_day_there_is() -> None:
    for ordinal in (1, 3_652_059):
        tantivy.Document.from_dict({"day": ordinal}, SCHEMA)
