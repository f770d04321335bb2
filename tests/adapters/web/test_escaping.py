"""Nothing that people or news write becomes part of a page's own HTML."""

from pathlib import Path
from urllib.parse import quote

from injections import INJECTIONS
from lxml import html
from web_world import Web, web, words

from adapters.web.asking import MOST
from index.articles import Article
from index.cleaning import clean_line

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><svg/onload=alert(1)>",
    '"><iframe src=javascript:alert(1)>',
    "' autofocus onfocus='alert(1)",
    "<a href='javascript:alert(1)'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--", "]]>", "<plaintext>", "<base href=https://evil.example>", "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "{{ 7 * 7 }}", "{% include 'x' %}", "${7*7}", "<style>*{display:none}</style>", "<math><mtext></mtext><script>alert(1)</script></math>",
)  # fmt: skip

#: All that pages are made of.
ELEMENTS = set(
    """html head meta title link script body a header nav main footer p h1 h2 h3 article section div span dl dt dd ul li time form label
    input select option button figure figcaption blockquote b cite br details summary textarea strong em small bdi""".split()
)
SCHEMES = ("/", "#", "?", "https://", "http://", "cite")


def _is_our_own(page: html.HtmlElement) -> None:
    assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= ELEMENTS
    assert [script.get("src") for script in page.iter("script")] == ["/static/sherpa.js"]
    assert not page.xpath("//script/text() | //comment()")
    for element in page.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name in ("style", "srcdoc")]
    assert all(address.startswith(SCHEMES) and not address.startswith("//") for address in page.xpath("//@href | //@src | //@action"))


async def test_an_article_of_mark_up_is_shown_as_text(tmp_path: Path) -> None:
    tricks = (*MARKUP, *INJECTIONS.values())
    articles = [
        Article(id=f"t{number}", title=trick[:900], outlet=trick[:290], agency=trick[:290], byline=trick[:290],
                published=date, body=f"Herring news today. {trick} And a herring said so.", url=f"https://ex.org/{trick}"[:1_500],
                url_owner=trick[:290], published_evidence=trick, date_derived=True)
        for number, trick in enumerate(tricks)
        for date in ("2025-08-16",)
        if trick.strip()
    ]  # fmt: skip
    async with web(tmp_path, []) as site:
        stored = [added.article for added in await site.library.add(articles)]
        for article in stored:
            for path in (f"/a/{article.id}/1", f"/a/{article.id}/1/cite", f"/summary/{article.id}"):
                _is_our_own(await site.get(path))
            page = await site.get(f"/a/{article.id}/1")
            for link in page.find_class("take"):
                link.drop_tree()
            assert " ".join(words(each) for each in page.xpath("//div[@class='text']/p")) == " ".join(article.body.split())
        for path in ("/sources", "/timeline", "/?q=What+did+the+herring+say%3F", "/?q=herring+news&more=1"):
            _is_our_own(await site.get(path))


async def test_a_question_or_a_filter_of_mark_up_is_shown_as_text(seeds: Web) -> None:
    for trick in (*MARKUP, *list(INJECTIONS.values())[::3]):
        typed = quote(trick, safe="")
        page = await seeds.get(f"/?q={typed}&before={typed}&when={typed}")
        _is_our_own(page)
        assert page.xpath("//input[@name='q']/@value") == [clean_line(trick[:MOST])]
        answer = await seeds.client.get(f"/?q=x&source={typed}")
        _is_our_own(html.fromstring(answer.text))
        _is_our_own(await seeds.get(f"/sources?words={typed}&outlet={typed}&when={typed}&page={typed}"))
        _is_our_own(await seeds.get(f"/{typed.replace('%2F', '')}x", 404))
