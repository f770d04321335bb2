"""The paragraph that sums an article up, where it stands apart from the text, between the headline and the picture."""

from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

from index.cleaning import clean_line
from index.news.markup.tree import INLINE, line
from index.news.markup.words import count

#: Words from which on a description is a paragraph of its own, and no line under a headline.
_FEWEST = 25
#: Elements in one that still is a paragraph.
_MOST_PARTS = 8
_ENDS = (".", "!", "?", "…", "。", "！", "？", "”", "»", '"', ")")


def lead_of(page: HtmlElement, descriptions: Iterable[str | None]) -> str | None:
    """The paragraph of the page that says word for word what the page describes itself by, so that it is no teaser of another story.

    None where that is short, or stands in a meta element alone.
    """
    wanted = {_key(text) for text in descriptions if text and count(text) >= _FEWEST}
    if not wanted:
        return None
    shortest, longest = min(map(len, wanted)), 2 * max(map(len, wanted))  # of letters, where an element has spaces too
    for element in page.iter("p", "div", "h2", "h3", "h4", "section", "span", "strong", "b"):
        if len(element) < _MOST_PARTS and shortest <= len(element.text_content()) <= longest and _is_one_line(element):
            shown = line(element)
            if shown.endswith(_ENDS) and _key(shown) in wanted:
                return shown
    return None


def with_lead(lead: str | None, paragraphs: Sequence[str]) -> list[str]:
    """`paragraphs`, after `lead` if they lack it; none stay none, since a lead alone is no article."""
    is_missing = lead and paragraphs and _key(lead) not in _key(" ".join(paragraphs))
    return [lead, *paragraphs] if lead and is_missing else list(paragraphs)


def _is_one_line(element: HtmlElement) -> bool:
    return all(child.tag in INLINE or child.tag == "br" for child in element)


def _key(text: str) -> str:
    return "".join(character for character in clean_line(text).casefold() if character.isalnum())
