"""What a page's article is called, who published and wrote it, and where it stands."""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

from index.articles import MAX_TITLE
from index.cleaning import clean_line
from index.news import addresses
from index.news.addresses import site
from index.news.markup.schema import Thing, is_article, text, texts, types
from index.news.markup.tree import line, words_of

#: Longest name of an outlet or a person that is believed; the longest newspaper names have some 60 characters.
_LONGEST_NAME = 100

_SUFFIX = re.compile(r"\s+[|–—»‹·•:-]\s+|\s*[|»]\s*|:\s+")
_FIRM = re.compile(r",?\s+(?:Inc|Ltd|LLC|L\.?P|GmbH|PLC|Pty|S\.?A|Limited)\.?$", re.IGNORECASE)
_EDITION = re.compile(
    r"(?:\s+(?:US|UK|AU|India|International|Global|English))?\s+(?:(?:edition|front|home)\s?page|edition|homepage|website|online edition)$"
    r"|^(?:home\s?page|home)\s+(?:of\s+)?|\s+[|–—-]\s.*$|\s+[®™©]$|[®™©]$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:(?:written|posted|published|story|words|text|(?:view )?all posts)\s+)?by:?\s+|^(?:author|autorin|autor|auteur)\s*:?\s+"
    r"|^(?:(?:geschrieben )?von|(?:écrit )?par|(?:escrito )?por)\s*:?\s+",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"https?://|@\w+\.|^(?:admin|administrator|editor|staff|unknown|guest|null|none|undefined)$|\d{3}|\d[:.]\d\d|^\d|^in\s",
    re.IGNORECASE,
)
_AFTER_BYLINE = re.compile(
    r"\s+(?:[·|•]|[–—-])\s.*$|\s*\|.*$|,?\s*\d{1,2}\s\w+\s20\d\d.*$|,?\s*(?:Updated|Published|Posted|Last modified)\b.*$"
)
_BYLINES = frozenset("byline author".split())
_AROUND = frozenset("bio box card related comment comments sidebar footer about".split())

#: Characters up to which a heading may be a section's or the site's.
_LABEL = 10

#: Names of people that are kept of a by-line.
_MOST_AUTHORS = 6


def outlet(page: HtmlElement, described: list[Thing], thing: Thing, metas: dict[str, str], address: str) -> str | None:
    """The publisher, as the page names itself; the end of its title only where the host's name agrees. None where it does not say."""
    sites = [one for one in described if "WebSite" in types(one)]
    organisations = [one for one in described if any(name.endswith("Organization") for name in types(one))]
    for name in (
        metas.get("og:site_name"),
        text(thing.get("publisher")),
        metas.get("application-name"),
        text(sites[0]) if sites else None,
        metas.get("apple-mobile-web-app-title"),
        text(organisations[0]) if organisations and "NewsMediaOrganization" in types(organisations[0]) else None,
        *_parts_like_host(page, address),
        metas.get("publisher"),
    ):
        if name and (clean := _outlet_name(name, address)):
            return clean
    return None


def title(page: HtmlElement, thing: Thing, metas: dict[str, str], outlet_name: str | None, address: str) -> str | None:
    """The headline, without the outlet's name behind it; None where nothing on the page is one.

    What is shown as the headline is, if the page's description of itself or its own title agrees; what is told to search engines and social
    media may be another.
    """
    headings = [shown for heading in page.iter("h1") if (shown := line(heading)) and not words_of(heading) >= {"site", "title"}]
    head = page.find(".//head/title")
    titles = [clean_line(unescape(head.text_content()[:MAX_TITLE]))] if head is not None else []
    stated = [metas.get("og:title"), text(thing.get("headline")) if is_article(thing) else None, metas.get("twitter:title")]
    described = [clean_line(unescape(name)).casefold() for name in (stated[1], *titles) if name]
    agreed = [shown for shown in headings if any(_is_headline(shown.casefold(), name, outlet_name) for name in described)]
    for name in (*agreed[:1], *stated, *headings[:1], *titles, *headings[1:]):
        if name and (clean := _without_outlet(clean_line(unescape(name[:MAX_TITLE])), outlet_name, address, headings)):
            return clean
    return None


def byline(page: HtmlElement, thing: Thing, metas: dict[str, str], outlet_name: str | None) -> str | None:
    """Who wrote it, as names with commas between them; None for the outlet itself, an address, or an account's name."""
    for stated in (
        texts(thing.get("author")),
        texts(thing.get("creator")),
        [metas.get(name, "") for name in ("author", "parsely-author")][:1],
    ):
        names = [clean for name in stated for clean in [_person(name)] if clean and clean != outlet_name]
        if names:
            return ", ".join(dict.fromkeys(names[:_MOST_AUTHORS]))
    elements = list(page.iter("a", "span", "div", "p", "address"))
    marked = [found for found in elements if found.get("rel") == "author" or "author" in (found.get("itemprop") or "").split()]
    for element in (*marked, *(found for found in elements if words_of(found) & _BYLINES)):
        if not words_of(element) & _AROUND and (name := _person(line(element))) and name != outlet_name:
            return name
    return None


