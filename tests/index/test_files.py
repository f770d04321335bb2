"""Local files and folders are taken in by what they hold, and what cannot be read is said of each and keeps no other back."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import MAX_BODY, Article
from index.drafts import LONGEST_TITLE
from index.errors import BadFile, BadLine
from index.files import Found, read
from index.jsonl import MAX_LINE
from index.seeds import SEEDS, load

NOW = datetime(2025, 8, 17, 12, tzinfo=UTC)


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only(path: Path) -> Article:
    """The one article of a file."""
    [found] = read(path, NOW)
    assert isinstance(found, Found), str(found)
    assert found.path == path
    return found.article


def refusal(path: Path) -> str:
    """Why the file is refused."""
    [refused] = read(path, NOW)
    assert isinstance(refused, BadFile)
    assert refused.path == str(path)
    return str(refused)


def jsonl(path: Path, *lines: Any) -> Path:
    return write(path, "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))


def test_the_first_line_of_a_text_is_its_title(tmp_path: Path) -> None:
    article = only(write(tmp_path / "a.txt", "\n Talks end \n\nThey met.\nThey left.\n"))
    assert (article.title, article.body, article.page) == ("Talks end", "They met.\nThey left.", "a.txt")
    assert (article.outlet, article.url, article.published) == (None, None, None)


def test_one_line_is_title_and_text(tmp_path: Path) -> None:
    article = only(write(tmp_path / "a", "They met and left."))
    assert (article.title, article.body) == ("They met and left.", "They met and left.")


def test_a_first_line_that_is_a_paragraph_stays_in_the_text_and_gives_its_first_words(tmp_path: Path) -> None:
    paragraph = "They met at length. " * (LONGEST_TITLE // 10)
    article = only(write(tmp_path / "a.txt", f"{paragraph}\nThey left."))
    assert article.body.startswith(article.title)
    assert 50 < len(article.title) <= 100
    assert article.title.endswith((".", "length", "They", "met", "at"))


def test_the_same_text_has_the_same_id_and_another_text_another(tmp_path: Path) -> None:
    one = only(write(tmp_path / "a.txt", "Talks\nThey met."))
    assert only(write(tmp_path / "b.txt", "Talks\r\nThey met.\r\n")).id == one.id
    assert only(write(tmp_path / "c.txt", "Talks\nThey left.")).id != one.id
    assert len(one.id) == 18
    assert one.id.startswith("a-")


def test_the_first_heading_of_markdown_is_its_title(tmp_path: Path) -> None:
    article = only(write(tmp_path / "a.md", "A dateline\n\n# Talks *end*\n\nThey **met**\nand left.\n\n## More\nSoon."))
    assert (article.title, article.body) == ("Talks end", "A dateline\n\nThey met and left.\n\nMore\n\nSoon.")


@pytest.mark.parametrize("text", ["# Talks\n\nThey met.", "Talks\n=====\n\nThey met."])
def test_markdown_is_known_by_its_heading_whatever_its_name(tmp_path: Path, text: str) -> None:
    article = only(write(tmp_path / "notes.txt", text))
    assert (article.title, article.body) == ("Talks", "They met.")


@pytest.mark.parametrize(("text", "body"), [("Talks\n\nThey *met*.", "They met."), ("# Talks", "Talks")])
def test_markdown_may_lack_a_heading_or_a_text(tmp_path: Path, text: str, body: str) -> None:
    article = only(write(tmp_path / "a.md", text))
    assert (article.title, article.body) == ("Talks", body)


def test_a_file_in_the_form_of_the_seeds_is_read_as_they_are() -> None:
    assert only(SEEDS / "seed-0.1.md") == load()[0]


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("Genève\nText.".encode("utf-8-sig"), "Genève"),
        ("Genève\nText.".encode("utf-16"), "Genève"),
        ("Genève\nText.".encode("utf-32"), "Genève"),
        ("“Genève”\nText.".encode("cp1252"), "“Genève”"),
    ],
    ids=["UTF-8 with a mark", "UTF-16", "UTF-32", "Windows-1252"],
)
def test_encodings_are_read_as_well_as_can_be(tmp_path: Path, content: bytes, title: str) -> None:
    assert only(write(tmp_path / "a.txt", content)).title == title


def test_jsonl_has_an_article_a_line(tmp_path: Path) -> None:
    full = {
        "title": "Talks",
        "text": "They met.",
        "id": "mine-1",
        "url": "https://example.org/1",
        "date": "2025-08-15T21:00:00+02:00",
        "source": "The Outlet",
        "agency": "Reuters",
        "section": "world",
    }
    bare = {"title": "Talks", "text": "They left.", "url": None, "source": "", "date": None}
    first, second = (found.article for found in read(jsonl(tmp_path / "a.jsonl", full, "", bare), NOW) if isinstance(found, Found))
    assert (first.id, first.title, first.body, first.url) == ("mine-1", "Talks", "They met.", "https://example.org/1")
    assert (first.outlet, first.agency, first.page) == ("The Outlet", "Reuters", "a.jsonl")
    assert first.published == datetime(2025, 8, 15, 19, tzinfo=UTC)
    assert (second.body, second.url, second.outlet, second.published) == ("They left.", None, None, None)


@pytest.mark.parametrize("name", ["a", "a.txt", "a.json", "a.JSONL"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_jsonl_is_known_by_its_content_whatever_its_name(tmp_path: Path, name: str, encoding: str) -> None:
    lines = "\n".join(json.dumps({"title": f"Talks {number}", "text": "They met."}) for number in range(2))
    found = read(write(tmp_path / name, lines.encode(encoding)), NOW)
    assert [each.article.title for each in found if isinstance(each, Found)] == ["Talks 0", "Talks 1"]


def test_copies_by_two_outlets_are_two_articles(tmp_path: Path) -> None:
    lines = [{"title": "Talks", "text": "They met.", "source": source} for source in ("One", "Two", "One")]
    one, two, again = (found.article.id for found in read(jsonl(tmp_path / "a.jsonl", *lines), NOW) if isinstance(found, Found))
    assert one == again != two


@pytest.mark.parametrize(
    ("line", "reason", "field"),
    [
        ("{not json", "it is not JSON at character 2", None),
        ('{"title": "Talks", "text": "They', "it is not JSON at character 33", None),
        ("[" * 100_000, "it is not JSON", None),
        ("[]", "it is no JSON object with title and text", None),
        ({"title": "Talks"}, "the field text is missing", "text"),
        ({"title": "", "text": "They met."}, "the field title is missing", "title"),
        ({"title": " ", "text": "They met."}, "the field title is empty", "title"),
        ({"title": 7, "text": "They met."}, "the field title is no text in quotation marks", "title"),
        ({"title": "T" * 1001, "text": "They met."}, "the field title is longer than 1,000 characters", "title"),
        ({"title": "Talks", "text": "\u200b\x01"}, "the field text is empty", "text"),
        ({"title": "Talks", "text": "x" * (MAX_BODY + 1)}, "the field text is longer than 1,000,000 characters", "text"),
        ({"title": "Talks", "text": "They met.", "id": "a b"}, "the field id holds a space", "id"),
        ({"title": "Talks", "text": "They met.", "id": True}, "the field id is no text in quotation marks", "id"),
        ({"title": "Talks", "text": "They met.", "source": "x" * 301}, "the field source is longer than 300 characters", "source"),
        (
            {"title": "Talks", "text": "They met.", "url": "javascript:alert(1)"},
            "the field url cannot be used: an address starts with http:// or https://",
            "url",
        ),
        (
            {"title": "Talks", "text": "They met.", "date": "yesterday"},
            "the field date is no date such as 2025-08-15 or 2025-08-15T19:00:00Z",
            "date",
        ),
        (
            {"title": "Talks", "text": "They met.", "date": 20250815},
            "the field date is no date such as 2025-08-15 or 2025-08-15T19:00:00Z",
            "date",
        ),
    ],
)
def test_a_broken_line_is_named_and_the_good_ones_are_kept(tmp_path: Path, line: Any, reason: str, field: str | None) -> None:
    good = {"title": "Talks", "text": "They met."}
    path = jsonl(tmp_path / "a.jsonl", good, "", line, {**good, "id": "last"})
    first, broken, last = read(path, NOW)
    assert isinstance(first, Found)
    assert isinstance(last, Found)
    assert last.article.id == "last"
    assert isinstance(broken, BadLine)
    assert str(broken) == f"{path}, line 3: {reason}."
    assert (broken.line, broken.field, broken.path) == (3, field, str(path))


def test_a_line_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b'{"title": "Gen\xe8ve", "text": "They met."}\n{"title": "Talks", "text": "They left."}\n')
    broken, good = read(path, NOW)
    assert isinstance(broken, BadLine)
    assert str(broken) == f"{path}, line 1: it is not UTF-8."
    assert isinstance(good, Found)


def test_a_line_without_end_is_named_and_not_kept_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w") as file:
        for _ in range(3):
            file.write("x" * MAX_LINE)
        file.write('\n{"title": "Talks", "text": "They left."}\n')
    broken, good = read(path, NOW)
    assert isinstance(broken, BadLine)
    assert (broken.line, str(broken)) == (1, f"{path}, line 1: it is longer than 7,000,000 characters.")
    assert isinstance(good, Found)


def test_lines_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    good = {"title": "Talks", "text": "They met."}
    path = tmp_path / "pipe.jsonl"
    path.write_text("".join(json.dumps(good) + "\n" for _ in range(100_000)))
    lines = read(path, NOW)
    next(lines)
    path.write_text("")  # what is not read yet is gone
    assert sum(1 for _ in lines) < 1_000


@pytest.mark.parametrize(
    ("given_date", "published", "marked"),
    [
        ("2025-08-15", date(2025, 8, 15), False),
        ("2025-08-15T19:00", datetime(2025, 8, 15, 19, tzinfo=UTC), False),
        ("Fri, 15 Aug 2025 19:00:00 +0200", datetime(2025, 8, 15, 17, tzinfo=UTC), False),
        ("2025-08-18", date(2025, 8, 18), False),  # has begun east of Greenwich
        ("2025-08-19", None, True),
        ("2025-08-17T12:00:01Z", None, True),
        ("2999-01-01", None, True),
    ],
)
def test_dates_are_read_and_none_lies_in_the_future(
    tmp_path: Path, given_date: str, published: date | datetime | None, marked: bool
) -> None:
    path = jsonl(tmp_path / "a.jsonl", {"title": "Talks", "text": "They met.", "date": given_date})
    article = only(path)
    assert article.published == published
    assert (article.published_evidence is not None) == marked


def test_a_folder_is_read_by_name_without_what_is_hidden_and_on_past_what_is_bad(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", "B\nText.")
    write(tmp_path / "a" / "z.txt", "Z\nText.")
    write(tmp_path / "a" / "empty.txt", "")
    write(tmp_path / "c.jsonl", '{"title": "C", "text": "Text."}\nbroken\n')
    write(tmp_path / ".hidden" / "x.txt", "X\nText.")
    write(tmp_path / ".x.txt", "X\nText.")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    results = [found.article.title if isinstance(found, Found) else Path(found.path).name for found in read(tmp_path, NOW)]
    assert results == ["empty.txt", "Z", "B", "C", "c.jsonl"]


def test_what_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nothing") == f"There is no file or folder {tmp_path / 'nothing'}."
    assert refusal(tmp_path) == f"The folder {tmp_path} holds no files; name one that holds articles."
    path = write(tmp_path / "a.txt", " \n\n")
    assert refusal(path) == f"The file {path} is empty."


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == f"{tmp_path / 'pipe'} is no ordinary file; name one that holds text."


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Talks\nText.")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert refusal(path) == f"The file {path} cannot be read (Permission denied); check its permissions."


PAGE = """<!doctype html><html lang="en"><head><title>Quota set | The Port Times</title>
<meta property="og:site_name" content="The Port Times"><link rel="canonical" href="https://port.example/quota">
<meta property="article:published_time" content="2025-08-16T10:00:00Z"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Quota set</h1>
<p>The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks in Tarnholm.</p>
<p>The quota takes effect in January and will be reviewed after six months, the two sides said in a joint statement.</p>
<p>Fishing crews in the outer harbour had threatened to block the port if the limit fell below 80 tonnes.</p></article></body></html>"""


def test_a_page_is_its_article_and_nothing_is_fetched(tmp_path: Path) -> None:
    article = only(write(tmp_path / "saved", PAGE))
    assert (article.title, article.outlet, article.url, article.page) == (
        "Quota set",
        "The Port Times",
        "https://port.example/quota",
        "saved",
    )
    assert article.published == datetime(2025, 8, 16, 10, tzinfo=UTC)
    assert article.body.startswith("The herring quota")
    assert "Home" not in article.body
    assert (
        article.id
        == only(write(tmp_path / "again.html", PAGE.replace("https://port.example/quota", "http://port.example/quota?utm_source=x"))).id
    )


@pytest.mark.parametrize(
    "before", ["<script>var a = '<p>';</script>\n", "<br />\n<b>Warning</b>: Undefined constant\n", "<title>Port</title>\n"]
)
def test_a_page_is_known_by_its_name_too_whatever_it_begins_with(tmp_path: Path, before: str) -> None:
    assert only(write(tmp_path / "saved.html", before + PAGE)).body.startswith("The herring quota")


def test_a_feed_is_what_its_entries_say_themselves(tmp_path: Path) -> None:
    text = "The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks in Tarnholm. " * 3
    entries = "".join(
        f"<item><title>News {n}</title><link>https://port.example/{n}</link><description>{text}</description></item>" for n in (1, 2)
    )
    path = write(
        tmp_path / "feed.xml", f"<?xml version='1.0'?><rss version='2.0'><channel><title>The Port Times</title>{entries}</channel></rss>"
    )
    found = list(read(path, NOW))
    assert [each.article.title for each in found if isinstance(each, Found)] == ["News 1", "News 2"]
    assert [each.article.outlet for each in found if isinstance(each, Found)] == ["The Port Times"] * 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not text"),
        (b"%PDF-1.7\n", "is not text"),
        (b"\x1f\x8b\x08\x08\xff\xfe some", "is not text"),
        ("<!DOCTYPE html>\n<html><p>Talks", "too little text"),
        ("<!-- saved -->\n<HTML lang=en>", "empty"),
        ('<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "empty"),
        ('<?xml version="1.0"?>\n<rss version="2.0">', "has no entry with a text of its own"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "has no entry with a text of its own"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "has no entry with a text of its own"),
    ],
)
def test_what_is_no_text_is_refused_by_its_kind_whatever_its_name(tmp_path: Path, content: str | bytes, reason: str) -> None:
    path = write(tmp_path / "a.txt", content)
    assert reason in refusal(path)


def test_many_comments_before_a_page_take_no_time(tmp_path: Path) -> None:
    """Forty took hours once."""
    article = only(write(tmp_path / "a.txt", "<!-- -->" * 400 + "\n<nav>Talks on the herring quota began on Monday."))
    assert "herring" in article.body


@pytest.mark.parametrize("content", ['[\n  {"title": "Talks"}\n]', '{\n  "title": "Talks"\n}', '[{"title": "Talks"}]', "{}"])
def test_json_that_is_not_a_line_an_article_is_refused(tmp_path: Path, content: str) -> None:
    path = write(tmp_path / "a.json", content)
    assert refusal(path) == f"{path} is JSON, but not an object a line; write each article on a line of its own."


def test_a_text_that_is_too_long_is_refused(tmp_path: Path) -> None:
    long = write(tmp_path / "long.txt", "Talks\n" + "x" * (MAX_BODY + 1))
    assert refusal(long) == f"{long} makes no article: the field text is longer than 1,000,000 characters."
    longer = write(tmp_path / "longer.txt", "Talks\n" + "x" * 5 * MAX_BODY)
    assert refusal(longer) == f"The text in {longer} is longer than 1,000,000 characters; split it."


@given(st.binary(max_size=300))
def test_no_bytes_make_an_error_that_is_not_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "bytes"
    for name in ("a.txt", "a.md", "a.jsonl"):
        results = list(read(write(folder / name, content), NOW))
        assert results or name.endswith("l")
        assert all(isinstance(each, Found) or str(each).endswith(".") for each in results)
