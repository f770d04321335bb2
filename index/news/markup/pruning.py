"""What is no part of an article is taken out of its page: menus, captions, boxes, links to other stories."""

import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]  # ships no types
from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

from index.news.markup.tree import INLINE, drop, line, words_of
from index.news.markup.words import count

_NEVER = """
    script style template svg canvas iframe object embed button select textarea dialog menu audio video map math figcaption
    amp-ad amp-sidebar amp-social-share amp-consent amp-embed amp-iframe amp-img amp-list
""".split()
#: What is left out unless most of the page is in it: old frameworks put all of it into a form, and some leave these unclosed.
_SELDOM = frozenset("form nav footer aside".split())
#: Where sentences stand, in which nothing is left out but what is hidden.
_SENTENCES = ("p", "li", "blockquote", "dd", "h2", "h3", "h4")
#: Words of a class or id that name what no article is. "subscribe" and the like are not here: paywalled text is often inside them.
_OTHERS = frozenset(
    """
    ad ads advert advertisement advertising sponsored sponsor outbrain taboola promo promos promotion newsletter newsletters signup
    share sharing
    sharebar sharedaddy sharetools social addthis related relatedposts recommended recommendations recirc recirculation trending
    popular mostread
    mostpopular sidebar breadcrumb breadcrumbs cookie cookies consent gdpr onetrust didomi toc tags taglist
    authorbio
    bio caption captions pagination pager skip masthead footer ticker inlinepromo noprint screenreader
    """.split()
)
_PAIRS = (
    {"read", "more"}, {"read", "next"}, {"read", "also"}, {"most", "read"}, {"most", "popular"}, {"more", "stories"}, {"more", "on"},
    {"top", "stories"}, {"next", "article"}, {"author", "box"}, {"author", "info"}, {"author", "card"}, {"about", "author"},
    {"tag", "list"}, {"topic", "list"}, {"table", "contents"}, {"links", "block"}, {"links", "grid"}, {"side", "col"}, {"side", "bar"},
    {"right", "rail"}, {"video", "player"}, {"video", "title"},
    {"image", "credit"}, {"photo", "credit"}, {"mehr", "thema"}, {"sign", "off"},
    {"you", "may", "like"}, {"visually", "hidden"}, {"sr", "only"}, {"cookie", "banner"}, {"read", "time"}, {"reading", "time"},
)  # fmt: skip
#: Words and pairs for what readers wrote, which is no part of an article however much of the page it is.
_READERS = frozenset("comments commentlist commentarea disqus respond pingback trackback kommentare commentaires comentarios".split())
_READERS_PAIRS = tuple(
    {"comment", part} for part in "area author body container content form item list meta policy reply section text thread wrapper".split()
)
_BODY = frozenset({"articlebody", "reviewbody", "text"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: A line that leads away, before the headline it leads to.
_LEADS = re.compile(
    r"^\W*(?:(?:(?:also|must|further) read(?:ing)?|read (?:more|also|next)|see also|related (?:stor(?:y|ies)|articles?|news|content)"
    r"|don[’']t miss|lees ook|lesen sie auch|mehr zum thema|(?:à )?lire aussi|le[ea]r? también|leggi anche|leia também|читайте также"
    r"|читайте також)\b|(?:read|related|recommended|watch(?: live| now)?|listen(?: now)?|in pictures|in pics|explained?|opinion|editorial"
    r"|trending|exclusive|more (?:on|from) [\w ]{2,30})\s*[:|>»–—-])",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")

#: Share of the page's words in paragraphs from which an element is too much to be a mere box, whatever it is called.
_TOO_MUCH = 0.4
#: Words of a section whose name says little about it, if most of the page's sections are called the same.
_SECTION = 40
#: Teasers: this many alike beside each other, none with more characters than that.
_TEASERS = 3
_TEASER_LENGTH = 450
#: Words up to which a paragraph is a label.
_FEWEST_WORDS = 8
#: Characters from which on a paragraph is none: a page whose first paragraph is never closed.
_LONGEST_PARAGRAPH = 50_000


class Sizes:
    """Characters of text in each element of a page, words in its paragraphs, and characters in links: counted once, from the inside out."""

    def __init__(self, page: HtmlElement) -> None:
        self.text: dict[HtmlElement, int] = {}
        self.words: dict[HtmlElement, int] = {}
        self.links: dict[HtmlElement, int] = {}
        for _, element in etree.iterwalk(page, events=("end",)):
            text, words, links = _solid(element.text), 0, 0
            for child in element:
                text += self.text.get(child, 0) + _solid(child.tail)
                words += self.words.get(child, 0)
                links += self.links.get(child, 0)
            if element.tag == "p" and text < _LONGEST_PARAGRAPH and (own := count(element.text_content())) > _FEWEST_WORDS:
                words = own
            self.text[element], self.words[element], self.links[element] = text, words, text if element.tag == "a" else links

    def linked(self, element: HtmlElement) -> float:
        """Share of an element's characters that are links."""
        return self.links[element] / self.text[element] if self.text.get(element) else 0.0


def _solid(text: str | None) -> int:
    """Characters, with white space counted once."""
    return len(" ".join(text.split())) if text else 0


def linked_share(element: HtmlElement) -> float:
    """Share of an element's characters that are links, for a single element."""
    whole = _solid(element.text_content())
    return sum(_solid(link.text_content()) for link in element.iter("a")) / whole if whole else 0.0


def prune(page: HtmlElement) -> int:
    """Take out of `page`, in place, what is no part of an article; what holds the headline or much of the text is kept, however called.

    Returns how many teasers of other stories it held.
    """
    for element in list(page.iter(*_NEVER)):
        drop(element)
    sizes = Sizes(page)
    elements = [found for found in page.iter() if isinstance(found.tag, str) and found.tag not in ("html", "body", "main", "h1")]
    usual = _usual_names(elements, page, sizes)
    for element in elements:
        is_box = element.tag != "article" and _is_other(element, usual) and not _is_needed(element, page, sizes)
        if is_box or _is_readers(element, page, sizes):
            drop(element)
    _keep_sentences(page)
    for figure in list(page.iter("figure", "picture")):
        if not any(True for _ in figure.iter("blockquote", "table", "p")):
            drop(figure)
    sizes = Sizes(page)  # what was dropped counts no more: a page of long menus is no list of links
    teasers = _drop_teasers(page, sizes)
    _drop_links(page, sizes)
    return teasers


def _usual_names(elements: list[HtmlElement], page: HtmlElement, sizes: Sizes) -> frozenset[str]:
    """Names that so much of the page's text goes by that they name no box on it: `class="section section--ads"` on every section."""
    words: dict[str, int] = {}
    counted: dict[str, set[HtmlElement]] = {}
    for element in elements:
        if sizes.words[element] >= _SECTION and sizes.linked(element) < 0.3:
            for name in words_of(element) & _OTHERS:
                inside = counted.setdefault(name, set())
                if not any(ancestor in inside for ancestor in element.iterancestors()):
                    inside.add(element)
                    words[name] = words.get(name, 0) + sizes.words[element]
    return frozenset(name for name, number in words.items() if number > _TOO_MUCH * sizes.words[page])


def _is_readers(element: HtmlElement, page: HtmlElement, sizes: Sizes) -> bool:
    """A comment, or the place for them; not in a sentence, not what holds the headline, and not all there is: "entry comments-open"."""
    words = words_of(element)
    if not words or not (words & _READERS or any(pair <= words for pair in _READERS_PAIRS)):
        return False
    if sizes.words[element] > _TOO_MUCH * sizes.words[page] and sizes.words[page] - sizes.words[element] < _SECTION:
        return False
    return not _holds_article(element) and not any(True for _ in element.iterancestors(*_SENTENCES))


def _is_other(element: HtmlElement, usual: frozenset[str]) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("style") or ""):
        return True
    if element.tag in INLINE and any(True for _ in element.iterancestors(*_SENTENCES)):
        return False
    if element.tag in _SELDOM or element.get("role") in (
        "navigation",
        "banner",
        "complementary",
        "contentinfo",
        "search",
        "dialog",
        "alertdialog",
    ):
        return True
    words = words_of(element)
    return bool(words) and (bool(words & _OTHERS - usual) or any(pair <= words for pair in _PAIRS))


def _keep_sentences(page: HtmlElement) -> None:
    """What stands in a sentence is no longer called anything for which trafilatura would leave it out or part it: a time, a "tag-link"."""
    for block in page.iter(*_SENTENCES):
        for element in block.iterdescendants():
            if element.tag not in INLINE:
                continue
            if element.tag in ("time", "label", "data", "q", "code", "kbd", "samp", "tt", "var"):
                element.tag = "span"
            for name in ("class", "id", "role"):
                element.attrib.pop(name, None)


def _is_needed(element: HtmlElement, page: HtmlElement, sizes: Sizes) -> bool:
    return _holds_article(element) or (sizes.words[element] > _TOO_MUCH * sizes.words[page] and sizes.linked(element) < 0.5)


def _holds_article(element: HtmlElement) -> bool:
    return (element.get("itemprop") or "").lower() in _BODY or any(True for _ in element.iter("h1", "main"))


def _drop_teasers(page: HtmlElement, sizes: Sizes) -> int:
    """Headlines that are links, with a few words under each, several beside each other."""
    dropped = 0
    for parent in list(page.iter("div", "ul", "ol", "section", "main", "article", "td", "body")):
        teasers = [child for child in parent if _is_teaser(child, sizes)] if len(parent) >= _TEASERS else []
        if len(teasers) >= _TEASERS:
            dropped += len(teasers)
            for teaser in teasers:
                drop(teaser)
    return dropped


def _is_teaser(element: HtmlElement, sizes: Sizes) -> bool:
    if not isinstance(element.tag, str) or element.tag == "p" or sizes.text[element] > _TEASER_LENGTH:
        return False
    if element.tag in ("li", "div", "article", "section") and sizes.linked(element) > 0.9:
        return True
    return any(_is_elsewhere(link) for heading in element.iter("h2", "h3", "h4", "h5") for link in _links(heading))


def _links(heading: HtmlElement) -> Iterator[HtmlElement]:
    yield from heading.iter("a")
    parent = heading.getparent()
    if parent is not None and parent.tag == "a":
        yield parent


def _is_elsewhere(link: HtmlElement) -> bool:
    return not (link.get("href") or "#").startswith(("#", "mailto:", "tel:"))


def _drop_links(page: HtmlElement, sizes: Sizes) -> None:
    """Blocks of links, and paragraphs that lead to other stories: "Read more: …", or a headline that is a link and no sentence."""
    for element in list(page.iter("p", "div", "td", "font", "ul", "section", "li", "h2", "h3", "h4", "h5")):
        share = sizes.linked(element)
        if share <= 0.4:
            continue
        is_list = share > 0.8 and element.tag in ("div", "td", "font", "ul", "section") and sum(1 for _ in element.iter("a")) >= _TEASERS
        if is_list or (
            sizes.text[element] <= 300 and any(_is_elsewhere(link) for link in element.iter("a")) and _leads_away(element, share)
        ):
            drop(element)


def _leads_away(element: HtmlElement, share: float) -> bool:
    text = line(element)
    return bool(_LEADS.match(text)) or (share > 0.9 and element.tag in ("p", "h4", "h5") and not _ENDS.search(text))
