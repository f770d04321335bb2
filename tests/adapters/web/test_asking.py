"""The bot in a browser: answers, refusals, summaries, and what goes on from them."""

import asyncio

from lxml import html
from web_world import Web, words

QUESTION = "/?q=Does+the+German+chancellor+trust+Putin%3F"


def _quotations(page: html.HtmlElement) -> list[str]:
    return [
        words(each).removeprefix("❝").removesuffix(" …").removesuffix("❞")
        for each in page.xpath("//section[contains(@class, 'reply')]//blockquote")
    ]


async def test_the_first_field_of_the_first_page_is_for_the_question(seeds: Web) -> None:
    page = await seeds.get("/")
    (form,) = page.xpath("//form")
    first, *_ = form.xpath(".//input | .//select | .//textarea")

    assert form.get("method") == "get"
    assert (first.get("name"), first.get("type")) == ("q", "search")
    assert "14 articles, 15 to 18 Aug 2025" in words(page)
    for example in page.xpath("//ul[@class='things']//a/@href"):
        assert _quotations(await seeds.get(example))


async def test_an_answer_is_quoted_word_for_word_and_each_quotation_opens_here(seeds: Web) -> None:
    page = await seeds.get(QUESTION)

    quotations = _quotations(page)
    places = page.xpath("//a[text()='read it here']/@href")
    assert 0 < len(quotations) == len(places) <= 3
    for quotation, place in zip(quotations, places, strict=True):
        path, _, anchor = place.partition("#")
        article = await seeds.get(path)
        for link in article.find_class("take"):
            link.drop_tree()
        text = " ".join(words(paragraph) for paragraph in article.xpath("//div[@class='text']/p"))
        (sentence,) = article.xpath("//*[@id=$id]", id=anchor)
        assert quotation in text
        assert quotation.startswith(words(sentence)[:40])


async def test_an_answer_is_shown_as_chat_platforms_show_it_with_what_can_be_pressed_there(seeds: Web) -> None:
    page = await seeds.get(QUESTION)

    quotations = _quotations(page)
    for platform in ("slack", "discord"):
        (look,) = page.find_class(f"look-{platform}")
        assert all(quotation in words(look) for quotation in quotations)
        assert "Alert me on this topic" in [words(each) for each in look.find_class("look-button")]


async def test_links_to_publishers_open_at_the_sentence(seeds: Web) -> None:
    page = await seeds.get(QUESTION)

    links = page.xpath("//a[starts-with(text(), 'open at this sentence')]")
    assert links
    assert all(":~:text=" in link.get("href") and "noreferrer" in link.get("rel") for link in links)


async def test_what_the_articles_do_not_say_is_declined(seeds: Web) -> None:
    page = await seeds.get("/?q=Who+won+the+2030+World+Cup%3F")

    told = words(page)
    assert "The articles do not say." in told
    assert "Searched 14 articles, 15 to 18 Aug 2025." in told


async def test_more_shows_more_and_why_shows_the_ranking(seeds: Web) -> None:
    page = await seeds.get("/?q=What+about+territory%3F")
    (more,) = page.xpath("//a[text()='More']/@href")

    longer = await seeds.get(f"/{more}")

    assert _quotations(longer)[: len(_quotations(page))] == _quotations(page)
    assert len(_quotations(longer)) > len(_quotations(page))
    assert "Confidence" in words(page.xpath("//details[@class='why']")[0])


async def test_a_question_goes_on_from_the_one_before(seeds: Web) -> None:
    page = await seeds.get("/?q=How+long+was+the+meeting%3F")
    (before,) = page.xpath("//form//input[@name='before']/@value")

    followed = await seeds.get(f"/?q=and+what+did+Putin+say%3F&before={before}")

    assert f"Taken with the question before it: {before}" in words(followed)


async def test_what_is_asked_can_be_narrowed_to_a_side_or_an_article(seeds: Web) -> None:
    for when in ("before", "after"):
        page = await seeds.get(f"/?q=What+did+Trump+say%3F&when={when}")
        dates = [words(each) for each in page.xpath("//section//figcaption")]
        assert dates
        assert all(f"{when} the summit" in date for date in dates)
    page = await seeds.get("/?q=What+did+Trump+say%3F&source=seed-0.1")
    assert {place.partition("#")[0] for place in page.xpath("//a[text()='read it here']/@href")} == {"/a/seed-0.1/1"}
    assert "No article fits that" in words(await seeds.get("/?q=What%3F+Trump&source=nothing+like+it", 404))


async def test_a_summary_has_the_articles_own_sentences_each_with_its_place(seeds: Web) -> None:
    (article,) = (await seeds.library.get(["seed-1.3"])).values()
    lengths = []
    for length in ("short", "medium", "long"):
        page = await seeds.get(f"/summary/seed-1.3?length={length}")
        quotations = _quotations(page)
        assert all(quotation in " ".join(article.body.split()) for quotation in quotations)
        places = page.xpath("//a[text()='read it here']/@href")
        assert [article.body[int(place.partition("#s")[2]) :].split()[0] for place in places] == [each.split()[0] for each in quotations]
        lengths.append(len(quotations))
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[2]


async def test_whatever_is_asked_gets_a_page(seeds: Web) -> None:
    for question in ["%00", "+", "%C3%28", "%ED%A0%80", "a" * 3_000, "%22%3E%3Cscript%3E", "%E2%80%AE", "%F0%9F%98%80"]:
        assert (await seeds.client.get(f"/?q={question}&before={question}&when={question}")).status_code == 200
        assert (await seeds.client.get(f"/?q=hi&source={question}")).status_code in (200, 404)
        assert (await seeds.client.get(f"/sources?words={question}&outlet={question}&page={question}")).status_code == 200
        assert (await seeds.client.get(f"/summary/{question}")).status_code in (200, 404)
        assert (await seeds.client.get(f"/a/{question}/1")).status_code == 404


async def test_many_who_ask_at_once_are_all_answered(seeds: Web) -> None:
    answers = await asyncio.gather(*(seeds.client.get(QUESTION) for _ in range(40)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1


async def test_every_question_is_counted_also_where_the_answer_was_kept(seeds: Web) -> None:
    for path in (QUESTION, QUESTION, "/?q=Who+won+the+2030+World+Cup%3F", "/?q=hello", "/?q=%3F", "/", "/summary/seed-1.3"):
        await seeds.get(path)

    counted = {
        name: seeds.metrics.registry.get_sample_value("sherpa_questions_total", {"platform": "web", "outcome": name})
        for name in ("answered", "declined", "no question")
    }
    assert counted == {"answered": 2, "declined": 1, "no question": 2}
    assert seeds.metrics.registry.get_sample_value("sherpa_summaries_total", {"platform": "web"}) == 1
