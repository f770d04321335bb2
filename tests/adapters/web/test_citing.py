"""A quotation with its citation, in every form that is pasted."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from web_world import Web, web

from adapters.web.citing import Form, cited
from bot.quotes import Citation
from index.articles import Article

READ = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
CITATION = Citation(
    article_id="n/1 ä",
    revision=2,
    story_id="n",
    title="50% of {fish} & chips_sold",
    outlet="The *Daily* Herring",
    agency="AFP",
    published=date(2031, 3, 16),
    date_derived=True,
    url="https://ex.org/fish",
    url_owner=None,
    stance="after",
)


def _made(form: Form, quotation: str = "He said: \\ “yes_no” # [ok]", address: str | None = "https://ex.org/fish") -> str:
    return cited(form, CITATION, quotation, address, READ)


def test_as_text_it_is_the_quotation_and_where_it_stands() -> None:
    assert _made("txt") == (
        "“He said: \\ “yes_no” # [ok]”\n"
        "— The *Daily* Herring (AFP), “50% of {fish} & chips_sold”, about 16 Mar 2031, after the summit, https://ex.org/fish\n"
    )


def test_as_markdown_nothing_in_it_does_anything() -> None:
    assert _made("md") == (
        "> He said: \\\\ “yes\\_no” # \\[ok\\]\n>\n"
        "> — The \\*Daily\\* Herring (AFP), [“50% of {fish} \\& chips\\_sold”](<https://ex.org/fish>), about 16 Mar 2031, "
        "after the summit\n"
    )


def test_as_csl_it_is_an_item_whose_date_is_about() -> None:
    (item,) = json.loads(_made("json"))

    assert item == {
        "id": "n-1-2",
        "type": "article-newspaper",
        "title": "50% of {fish} & chips_sold",
        "container-title": "The *Daily* Herring",
        "source": "AFP",
        "issued": {"date-parts": [[2031, 3, 16]], "circa": True},
        "URL": "https://ex.org/fish",
        "accessed": {"date-parts": [[2026, 1, 2]]},
        "note": "“He said: \\ “yes_no” # [ok]”",
    }


def test_as_bibtex_nothing_in_it_is_a_command() -> None:
    assert _made("bib") == (
        "@misc{n-1-2,\n"
        "  title = {{50\\% of \\{fish\\} \\& chips\\_sold}},\n"
        "  howpublished = {The *Daily* Herring (AFP)},\n"
        "  year = {2031},\n"
        "  day = {16},\n"
        "  url = {https://ex.org/fish},\n"
        "  urldate = {2026-01-02},\n"
        "  note = {date worked out from the text, not printed; ``He said: \\textbackslash{} “yes\\_no” \\# [ok]''},\n"
        "  month = mar\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("quotation", "marked"), [("1. First", "> 1\\. First"), ("# No heading", "> \\# No heading"), ("- no list", "> \\- no list")]
)
def test_as_markdown_no_line_becomes_a_list_or_a_heading(quotation: str, marked: str) -> None:
    assert _made("md", quotation).startswith(f"{marked}\n")


@pytest.mark.parametrize("form", ["txt", "md", "json", "bib"])
def test_without_an_address_or_a_quotation_nothing_is_made_up(form: Form) -> None:
    made = _made(form, quotation="", address=None)

    assert "ex.org" not in made
    assert "“”" not in made
    assert "``" not in made


async def test_every_form_comes_as_a_file_and_on_the_page_alike(seeds: Web) -> None:
    (article,) = (await seeds.library.get(["seed-1.1"])).values()
    span = article.sentences[2]
    page = await seeds.get(f"/a/seed-1.1/1/cite?s={span.start}")

    shown = [area.text_content() for area in page.iter("textarea")]
    files = [await seeds.client.get(f"/a/seed-1.1/1/cite.{form}?s={span.start}") for form in ("txt", "md", "json", "bib")]

    assert [answer.text for answer in files] == shown
    assert [answer.headers["content-type"].split(";")[0] for answer in files] == [
        "text/plain",
        "text/markdown",
        "application/vnd.citationstyles.csl+json",
        "application/x-bibtex",
    ]
    assert all(answer.headers["content-disposition"].startswith("attachment") for answer in files)
    assert article.body[span.start : span.end] in shown[0]


async def test_a_place_where_no_sentence_begins_has_no_citation(seeds: Web) -> None:
    for start in ["1", "99999", "-1", "x", "1e3", "٣", "0" * 40]:
        for path in ("cite", "cite.txt"):
            assert (await seeds.client.get(f"/a/seed-0.1/1/{path}", params={"s": start})).status_code == 404


async def test_a_quotation_without_its_dateline_is_cited_without_it(tmp_path: Path) -> None:
    async with web(tmp_path, []) as site:
        await site.library.add([Article(id="d", title="Board meets", body="WARSAW (AP) — The board met. Nobody was told.")])

        assert (await site.client.get("/a/d/1/cite.txt?s=14")).text.startswith("“The board met.”\n")
        assert (await site.client.get("/a/d/1/cite.txt?s=0")).text.startswith("“WARSAW (AP) — The board met.”\n")


async def test_any_sentence_can_be_chosen_to_be_cited_without_scripts(seeds: Web) -> None:
    (article,) = (await seeds.library.get(["seed-1.1"])).values()
    page = await seeds.get("/a/seed-1.1/1/cite?s=")
    places = page.xpath("//select[@name='s']/option/@value")

    assert places == ["", *(str(span.start) for span in article.sentences)]
    chosen = await seeds.get(f"/a/seed-1.1/1/cite?s={places[5]}")
    assert chosen.xpath("//option[@selected]/@value") == [places[5]]
    assert article.body[int(places[5]) :].startswith(chosen.xpath("string(//blockquote)").strip().removeprefix("❝").removesuffix("❞"))
