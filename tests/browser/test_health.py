"""Whoever watches over the process sees that it is alive."""

from playwright.sync_api import Page


def test_the_process_says_that_it_is_alive(page: Page, site: str) -> None:
    page.goto(f"{site}/healthz")

    assert page.locator("body").inner_text().strip() == "ok"
