"""The command line as programs and people meet it: real processes, one sentence on standard error, the exit status."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from index.disk.folder import FolderLock

Sherpa = Callable[..., CompletedProcess[str]]


SHERPA = str(Path(sys.executable).with_name("sherpa"))


@pytest.fixture(scope="module", autouse=True)
def locked_out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    """A question to a damaged index whose lock someone holds for ever. It waits for ten seconds: begun first, it is looked at last."""
    folder = tmp_path_factory.mktemp("locked")
    environment = {**os.environ, "SHERPA_HOME": str(folder), "SHERPA_ENGINE": "tantivy", "SHERPA_LOG_LEVEL": "error"}
    ask = [SHERPA, "ask", "--json", "Was a ceasefire agreed?"]
    subprocess.run(ask, env=environment, cwd=folder, capture_output=True, check=True)
    (index,) = (folder / "index").iterdir()
    lock = FolderLock(index)
    assert lock.take()
    for path in index.rglob("meta.json"):
        path.write_bytes(b"rubbish")
    with subprocess.Popen(ask, env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()
    lock.release()


def lines(done: CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def one_sentence(done: CompletedProcess[str]) -> str:
    (sentence,) = done.stderr.splitlines()
    return sentence


def test_a_question_is_answered_as_json_with_verbatim_quotations(sherpa: Sherpa) -> None:
    done = sherpa("ask", "--json", "--limit", "2", "Which military base hosted the Trump-Putin summit?")
    (answer,) = lines(done)
    assert (done.returncode, done.stderr) == (0, "")
    assert answer["answered"]
    assert 1 <= len(answer["quotes"]) <= 2
    quote = answer["quotes"][0]
    assert set(quote) == {"text", "article_id", "title", "outlet", "agency", "published", "url", "start", "end"}
    assert quote["end"] - quote["start"] == len(quote["text"])


def test_a_question_is_answered_in_plain_text_to_a_pipe(sherpa: Sherpa) -> None:
    done = sherpa("ask", "Was", "a", "ceasefire", "agreed?")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Was a ceasefire agreed?\n\n❝")
    assert "\x1b" not in done.stdout


def test_what_has_no_address_is_opened_in_the_reader_where_that_has_one(sherpa: Sherpa) -> None:
    linked = sherpa("summarize", "seed-2.1", SHERPA_PUBLIC_URL="https://sherpa.test/").stdout
    assert "open the article in Sherpa's reader: https://sherpa.test/a/seed-2.1/1\n" in linked


ODD_LINES = {
    "long": "ceasefire " * 1_000,
    "control characters": "Was a \x1b[31mceasefire\x07 agreed\x00?",
    "right-to-left marks": "\u202eWas a ceasefire\u200f agreed?",
    "only controls": "\u202e\x07",
    "only stop words": "what is it that they are",
    "only emoji": "🎉🎉🎉",
    "not a question": "hello there",
}


def test_every_line_that_is_not_blank_gets_one_object_also_one_that_is_no_question(sherpa: Sherpa) -> None:
    done = sherpa("ask", "--json", "-", given="\n   \n".join(ODD_LINES.values()) + "\n")
    answers = dict(zip(ODD_LINES, lines(done), strict=True))
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("only controls", "only stop words", "only emoji", "not a question"):
        assert not answers[name]["answered"], name
        assert answers[name]["refusal"]["reason"], name
        assert answers[name]["quotes"] == []
    for name in ("control characters", "right-to-left marks"):
        assert answers[name]["question"] == ODD_LINES[name]
        assert answers[name]["confidence"] > 0


@pytest.mark.parametrize("question", ["", " \u202e\u200f"])
def test_an_empty_question_is_an_error(question: str, sherpa: Sherpa) -> None:
    done = sherpa("ask", question)
    assert (done.returncode, done.stdout) == (1, "")
    assert "question" in one_sentence(done)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ask"], "Missing argument 'QUESTION|-'"),
        (["ask", "--limit", "0", "why?"], "Invalid value for '--limit'"),
        (["summarize", "--length", "huge", "1"], "Invalid value for '--length'"),
        (["add"], "Missing argument 'WHAT'"),
        (["answer"], "No such command 'answer'"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(arguments: list[str], sentence: str, sherpa: Sherpa) -> None:
    done = sherpa(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert one_sentence(done).startswith(sentence)


def test_without_arguments_the_help_is_shown_and_the_status_is_2(sherpa: Sherpa) -> None:
    done = sherpa()
    assert (done.returncode, done.stdout) == (2, "")
    assert "summarize" in done.stderr


def test_the_version_is_the_distributions(sherpa: Sherpa) -> None:
    from importlib.metadata import version

    assert sherpa("--version").stdout == f"sherpa {version('summit-sherpa')}\n"


def test_sources_are_listed_and_copies_share_a_story(sherpa: Sherpa) -> None:
    found = {source["article_id"]: source for source in lines(sherpa("sources", "--json"))}
    assert len(found) == 14
    assert found["seed-1.2"]["story_id"] == found["seed-1.3"]["story_id"] != found["seed-1.1"]["story_id"]
    assert {source["collection"] for source in found.values()} == {"everyone"}


def test_sources_are_summarized_line_by_line_going_on_after_an_unknown_one(sherpa: Sherpa) -> None:
    done = sherpa("summarize", "--json", "--length", "short", "-", given="seed-1.1\nno such source at all\n2\n")
    first, unknown, second = lines(done)
    assert first["article_id"] == "seed-1.1"
    assert second["article_id"] == "seed-0.2"
    assert first["sentences"][0].keys() == {"text", "start", "end"}
    assert unknown == {"article_id": None, "title": None, "sentences": []}
    assert done.returncode == 1
    assert "article" in one_sentence(done)


def test_a_source_that_fits_several_is_an_error_that_suggests(sherpa: Sherpa) -> None:
    done = sherpa("summarize", "Mint")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Did you mean" in one_sentence(done)


def test_a_word_to_leave_out_of_a_topic_is_no_option(sherpa: Sherpa) -> None:
    (preview,) = lines(sherpa("preview", "--json", "tariffs", "-hungary"))
    assert preview["topic"] == "tariffs -hungary"
    assert preview["articles"]
    assert sherpa("preview", "tariffs", "--hungary").returncode == 2


def test_a_topic_is_previewed(sherpa: Sherpa) -> None:
    done = sherpa("preview", "--json", "security guarantees")
    (preview,) = lines(done)
    assert preview["topic"] == "security guarantees"
    assert "seed-1.3" in {article["article_id"] for article in preview["articles"]}


def test_a_closed_pipe_is_no_error(environment: dict[str, str], tmp_path: Path) -> None:
    process = subprocess.Popen(
        [SHERPA, "ask", "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=tmp_path,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.write("Was a ceasefire agreed?\n")
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["question"] == "Was a ceasefire agreed?"  # flushed while more is awaited
    process.stdout.close()
    process.stdin.write("Was a ceasefire agreed?\n" * 3)
    process.stdin.close()
    assert (process.wait(30), process.stderr.read()) == (0, "")
    process.stderr.close()


def test_ctrl_c_ends_a_wait_for_input_without_a_word(environment: dict[str, str], tmp_path: Path) -> None:
    with subprocess.Popen(
        [SHERPA, "ask", "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=tmp_path,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write("Was a ceasefire agreed?\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert (process.wait(30), process.stderr.read()) == (130, "")


@pytest.mark.parametrize(("arguments", "loaded"), [(("run", "web"), "typer"), (("run", "web"), "uvicorn"), (("status",), "pydantic")])
def test_ctrl_c_while_it_is_still_being_loaded_ends_it_without_a_word(
    environment: dict[str, str], tmp_path: Path, arguments: tuple[str, ...], loaded: str
) -> None:
    """`loaded`: a module in whose place one presses Ctrl-C, and then goes on for long."""
    pressing = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(60)\n"
    (tmp_path / f"{loaded}.py").write_text(pressing, encoding="utf-8")
    ended = subprocess.run(
        [SHERPA, *arguments],
        env={**environment, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


def test_articles_are_added_in_order_going_on_after_what_cannot_be_read(sherpa: Sherpa, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Floods in Anchorage\n\nThe river rose on Monday. Nobody was hurt.\n", encoding="utf-8")
    (tmp_path / "lines.jsonl").write_text(
        '{"id": "x-1", "title": "Harbour opens", "text": "The harbour opened on Friday.", "date": "2025-08-20", "source": "Town News"}\n'
        '{"title": \n'
        '{"id": "x-2", "title": "Harbour closes", "text": "The harbour closed again."}\n',
        encoding="utf-8",
    )
    (tmp_path / "empty.txt").touch()
    what = ("missing.txt", "good.txt", "http://127.0.0.1:9/news", "lines.jsonl", "empty.txt")
    tried = sherpa("add", "--dry-run", "--json", *what, SHERPA_HOME=str(tmp_path / "home"))
    done = sherpa("add", "--json", *what, SHERPA_HOME=str(tmp_path / "home"))
    assert tried.stdout == done.stdout
    assert [(line["input"], line["title"], line["new"]) for line in lines(done)] == [
        ("good.txt", "Floods in Anchorage", True),
        ("lines.jsonl", "Harbour opens", True),
        ("lines.jsonl", "Harbour closes", True),
    ]
    assert lines(done)[1] == {
        "input": "lines.jsonl",
        "article_id": "x-1",
        "title": "Harbour opens",
        "outlet": "Town News",
        "published": "2025-08-20",
        "url": None,
        "text": "The harbour opened on Friday.",
        "new": True,
    }
    missing, address, broken, empty = done.stderr.splitlines()
    assert missing == "There is no file or folder missing.txt."
    assert "127.0.0.1" in address
    assert "lines.jsonl, line 2" in broken
    assert empty == "The file empty.txt is empty."
    assert done.returncode == 1

    again = sherpa("add", "good.txt", SHERPA_HOME=str(tmp_path / "home"))
    assert (again.returncode, again.stdout.startswith("Was there already: Floods in Anchorage (")) == (0, True)
    answer = sherpa("ask", "When did the harbour open?", SHERPA_HOME=str(tmp_path / "home"))
    assert "The harbour opened on Friday." in answer.stdout
    removed = [sherpa("remove", "x-1", SHERPA_HOME=str(tmp_path / "home")) for _ in range(2)]
    assert [(each.returncode, each.stdout) for each in removed] == [(0, "Removed: x-1\n"), (1, "")]
    assert one_sentence(removed[1]).startswith("There is no article with the id x-1")


def test_a_folder_of_seeds_that_cannot_be_read_is_said(sherpa: Sherpa, tmp_path: Path) -> None:
    done = sherpa("ask", "why?", SHERPA_SEEDS=str(tmp_path / "nowhere"), SHERPA_HOME=str(tmp_path / "home"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "nowhere" in one_sentence(done)


def test_a_database_that_is_none_is_said(sherpa: Sherpa, tmp_path: Path) -> None:
    (tmp_path / "sherpa.db").write_bytes(b"this is no database " * 300)
    done = sherpa("ask", "why?", SHERPA_HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "database" in one_sentence(done)


def test_a_database_of_another_program_is_said(sherpa: Sherpa, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as database:
        database.execute("CREATE TABLE articles (wine TEXT)")
    database.close()
    done = sherpa("ask", "why?", SHERPA_HOME=str(tmp_path / "home"), SHERPA_DATABASE_URL=f"sqlite:///{tmp_path / 'other.db'}")
    assert (done.returncode, done.stdout) == (1, "")
    assert one_sentence(done)


def test_a_password_in_a_database_address_is_not_shown(sherpa: Sherpa, tmp_path: Path) -> None:
    done = sherpa("ask", "why?", SHERPA_HOME=str(tmp_path), SHERPA_DATABASE_URL="mysql://sherpa:opensesame@localhost/news")
    assert (done.returncode, done.stdout) == (1, "")
    assert "opensesame" not in one_sentence(done)


def test_a_damaged_index_is_built_again(sherpa: Sherpa, tmp_path: Path) -> None:
    settings = {"SHERPA_HOME": str(tmp_path / "home"), "SHERPA_ENGINE": "tantivy"}
    question = ("ask", "--json", "Which military base hosted the summit?")
    before = sherpa(*question, **settings)
    damaged = [path for path in (tmp_path / "home" / "index").rglob("*") if path.is_file()]
    assert damaged
    for path in damaged:
        path.write_bytes(b"rubbish")
    after = sherpa(*question, **settings)
    assert (after.returncode, after.stdout) == (0, before.stdout)


def test_a_home_that_cannot_be_made_is_said(sherpa: Sherpa, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = sherpa("ask", "why?", SHERPA_HOME=str(tmp_path / "file" / "home"))
    assert (done.returncode, done.stdout) == (1, "")
    assert one_sentence(done).endswith("set SHERPA_HOME to one that Sherpa may write to.")


def test_a_setting_that_cannot_be_is_said(sherpa: Sherpa) -> None:
    done = sherpa("ask", "why?", SHERPA_ENGINE="lucene")
    assert (done.returncode, done.stdout) == (1, "")
    assert one_sentence(done) == "SHERPA_ENGINE must be auto, memory or tantivy; change it or leave it out."


def test_an_index_whose_lock_is_held_for_ever_is_said(locked_out: subprocess.Popen[str]) -> None:
    shown, said = locked_out.communicate(timeout=30)
    assert (locked_out.returncode, shown) == (1, "")
    (sentence,) = said.splitlines()
    assert sentence.startswith("Another process holds the lock of the index in ")
    assert sentence.endswith("; end that process and try again.")
