"""The benchmarks in smoke form, and what their figures rest on."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bench.corpus import Corpus
from bench.gold import holds
from bench.measure import Timing, timing
from bench.report import ASK, RAW_RANK_BM25, RAW_TANTIVY, Report, Size
from index.seeds import load
from index.sentences import sentences

ROOT = Path(__file__).resolve().parents[2]


def gold_file(folder: Path) -> Path:
    """Three questions on the seeds: a sentence of an article asked as it stands, one with no answer, and small talk."""
    article = load()[0]
    start, end = sentences(article.body)[3]
    sentence = article.body[start:end]
    lines = [
        {"question": sentence[:250], "answerable": True, "kind": "fact", "difficulty": "lexical", "groups": [[{"sentence": sentence}]]},
        {"question": "Who won the chess olympiad in Budapest?", "answerable": False, "kind": "off_topic"},
        {"question": "hello there", "answerable": False, "kind": "chat_or_attack"},
    ]
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def test_the_smoke_form_measures_everything_and_writes_it_down(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench", "--smoke", "--out", str(tmp_path / "out"), "--gold", str(gold_file(tmp_path))]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    for word in (RAW_TANTIVY, RAW_RANK_BM25, ASK, "sherpa ask", "evidence@1", "times faster", "cpus"):
        assert word in done.stdout
    report = json.loads((tmp_path / "out/bench.json").read_text("utf-8"))
    (size,) = report["sizes"]
    assert size["passages"] >= 300
    assert all(0 < row["p50"] <= row["p95"] for row in size["rows"])
    assert size["ask_times_faster_than_raw_rank_bm25"] > 0
    assert set(report["gold"]) == {"memory", "tantivy"}
    assert all(scores["verbatim"] == scores["refused"] == scores["evidence@1"] == 1 for scores in report["gold"].values())


def test_a_made_corpus_is_the_same_every_time() -> None:
    one, other = Corpus(200), Corpus(200)
    assert list(one.articles()) == list(other.articles())
    assert one.questions(10) == other.questions(10)


def test_a_made_corpus_reads_like_news_to_the_segmenter() -> None:
    for article in Corpus(200).articles():
        assert [article.body[start:end] for start, end in sentences(article.body)] == article.body.split("\n")


def test_words_follow_zipf_s_law() -> None:
    counts = Counter(word for article in Corpus(3_000).articles() for word in article.body.split())
    common = [count for _, count in counts.most_common(3_000)]
    assert common[0] > 20 * common[300] > 0
    assert sum(count == 1 for count in counts.values()) > len(counts) / 10


def test_a_made_corpus_has_copies_and_reports_of_one_story() -> None:
    articles = list(Corpus(2_000).articles())
    bodies = Counter(article.body for article in articles)
    assert 0.02 < 1 - len(bodies) / len(articles) < 0.1


@pytest.mark.parametrize(
    ("quote", "sentence", "good"),
    [
        ("He said “yes” twice.", 'He said "yes"  twice.', True),
        ("Before. He said yes. After.", "He said yes.", True),
        ("He said yes to", "He said yes to the offer.", True),
        ("He said", "He said yes to the offer that was made.", False),
        ("He said yes." + "x" * 500, "He said yes.", False),
    ],
)
def test_a_quotation_counts_when_it_holds_the_evidence_or_half_of_it(quote: str, sentence: str, *, good: bool) -> None:
    assert holds(quote, sentence) is good


def test_the_95th_of_100_is_slower_than_95() -> None:
    row = timing("x", [number / 1_000 for number in range(1, 101)])
    assert (row.p50, row.p95) == (50.5, 96)


def test_ratios_are_told_as_the_goals_are_worded() -> None:
    rows = [Timing(RAW_TANTIVY, 1.0, 2.0, 9), Timing(RAW_RANK_BM25, 100.0, 120.0, 9), Timing(ASK, 4.0, 5.0, 9)]
    text = Report({"cpus": 2}, [Size(100_000, 9_000, rows)]).text()
    assert "ask is 3.00 ms over raw tantivy" in text
    assert "25.0 times faster than raw rank-bm25" in text


def test_the_smoke_form_of_a_million_imports_asks_adds_and_opens(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.million", "--smoke", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    for words in ("articles a second", "MB", "load average", RAW_TANTIVY, ASK, "while articles are added", "until it is found", "opening"):
        assert words in done.stdout
    report = json.loads((tmp_path / "million.json").read_text("utf-8"))
    assert report["passages"] >= 2_500
    assert report["imported"]["articles"] > 200
    assert all(0 < row["p50"] <= row["p95"] for row in report["rows"])


@pytest.mark.parametrize("bench", ["bench.discord_load", "bench.slack_load"])
def test_under_load_everything_is_answered_once(bench: str) -> None:
    command = [sys.executable, "-m", bench, "--questions", "30", "--seconds", "2", "--people", "10", "--rounds", "1"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    for words in ("asked 30", "acknowledged 30", "answered 30", "answered_twice 0", "blocked", "memory", "cpus"):
        assert words in done.stdout, done.stderr
