"""What a feed says, whatever its format, and what counts as an article's whole text in it."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from index.articles import MAX_BODY
from index.cleaning import clean_line
from index.news.addresses import canonical

#: The longest address that an article takes.
MAX_ADDRESS = 2_000

#: Characters and sentences from which on a description is read as the article itself: descriptions end at about 500 and three.
WHOLE_CHARACTERS = 700
WHOLE_SENTENCES = 5

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?[A-Za-z][A-Za-z0-9:-]*+)[^<>]*+>", re.DOTALL)
_BREAKS = frozenset("br p div li h1 h2 h3 h4 h5 h6 tr td blockquote".split())
_INLINE = frozenset("a abbr b big cite code del em font i img ins mark q s small span strong sub sup u wbr".split())
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*(?=\s|$)")
_SYNDICATED = re.compile(r"\s*The post\b.{0,400}\bappeared first on\b.{0,200}$", re.DOTALL)  # WordPress puts it after whole texts too
_TEASER = re.compile(
    r"(?:\.\.\.|…|\[(?:…|\.\.\.)\]|\b(?:read|see|find out|view) (?:more|on)|\b(?:read|view|see) (?:the )?(?:full|whole|rest)\b.{0,40}"
    r"|\b(?:continue|keep) reading\b.{0,120}|\bfull (?:story|article)|\bclick here\b.{0,40})[\s.:»›→>)\]]*$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, as the feed says it: HTML is unsanitised, and links inside it are as they were.

    Times are in UTC; one without a zone was taken as UTC, and one in the future is left as it is.
    """

    guid: str | None  #: unique within its feed, and not more than that
    link: str | None  #: absolute, http or https
    title: str  #: plain text in one line; "" if there is none
    summary_html: str | None  #: what is said about the article, if that is not the same as `content_html`
    content_html: str | None  #: the longest text given as content, or a description that is long enough to be it
    authors: tuple[str, ...]  #: names, without mail addresses, in their order
    source_title: str | None  #: whom an aggregator took it from
    published: datetime | None
    updated: datetime | None
    language: str | None  #: as declared for this entry or around it: "en-GB"
    is_permalink: bool  #: `guid` is the article's address
    tags: tuple[str, ...]
    is_whole: bool  #: a guess: `html` is the whole article, and its page need not be read

    @property
    def html(self) -> str | None:
        """The best text there is; HTML also where the feed had plain text."""
        return self.content_html or self.summary_html


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its entries in the feed's order, which is mostly newest first; one with a guid seen before is left out."""

    title: str | None
    link: str | None  #: the site's page, absolute, http or https
    language: str | None
    ttl_minutes: int | None  #: how long the feed asks to be left alone, at least 1
    entries: tuple[Entry, ...]
    partly_broken: bool  #: something could not be read as it stood, so that entries or parts of them may be missing


class Texts(NamedTuple):
    """The three fields of an Entry that `choose_texts` decides."""

    content_html: str | None
    summary_html: str | None
    is_whole: bool


def choose_texts(contents: Iterable[str], summary: str | None) -> Texts:
    """Which of the HTML texts of an entry is its content: of those given as such the one with most text, if the summary has not more.

    A summary alone is the content if it reads like a whole article. No content is whole that ends in "read more" or an ellipsis.
    Texts that are longer than an article may be are none.
    """
    candidates = [(text_of(content), content) for content in contents if len(content) <= MAX_BODY]
    text, content = max(candidates, key=lambda candidate: len(candidate[0]), default=("", ""))
    summary = summary if summary and len(summary) <= MAX_BODY else None
    summary_text = text_of(summary) if summary else ""
    if text and len(text) >= len(summary_text):
        return Texts(content, None if not summary_text or summary_text == text else summary, not _is_teaser(text))
    if not summary_text:
        return Texts(None, None, False)
    if _reads_whole(summary_text):
        return Texts(summary, None, True)
    return Texts(None, summary, False)


def text_of(markup: str) -> str:
    """HTML as plain text in one line: enough to measure and compare it, not to show it."""
    return clean_line(html.unescape(_TAG.sub(" ", markup)))


def plain_title(title: str, *, markup: bool = True) -> str:
    """A title in one line: references are read once, and tags that belong in a line of HTML go unless `markup` is False ("if x <b")."""
    return clean_line(html.unescape(_TAG.sub(_without_tag, title) if markup else title))


def names(values: Iterable[str | None]) -> tuple[str, ...]:
    """In one line each, without empty ones and repetitions, in their order."""
    return tuple(dict.fromkeys(name for value in values if value and (name := plain_title(value))))


def web_address(link: str | None, base: str) -> str | None:
    """`link` as an absolute http or https address, read against `base`; None if it cannot be one or is longer than an article's may be."""
    try:
        address = urljoin(base, "".join((link or "").split("\n")).strip().replace(" ", "%20")) if link and link.strip() else ""
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and clean_line(address) == address and bool(canonical(address))
    except ValueError:
        return None
    return address if usable and len(address) <= MAX_ADDRESS else None


def html_of(text: str) -> str:
    """Plain text as HTML: an empty line ends a paragraph."""
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.strip())
    return "".join(f"<p>{html.escape(paragraph, quote=False).replace(chr(10), '<br>')}</p>" for paragraph in paragraphs if paragraph)


def first_of_each(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Without those that say nothing, and without those whose guid came before."""
    kept: dict[object, Entry] = {}
    for entry in entries:
        if entry.title or entry.link or entry.html:
            kept.setdefault(entry.guid or object(), entry)
    return tuple(kept.values())


def _without_tag(match: re.Match[str]) -> str:
    name = (match[1] or "").lstrip("/").lower()
    if name in _BREAKS:
        return " "
    return "" if name in _INLINE or not name else match[0]


def _reads_whole(text: str) -> bool:
    return len(text) >= WHOLE_CHARACTERS and len(_SENTENCE_END.findall(text)) >= WHOLE_SENTENCES and not _is_teaser(text)


def _is_teaser(text: str) -> bool:
    end = _SYNDICATED.sub("", text[-1_000:])
    return bool(_TEASER.search(end[-200:]))
