"""The seed articles and their loader."""

from datetime import date
from pathlib import Path

import pytest

from index.errors import BadFile, BadLine
from index.seeds import SEEDS, load

GOOD = '+++\nid = "a"\ntitle = "A title"\n+++\n\nA text.\n'


def write(folder: Path, text: str, name: str = "a.md") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_repository_has_fourteen_seeds_in_the_order_of_their_pages() -> None:
    articles = load()
    pages = {"0": 4, "1": 4, "2": 4, "3": 1, "4": 1}
    assert [article.id for article in articles] == [f"seed-{page}.{n}" for page, count in pages.items() for n in range(1, count + 1)]


def test_every_seed_date_is_derived_has_evidence_and_lies_in_its_range() -> None:
    for article in load():
        assert article.date_derived and article.published_evidence and article.published_range, article.id
        first, last = article.published_range
        assert isinstance(article.published, date) and first <= article.published <= last, article.id


def test_what_a_seed_page_does_not_say_stays_unknown() -> None:
    articles = {article.id: article for article in load()}
    assert [id_ for id_, article in articles.items() if article.outlet is None] == ["seed-0.1", "seed-2.1", "seed-3.1", "seed-4.1"]
    assert [id_ for id_, article in articles.items() if article.url] == ["seed-0.1", "seed-0.2", "seed-0.3", "seed-1.1", "seed-1.3"]
    assert [id_ for id_, article in articles.items() if article.stance is None] == ["seed-0.4", "seed-2.4"]


def test_a_seed_address_on_another_page_names_its_owner() -> None:
    for article in load():
        host = (article.url or "").removeprefix("https://www.").partition("/")[0]
        owner = {"daily8.com": "Daily8", "tribuneindia.com": "Tribune India", "hindustantimes.com": None, "": None}[host]
        assert article.url_owner == owner, article.id


@pytest.mark.parametrize(
    "leftover",
    [
        "Daily8",
        "hours ago",
        "Also Read",
        "Comments",
        "News Desk",
        "@wsj.com",
        "With assistance",
        "automated news agency",
        "AFP\n",
        "Harsh reality'",
    ],
)
def test_no_boilerplate_is_left_in_the_seeds(leftover: str) -> None:
    assert [article.id for article in load() if leftover in article.body + "\n"] == []


def test_the_only_source_of_the_death_toll_is_a_paragraph_of_its_own() -> None:
    body = next(article.body for article in load() if article.id == "seed-0.4")
    assert any(line.startswith("Armenia and Azerbaijan have signed") and line.endswith("tens of thousands") for line in body.split("\n"))


def test_the_default_folder_is_the_repositorys_and_has_a_description() -> None:
    assert (SEEDS / "README.md").is_file()


def test_a_seed_may_have_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(("\ufeff" + GOOD).replace("\n", "\r\n").encode())
    assert load(tmp_path)[0].body == "A text."


def test_a_text_may_hold_a_line_that_looks_like_a_fence(tmp_path: Path) -> None:
    assert load(write(tmp_path, GOOD + "\n+++\n\nMore.\n"))[0].body == "A text.\n\n+++\n\nMore."


@pytest.mark.parametrize(
    ("text", "line", "field", "sentence"),
    [
        ("No front matter.", 1, None, "a.md, line 1: the front matter is missing; begin the file with a line of +++."),
        ('+++\nid = "a"\n', 1, None, "a.md, line 1: the front matter has no end; close it with a line of +++."),
        ('+++\nid = "a"\ntitle = no\n+++\nText.', 3, "title", "a.md, line 3: the field title is not TOML (Invalid value)."),
        ('+++\nid = "a"\n+++\nText.', 1, "title", "a.md, line 1: the field title is missing."),
        (
            GOOD.replace("+++\n\n", 'moon = "full"\n+++\n\n'),
            4,
            "moon",
            "a.md, line 4: the field moon cannot be used (there is no such field).",
        ),
        (
            GOOD.replace("+++\n\n", 'url = "ftp://x"\n+++\n\n'),
            4,
            "url",
            "a.md, line 4: the field url cannot be used (an address starts with http:// or https://).",
        ),
        (
            GOOD.replace("+++\n\n", 'stance = "during"\n+++\n\n'),
            4,
            "stance",
            "a.md, line 4: the field stance cannot be used (Input should be 'before' or 'after').",
        ),
        (
            GOOD.replace("+++\n\n", 'body = "Text."\n+++\n\n'),
            4,
            "body",
            "a.md, line 4: the text stands below the front matter, not in a field.",
        ),
        ('+++\nid = "a"\ntitle = "A title"\n+++\n\n \n', 4, "body", "a.md, line 4: no text follows the front matter, or it is too long."),
    ],
)
def test_broken_front_matter_names_file_line_and_field(tmp_path: Path, text: str, line: int, field: str | None, sentence: str) -> None:
    with pytest.raises(BadLine) as caught:
        load(write(tmp_path, text))
    assert (str(caught.value), caught.value.line, caught.value.field) == (sentence, line, field)
    assert caught.value.path == str(tmp_path / "a.md")


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    with pytest.raises(BadLine, match=r"^b\.md, line 2: the id a is taken by another file; give each its own\.$"):
        load(write(tmp_path, GOOD, "b.md"))


def test_a_folder_that_is_missing_empty_or_a_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Nothing here.", encoding="utf-8")
    for folder, sentence in (
        (tmp_path / "none", "There is no folder"),
        (tmp_path, "holds no article"),
        (tmp_path / "README.md", "is a file and not a folder"),
    ):
        with pytest.raises(BadFile, match=sentence):
            load(folder)


def test_a_file_that_cannot_be_read_as_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"+++\n\xff\xfe\n+++\n")
    with pytest.raises(BadFile, match=r"^a\.md is not UTF-8 text; save it as UTF-8\.$"):
        load(tmp_path)
    (tmp_path / "a.md").unlink()
    (tmp_path / "a.md").mkdir()
    with pytest.raises(BadFile, match=r"^The file a\.md cannot be read"):
        load(tmp_path)