def canonical(page: HtmlElement, metas: dict[str, str], address: str) -> str | None:
    """The address that the page gives itself, absolute and without a fragment: of its own site, and not that site's front page."""
    links = [link.get("href") or "" for link in page.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    for given in (*links, metas.get("og:url", "")):
        try:
            found = urldefrag(urljoin(address, given.strip()))[0] if given.strip() else ""
            parts, ours = urlsplit(found), urlsplit(address)
            usable = bool(found and addresses.canonical(found)) and not re.search(r"\s", found)
        except ValueError:
            continue
        if not usable:
            continue
        is_front = parts.path in ("", "/") and not parts.query and ours.path not in ("", "/")
        if not is_front and (not ours.hostname or (site(parts.hostname or "") == site(ours.hostname) and parts.port == ours.port)):
            return found
    return None


def _outlet_name(name: str, address: str) -> str | None:
    name = clean_line(unescape(name[:MAX_TITLE])).lstrip("@")
    for _ in range(2):
        name = _FIRM.sub("", _EDITION.sub("", name)).strip(" |·-–—")
    if name[:4] == "the " and any(letter.isupper() for letter in name):
        name = name[0].upper() + name[1:]
    host = (urlsplit(address).hostname or "").removeprefix("www.") if "://" in address else ""
    usable = 1 < len(name) <= _LONGEST_NAME and "://" not in name and name.casefold() not in ("home", "homepage", "news", "website", "blog")
    return name if usable and (name.casefold() != host or "." in name) else None


def _parts_like_host(page: HtmlElement, address: str) -> list[str]:
    """Ends of the page's title that spell what its host does: "Tarn Valley Post" on tarnvalleypost.com or post.test."""
    head = page.find(".//head/title")
    host = (urlsplit(address).hostname or "") if "://" in address else ""
    if head is None or not host:
        return []
    label = re.sub(r"[^a-z0-9]", "", site(host).split(".")[0])
    parts = _SUFFIX.split(clean_line(unescape(head.text_content()[:MAX_TITLE])))
    return [part for part in (*parts[:0:-1], *parts[:1]) if len(parts) > 1 and len(label) > 2 and _spells(part, label)]


def _spells(name: str, label: str) -> bool:
    squeezed = re.sub(r"[^a-z0-9]", "", name.casefold())
    initials = "".join(word[0] for word in re.findall(r"[a-z0-9]+", name.casefold()))
    return bool(squeezed) and len(squeezed) <= 40 and (squeezed.removeprefix("the") == label.removeprefix("the") or initials == label)


def _without_outlet(name: str, outlet_name: str | None, address: str, headings: list[str]) -> str:
    """`name` without parts at either end that are the outlet; all parts but the heading, where that is one of them."""
    for heading in headings:
        if len(heading) > _LABEL and name != heading and (name.startswith(heading) or name.endswith(heading)) and _SUFFIX.search(name):
            return heading
    separators = list(_SUFFIX.finditer(name))
    host = (urlsplit(address).hostname or "").removeprefix("www.") if "://" in address else ""
    ours = {known.casefold() for known in (outlet_name, host) if known}
    for separator in separators:
        if name[separator.end() :].casefold() in ours or _is_section(name[separator.end() :], ours):
            return name[: separator.start()].strip()
    if separators and name[: separators[0].start()].casefold() in ours:
        return name[separators[0].end() :].strip()
    return name


def _is_headline(heading: str, described: str, outlet_name: str | None) -> bool:
    """Whether a page's title is that heading, and a shorter part that names the site."""
    return _LABEL < len(heading) > len(described) / 2 and described.startswith(heading) and heading != (outlet_name or "").casefold()


def _is_section(rest: str, ours: set[str]) -> bool:
    """ "World | Example News" behind a headline, or "Example News World"."""
    parts = _SUFFIX.split(rest)
    last = parts[-1].casefold()
    is_ours = last in ours or (len(last.split()) <= 4 and any(last.startswith(f"{known} ") for known in ours))
    return is_ours and all(len(part.split()) <= 3 for part in parts[:-1])


def _person(name: str) -> str | None:
    name = _BY.sub("", clean_line(unescape(name[:MAX_TITLE])))
    name = _BY.sub("", _AFTER_BYLINE.sub("", name)).strip(" ,;|·")
    return name if 2 < len(name) <= _LONGEST_NAME and not _NO_PERSON.search(name) and len(name.split()) <= 14 else None
