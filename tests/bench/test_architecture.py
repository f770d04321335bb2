"""The picture of the architecture, and the page around it, held to the code."""

from documents import document

from bench.architecture import PICTURE, drawn, imports

FOUND = imports()


def test_the_picture_is_what_the_code_imports() -> None:
    assert PICTURE.read_text(encoding="utf-8") == drawn(FOUND), "run `make architecture`, and look whether that is what was meant"


def test_the_picture_has_every_package_and_a_dot_for_every_import() -> None:
    picture = drawn(FOUND)
    assert picture.count("<circle") == sum(map(len, FOUND.values()))
    assert all(picture.count(f">{package}</text>") == 2 for package in FOUND)


def test_no_dot_stands_where_imports_would_run_back() -> None:
    rooms = ("adapters", "bot", "index")
    rank = {package: rooms.index(package.partition(".")[0]) for package in FOUND}
    assert all(rank[package] <= rank[other] for package, others in FOUND.items() for other in others)


def test_every_package_is_on_the_page() -> None:
    text = document("docs/architecture.md").text
    assert [package for package in FOUND if f"`{package.replace('.', '/')}/`" not in text] == []
