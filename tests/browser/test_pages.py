"""What a reader does with Sherpa's pages in a real browser."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

QUESTION = "Does the German chancellor trust Putin?"
ASKED = "/?q=Does+the+German+chancellor+trust+Putin%3F"
PAGES = (
    "/",
    ASKED,
    "/?q=Who+won+the+2030+World+Cup%3F",
    "/sources",
    "/timeline",
    "/summary/seed-1.3",
    "/a/seed-1.3/1#s0",
    "/a/seed-1.3/1/cite?s=0",
    "/none",
)

#: What keeps people out of a page (axe's "serious" and "critical").
SERIOUS = ("serious", "critical")


@pytest.fixture(
    params=[{"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}}], ids=["desk", "phone, dark"]
)
def screen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a desk by day, and one on a phone by night."""
    context = browser.new_context(**request.param)
    yield context.new_page()
    context.close()


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def _in_view(place: Locator) -> bool:
    """Whether it is on the screen as the page stands."""
    box, size = place.bounding_box(), place.page.viewport_size
    return box is not None and size is not None and box["y"] >= 0 and box["y"] + min(box["height"], size["height"]) <= size["height"]


def test_a_question_is_asked_answered_and_its_quotation_opened_at_the_sentence(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("searchbox", name="Question").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()

    quotation = page.locator("blockquote").first.inner_text().strip().removeprefix("❝").removesuffix("❞")
    page.get_by_role("link", name="read it here").first.click()

    sentence = page.locator(":target")
    assert sentence.inner_text() == quotation
    assert _in_view(sentence)
    assert page.evaluate("scrollY") > 0
    marked = sentence.evaluate("e => getComputedStyle(e).backgroundColor")
    assert marked != page.locator(".s").first.evaluate("e => getComputedStyle(e).backgroundColor")


def test_a_quotation_is_copied_with_its_citation(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/a/seed-1.3/1")
    sentence = page.locator(".s").nth(3)
    said = sentence.inner_text()
    sentence.click()

    page.get_by_role("link", name="Copy with citation").click()

    page.get_by_text("Copied with its citation.").wait_for(state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{said}”\n— ")
    assert page.url == f"{site}/a/seed-1.3/1#{sentence.get_attribute('id')}"
    page.goto(f"{site}/a/seed-1.3/1/cite?s={sentence.get_attribute('id')[1:]}")  # type: ignore[index]  # it has one
    page.get_by_role("button", name="Copy").nth(3).click()
    page.get_by_text("Copied with its citation.").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()").startswith("@misc{seed-1.3-1,")
    context.close()


def test_the_timeline_leads_to_an_article(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("link", name="Timeline").click()
    assert page.get_by_role("heading", level=2).all_inner_texts() == ["Before the summit", "After the summit"]

    page.get_by_role("link", name="Trump drops Ukraine ceasefire demand").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Trump drops Ukraine ceasefire demand"


def test_all_of_it_works_without_scripts(scriptless: Page, site: str) -> None:
    page = scriptless
    page.goto(site)
    page.get_by_role("searchbox", name="Question").fill(QUESTION)
    page.get_by_role("searchbox", name="Question").press("Enter")
    page.get_by_role("link", name="read it here").first.click()
    sentence = page.locator(":target")
    assert _in_view(sentence)
    said = sentence.inner_text()

    page.get_by_role("link", name="Copy with citation").click()

    assert page.locator("textarea").first.input_value().startswith(f"“{said}”")
    assert page.get_by_role("button", name="Copy").count() == 0
    page.get_by_role("link", name="Sources").click()
    page.get_by_label("Words").fill("melania")
    page.get_by_role("button", name="Show").click()
    assert page.get_by_role("status").filter(has_text="1 article.").count() == 1


def test_no_page_is_wider_than_a_phone_or_hard_to_use(screen: Page, site: str) -> None:
    for path in PAGES:
        screen.goto(f"{site}{path}")
        for details in screen.locator("summary").all():
            details.click()
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), path

        found = Axe().run(screen)

        assert found.response["passes"]
        serious = [each for each in found.response["violations"] if each["impact"] in SERIOUS]
        assert serious == [], (path, [(each["id"], each["nodes"][0]["html"]) for each in serious])


def test_it_is_used_with_the_keyboard_alone(page: Page, site: str) -> None:
    page.goto(site)  # the question's field has the focus already
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    seen: set[str] = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate("[document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]")
        assert focused[1] != "none", focused  # where the focus is can be seen
        seen.add(focused[0].strip())
        if focused[0] == "read it here":
            break
    assert "Skip to the text" in seen

    page.keyboard.press("Enter")

    page.wait_for_url("**/a/**")
    assert _in_view(page.locator(":target"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Copy with citation"


def test_on_paper_there_is_the_article_and_nothing_to_press(page: Page, site: str) -> None:
    page.goto(f"{site}/a/seed-1.3/1#s0")
    page.emulate_media(media="print")

    assert page.locator("h1").is_visible()
    assert page.locator(".text").is_visible()
    for unneeded in ("header.site", "footer.site", "a.take", ".tools"):
        assert not page.locator(unneeded).first.is_visible()
