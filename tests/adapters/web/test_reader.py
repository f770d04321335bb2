"""Reading an article: its text as it stands, a place to open it at for every quotation, and who may read it."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import html
from web_world import Web, web, words

from bot.excerpts import of_sentence
from index.articles import Article, StoredArticle

OWN = Article(id="own-1", title="Merger talks in secret", body="WARSAW (AP) — The board met. Nobody was told.", collection="slack:T1")


def _text(page: html.HtmlElement) -> list[str]:
    """The article's paragraphs as a reader sees them."""
    (text,) = deepcopy(page).find_class("text")
    for link in text.find_class("take"):
        link.drop_tree()
    return [words(paragraph) for paragraph in text.iter("p")]


def _paragraphs(article: StoredArticle) -> list[str]:
    return [" ".join(line.split()) for line in article.body.split("\n") if line.strip()]


async def test_every_seed_article_is_shown_word_for_word_with_a_place_for_each_of_its_quotations(seeds: Web) -> None:
    for article in await seeds.library.sources():
        page = await seeds.get(f"/a/{article.id}/1")

        assert _text(page) == _paragraphs(article)
        for ordinal in range(len(article.sentences)):
            quote = of_sentence(article, ordinal, (), None, ())
            (place,) = page.xpath("//*[@id=$id]", id=f"s{quote.start}")
            assert words(place).startswith(" ".join(quote.text.split())), (article.id, quote.text)


async def test_a_page_tells_outlet_date_original_and_what_else_there_is(seeds: Web) -> None:
    page = await seeds.get("/a/seed-1.1/1")
    (article,) = (await seeds.library.get(["seed-1.1"])).values()
    told = words(page)

    assert article.title in told
    assert f"{article.outlet} ({article.agency})" in told
    assert "about 16 Aug 2025, after the summit" in told
    assert "Worked out: " in told
    assert page.xpath("//dd/a[@rel='external nofollow noreferrer']/@href") == [article.url]
    near = page.xpath("//section[@aria-labelledby='near']//a/@href")
    assert near
    assert len(near) <= 5
    assert all(path.startswith("/a/seed-") and path != "/a/seed-1.1/1" for path in near)


async def test_copies_of_one_story_lead_to_each_other(seeds: Web) -> None:
    listed = await seeds.library.sources()
    of_one = next(told for told in (await seeds.library.stories([each.story_id for each in listed])).values() if len(told) > 1)

    page = await seeds.get(f"/a/{of_one[0].id}/1")

    linked = page.xpath("//div[dt='The same story']//a/@href")
    assert linked == [f"/a/{copy.id}/1" for copy in of_one[1:]]
    assert not set(linked) & set(page.xpath("//section[@aria-labelledby='near']//a/@href"))


async def test_an_earlier_text_stays_and_says_that_it_was_changed(tmp_path: Path) -> None:
    first = Article(id="a", title="Bridge opens", body="The bridge opened on Monday. It is red.")
    async with web(tmp_path, []) as site:
        await site.library.add([first])
        await site.library.add([first.model_copy(update={"body": "The bridge opened on Tuesday. It is red."})])

        earlier, current = await site.get("/a/a/1"), await site.get("/a/a/2")
        assert (await site.client.get("/a/a")).headers["location"] == "/a/a/2"

        assert _text(earlier) == ["The bridge opened on Monday. It is red."]
        assert "text 1 of 2" in words(earlier)
        assert earlier.xpath("//p[@class='notice']/a/@href") == ["/a/a/2"]
        assert _text(current) == ["The bridge opened on Tuesday. It is red."]
        assert not current.find_class("notice")


async def test_what_is_not_there_is_said_to_be_missing(seeds: Web) -> None:
    for path in [
        "/a/nobody/1",
        "/a/seed-0.1/2",
        "/a/seed-0.1/0",
        "/a/seed-0.1/99999999999999999999",
        "/a/seed-0.1/x",
        "/a/",
        "/a/seed-0.1/" + "1" * 5_000,
        "/a/seed-0.1/01",
    ]:
        assert "no such article" in words(await seeds.get(path, 404)).lower() or "no page here" in words(await seeds.get(path, 404))


