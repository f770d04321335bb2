"""The text of HTML fragments, as feeds carry them in their entries."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

from index.cleaning import clean_line
from index.news.markup.lines import articles_own
from index.news.markup.text import plain
from index.news.markup.tree import drop, line, parse

_NEVER = "script style template svg canvas iframe object embed form button select textarea noscript video audio img figcaption nav".split()
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]\w*);", re.IGNORECASE)
_ON = (
    r"(?:continue reading|read more|read (?:the )?(?:full|rest of the|whole) (?:story|article|post)|keep reading"
    r"|view (?:full )?article|weiterlesen|mehr lesen|lire la suite|leer más|leggi tutto|leia mais|lees verder|читать далее)"
)
_LINK = re.compile(rf"\W*(?:{_ON}\b.{{0,100}}|(?:more|link|comments?|source))\W*", re.IGNORECASE)
_MORE = re.compile(
    rf"(?:(?:^|(?<=[.!?…”\"»)\]])\s+)\(?{_ON}\b[^.!?]{{0,100}}[.…»→\s\])]*|\s*\[(?:…|\.{{3}})\]|\s*\[(?:link|comments)\]|\s*[»→]+)$",
    re.IGNORECASE,
)
_POST = re.compile(r"\s*The post .{1,400}? (?:appeared first|first appeared) on .{1,200}$", re.IGNORECASE)


def text_of(html: str, base: str) -> str:
    """The text of a fragment, its paragraphs parted by blank lines; "" where there is none. Entities are decoded once.

    Left out are scripts, pictures and their captions, and the endings that feed programs add: "Read more", "The post … appeared first on
    …", and a link to the entry itself, by `base`, its address. Text without markup keeps its own paragraphs.
    """
    if not _MARKUP.search(html):
        return "\n\n".join(_own([clean_line(part) for part in re.split(r"\n\s*\n", html)]))
    tree = parse(f"<div>{html}</div>")
    if tree is None:
        return "\n\n".join(_own([clean_line(unescape(html))]))
    for element in list(tree.iter(*_NEVER)):
        drop(element)
    for link in list(tree.iter("a")):
        if _leads_on(line(link), link.get("href") or "", base):
            drop(link)
    body = tree.find("body")
    return "\n\n".join(_own(plain(tree if body is None else body)))


def _own(paragraphs: list[str]) -> list[str]:
    kept = articles_own((_POST.sub("", paragraph) for paragraph in paragraphs), None)
    while kept and (shorter := _MORE.sub("", kept[-1]).rstrip()) != kept[-1]:
        kept = [*kept[:-1], shorter] if shorter else kept[:-1]
    return kept


def _leads_on(shown: str, href: str, base: str) -> bool:
    """A link to the whole entry, at its end or as its only words."""
    if _LINK.fullmatch(shown):
        return True
    try:
        target = urlsplit(urljoin(base, href))
    except ValueError:
        return False
    ours = urlsplit(base)
    return bool(base) and (target.netloc, target.path) == (ours.netloc, ours.path) and len(shown.split()) < 6 and not href.startswith("#")
