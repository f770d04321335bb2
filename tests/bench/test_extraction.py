"""How well pages are read is measured as others measure it."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
import stories
from layouts import html

from bench.extraction import Known, load, matched, ours, score

ROOT = Path(__file__).resolve().parents[2]
PAGE = html("<title>Talks end</title>", "<h1>Talks end</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in stories.SUMMIT)).encode()


def test_two_pages_are_scored_beside_trafilatura(tmp_path: Path) -> None:
    (tmp_path / "talks.html").write_bytes(PAGE)
    (tmp_path / "talks.json").write_text(json.dumps({"text": "\n".join(stories.SUMMIT), "title": "Talks end"}), "utf-8")
    (tmp_path / "wall.html").write_bytes(
        html("<title>Not found</title>", "<h1>404</h1><p>The page you requested was not found.</p>").encode()
    )
    (tmp_path / "wall.json").write_text(json.dumps({"with": ["so much"], "without": ["not found"]}), "utf-8")
    command = [sys.executable, "-m", "bench.extraction", str(tmp_path), "--worst", "1"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert lines[0].split(maxsplit=1) == ["Sherpa", "precision 1.000 recall 1.000 F1 1.000 (1 pages), snippets right 1 of 2"]
    assert lines[1].startswith("trafilatura ")
    assert lines[-2:] == ["title right 1 of 1", "0.500 wall"]


def test_a_folder_as_others_publish_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a1.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "ground-truth.json").write_text(json.dumps({"a1": {"articleBody": "x", "url": "https://x.test/a"}}), "utf-8")
    assert list(load(tmp_path)) == [Known("a1", PAGE, {"text": "x", "url": "https://x.test/a"})]


@pytest.mark.parametrize(
    ("text", "precision", "recall"),
    [
        ("one two three four five six", 1.0, 1.0),
        ("one two three four", 1.0, 1 / 3),
        ("one two three four five six and more", 3 / 5, 1.0),
        ("something else altogether here", 0.0, 0.0),
        ("", None, 0.0),
    ],
)
def test_runs_of_four_words_are_matched(text: str, precision: float | None, recall: float) -> None:
    assert matched("one two three four five six", text) == (precision, recall)


def test_a_page_that_is_refused_counts_as_missed() -> None:
    page = Known("empty", b"<html><body></body></html>", {"text": "one two three four five"})
    assert score([page], ours).recall == [0.0]