async def test_an_article_that_is_taken_down_is_no_longer_shown(seeds: Web) -> None:
    await seeds.get("/a/seed-0.1/1/cite?s=0")
    await seeds.library.remove("seed-0.1")

    async def gone() -> bool:
        return (await seeds.client.get("/a/seed-0.1/1")).status_code == 404

    start = datetime.now(UTC)
    while not await gone():
        assert datetime.now(UTC) - start < timedelta(seconds=5)
    await seeds.get("/a/seed-0.1/1/cite?s=0", 404)
    await seeds.get("/summary/seed-0.1", 404)


async def test_the_id_of_an_article_may_hold_anything(tmp_path: Path) -> None:
    odd = Article(id="https://ex.org/a?b=1&c=/2#s0", title="Odd", body="One sentence. Another.")
    async with web(tmp_path, []) as site:
        await site.library.add([odd])
        (path,) = (await site.get("/sources")).xpath("//ul[@class='articles']/li/a/@href")

        page = await site.get(path)

        assert _text(page) == ["One sentence. Another."]
        (cite, *_) = page.xpath("//a[@class='take']/@href")
        assert "❝One sentence.❞" in words(await site.get(cite))


async def test_a_workspaces_own_article_opens_by_its_signed_link_alone(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    async with web(tmp_path, []) as site:
        await site.library.add([OWN, OWN.model_copy(update={"id": "own-2"})])
        good = site.token("own-1")
        bad = [
            "",
            "x",
            f"{good}x",
            f"{good}*",
            f"{good}!",
            good[:-1],
            good.swapcase(),
            site.token("own-2"),
            site.token("own-1", 2),
            site.signer.token("own-1", 1, now - timedelta(days=2)),
        ]
        assert (await site.client.get("/a/own-1")).status_code == 404
        for token in bad:
            for path in ("/a/own-1/1", "/a/own-1/1/cite", "/a/own-1/1/cite.txt", "/a/own-1/1/cite.json"):
                answer = await site.client.get(path, params={"k": token})
                assert answer.status_code == 404, token
                assert "board" not in answer.text
                assert "Merger" not in answer.text
                assert answer.text == (await site.client.get(path.replace("own-1", "own-9"), params={"k": token})).text

        answer = await site.client.get("/a/own-1/1", params={"k": good})
        page = html.fromstring(answer.text)

        assert _text(page) == ["WARSAW (AP) — The board met. Nobody was told."]
        assert answer.headers["cache-control"] == "private, no-store"
        for cite in page.xpath("//a[contains(@href, '/cite')]/@href"):
            assert (await site.client.get(cite)).status_code == 200


async def test_a_workspaces_own_article_shows_nowhere_else(tmp_path: Path) -> None:
    public = Article(id="pub", title="Merger talks in the open", body="The board met in the open. Everybody was told.")
    async with web(tmp_path, []) as site:
        await site.library.add([public, OWN])

        for path in (
            "/",
            "/?q=What+did+the+board+do%3F",
            "/?q=Who+was+told%3F&source=own-1",
            "/sources",
            "/sources?words=secret",
            "/timeline",
            "/a/pub/1",
        ):
            answer = await site.client.get(path)
            assert "secret" not in answer.text.replace("words=secret", "").replace('value="secret"', ""), path
            assert "Nobody was told" not in answer.text
        await site.get("/summary/own-1", 404)


async def test_what_an_address_carries_too_much_is_not_kept_and_not_on_the_page(seeds: Web) -> None:
    plain = (await seeds.client.get("/a/seed-0.1/1")).text

    for number in range(3):
        assert (await seeds.client.get("/a/seed-0.1/1", params={"k": f"{number}{'x' * 9_000}", "z": "y"})).text == plain
    assert len((await seeds.client.get("/", params={"q": "x" * 30_000, "before": "y" * 30_000})).text) < 10_000


async def test_a_long_article_is_shown_whole_and_its_first_sentences_can_be_chosen(tmp_path: Path) -> None:
    body = "\n".join(f"Sentence number {number} is about <herring> & more." for number in range(3_000))
    async with web(tmp_path, []) as site:
        await site.library.add([Article(id="long", title="Long", body=body)])

        page = await site.get("/a/long/1")

        assert _text(page) == body.split("\n")
        assert len((await site.get("/a/long/1/cite")).xpath("//select/option")) == 501
