"""The list of sources with its filters, and the timeline."""

from datetime import date, timedelta
from pathlib import Path

from web_world import SUMMIT, Web, web, words

from index.articles import Article

TITLES = "//ul[@class='articles']/li/a//text()"


async def test_all_sources_are_listed_newest_first(seeds: Web) -> None:
    page = await seeds.get("/sources")

    assert words(page.xpath("//p[@role='status']")[0]) == "14 articles."
    dates = page.xpath("//ul[@class='articles']//time/@datetime")
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == 14


async def test_they_are_narrowed_by_words_outlet_and_side(seeds: Web) -> None:
    assert (await seeds.get("/sources?words=melania+letter")).xpath(TITLES) == [
        "Melania writes letter to Putin, Trump personally delivers it: ‘You can singlehandedly…'"
    ]
    page = await seeds.get("/sources?outlet=Mint")
    assert page.xpath(TITLES)
    assert set(page.xpath("//li//bdi[@class='outlet']/text()")) == {"Mint"}
    assert page.xpath("//select[@name='outlet']/option[@selected]/text()") == ["Mint"]
    before, after = [len((await seeds.get(f"/sources?when={side}")).xpath(TITLES)) for side in ("before", "after")]
    assert before == 4
    assert after > before
    assert "0 articles; take a filter away" in words(await seeds.get("/sources?words=herring"))


async def test_a_long_list_has_pages(tmp_path: Path) -> None:
    many = [
        Article(id=f"n{number:03}", title=f"News {number:03}", body="It is so.", published=date(2025, 1, 1) + timedelta(number))
        for number in range(120)
    ]
    async with web(tmp_path, []) as site:
        await site.library.add(many)
        seen, path = [], "/sources?words=news"
        while path:
            page = await site.get(path)
            seen += page.xpath(TITLES)
            path = next((f"/sources{link}" for link in page.xpath("//a[@rel='next']/@href")), "")

        assert seen == [f"News {number:03}" for number in reversed(range(120))]
        assert (await site.get("/sources?page=999")).xpath("//a[@rel='next']") == []


async def test_words_are_found_whatever_is_in_them_and_however_they_are_written(tmp_path: Path) -> None:
    titles = ["Überfall in Köln", "100% of it", "a_b", "Plain", "Ένα νέο"]
    async with web(tmp_path, []) as site:
        await site.library.add(
            [Article(id=f"t{number}", title=title, body="It is so.", agency="AFP") for number, title in enumerate(titles)]
        )

        for words, found in {
            "überfall": [0],
            "KÖLN": [0],
            "100%": [1],
            "%": [1],
            "_": [2],
            "A_B": [2],
            "\\": [],
            "νέο": [4],
            "afp plain": [3],
        }.items():
            shown = (await site.client.get("/sources", params={"words": words})).text
            assert [number for number, title in enumerate(titles) if f">{title}</bdi></a>" in shown] == found, words


async def test_the_timeline_tells_the_stories_before_and_after_the_summit_in_order(seeds: Web) -> None:
    page = await seeds.get("/timeline")

    assert [words(each) for each in page.iter("h2")] == ["Before the summit", "After the summit"]
    days = page.xpath("//h3/time/@datetime")
    assert days == sorted(days)
    stories = {article.story_id for article in await seeds.library.sources() if SUMMIT.stance(article)}
    assert len(page.xpath("//ul[@class='articles']/li")) == len(stories)


async def test_what_appeared_on_the_day_but_is_not_about_the_summit_is_not_on_the_timeline(tmp_path: Path) -> None:
    day = SUMMIT.day
    football = Article(id="f", title="Arsenal beat Chelsea", body="It was a good match.", published=day)
    summit = Article(id="s", title="Trump and Putin land in Alaska", body="The summit begins today.", published=day)
    async with web(tmp_path, []) as site:
        await site.library.add([football, summit])

        page = await site.get("/timeline")

        assert page.xpath(TITLES) == ["Trump and Putin land in Alaska"]
        assert [words(each) for each in page.iter("h2")] == ["On the day of the summit"]
