"""XML as it is found, made well-formed and harmless before any parser sees it.

Feeds are cut off, lack end tags, use HTML's entities without declaring them, and hold characters that XML forbids; and some are made to
expand in memory. One pass in linear time mends the first and refuses the second. What is well-formed keeps its meaning.
"""

import html
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from html.entities import html5

from index.news.errors import BadFeed
from index.news.scanning import NAME, Root, local_name, tokens

#: A feed nests about ten deep, a page inside it a few dozen; lxml stops at the same depth.
MAX_DEPTH = 256

#: Characters of an attribute's value; longer ones are pictures or attacks, and left out.
MAX_ATTRIBUTE = 8_192

#: Prefixes that a document uses or declares; feeds have ten or so.
MAX_PREFIXES = 100

#: Categories or authors of one record, and characters of a name: more than any has, and little enough for what takes quadratic time.
MANY = 100
SHORT = 150

_ATTRIBUTE = re.compile(rf"""(?<![\w:.-])({NAME})\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""")
_REFERENCE = re.compile(r"&(#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: What a prefix that nobody declares stands for, where usage leaves no doubt.
_USUAL = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is kept of a kind of document. Names are local and in lower case, namespaces in lower case and without a slash at the end."""

    records: frozenset[str]  #: cut off by the end of the text, they are left out whole; one inside another of its name ends that
    tags: int  #: read up to so many tags and the like, as if the text ended there
    namespaces_left_out: frozenset[str] = frozenset()  #: where they are declared with a prefix
    left_out: frozenset[str] = frozenset()
    few: frozenset[str] = frozenset()  #: at most `MANY` of each in a record
    short: frozenset[str] = frozenset()  #: their text is cut at `SHORT` characters


@dataclass(frozen=True, slots=True)
class Mended:
    """`xml` has no declaration, document type, comment or entity; `broken` if an element had to be closed, moved or left out."""

    xml: str
    broken: bool


def mend(text: str, root: Root, limits: Limits) -> Mended:
    """The element at `root`, well-formed; what follows it is left out. Raises BadFeed if it expands or no honest document is like that."""
    mending = _Mending(limits, _prefixes(text, limits.namespaces_left_out))
    tags = 0
    for token in tokens(text, root.start):
        tags += token.kind != "text" or token.text == "<"
        if token.kind == "break" or tags > limits.tags:
            break
        if token.tag:
            mending.tag(token.tag)
            if not mending.open:
                return mending.result()
        elif token.kind == "text":
            mending.content(_resolved(token.text))
        elif token.kind == "cdata":
            mending.content(token.text[len("<![CDATA[") : -len("]]>")])
    return mending.cut_off()


def _prefixes(text: str, namespaces: Collection[str]) -> frozenset[str]:
    """The prefixes that stand for `namespaces`, declared in `text` or by usage."""
    declared = re.findall(r"""xmlns:([A-Za-z_][A-Za-z0-9_.-]*+)\s*+=\s*+["']\s*+([^"'<>\s]++)""", text) if namespaces else ()
    return frozenset(prefix for prefix, uri in (*declared, *_USUAL.items()) if uri.rstrip("/").lower() in namespaces)


def _resolved(text: str) -> str:
    """With the characters that references stand for, HTML's among them; what is none stays as it is."""
    if "&" not in text:
        return text
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return _REFERENCE.sub(lambda match: html.unescape(match[0]) if match[1][0] == "#" or f"{match[1]};" in html5 else match[0], text)


class _Mending:
    """What has been written so far, and which elements are open."""

    def __init__(self, limits: Limits, left_out: Collection[str]) -> None:
        self.open: list[tuple[str, int]] = []  # name, and how many pieces were written before it
        self._pieces: list[str] = []
        self._limits = limits
        self._left_out = left_out
        self._skipping = 0  # depth of the element that is being left out; 0 if none is
        self._used: set[str] = set()
        self._root_attributes: dict[str, str] = {}
        self._few: Counter[str] = Counter()
        self._room = 0  # characters that the innermost element may still have, if it is a short one
        self._broken = False

    def content(self, text: str) -> None:
        if self._skipping:
            return
        text = _FORBIDDEN.sub("", text)
        if local_name(self.open[-1][0]).lower() in self._limits.short:
            text = text[: self._room]
            self._room -= len(text)
        if "<" in text or "&" in text or "]]>" in text:  # expat reports every reference apart, and a CDATA section as a whole
            text = f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
        self._pieces.append(text)

    def tag(self, tag: re.Match[str]) -> None:
        name, rest = tag[2], tag[3]
        if tag[1]:
            self._end(name)
            return
        self._start(name, _attributes(rest))
        if rest.endswith("/"):
            self._close()

    def cut_off(self) -> Mended:
        """The result when the text ends before the root does."""
        self._broken = True
        depth = next((depth for depth, (name, _) in enumerate(self.open) if depth and self._is_record(name)), None)
        if depth is not None:
            del self._pieces[self.open[depth][1] :]
            del self.open[depth:]
            self._skipping = self._skipping if self._skipping <= depth else 0
        while self.open:
            self._close()
        return self.result()

    def result(self) -> Mended:
        declared = {key.removeprefix("xmlns:") for key in self._root_attributes if key.startswith("xmlns:")}
        missing = {f"xmlns:{prefix}": _USUAL.get(prefix, f"urn:{prefix}") for prefix in sorted(self._used - declared - {"xml", "xmlns"})}
        self._pieces[0] += _written(missing) + ">"
        return Mended("".join(self._pieces), self._broken)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise BadFeed(f"This is XML that is nested more than {MAX_DEPTH} deep, which no feed is.")
        if self._is_record(name):
            self._few.clear()
            if any(name == outer for outer, _ in self.open):
                self._end(name)
                self._broken = True
        self.open.append((name, len(self._pieces)))
        self._room = SHORT
        if not self._skipping and len(self.open) > 1 and self._is_left_out(name):
            self._skipping = len(self.open)
        if self._skipping:
            return
        self._use(name, attributes)
        if len(self.open) == 1:  # the root's tag is finished in `result`
            self._root_attributes = attributes
            self._pieces.append(f"<{name}{_written(attributes)}")
        else:
            self._pieces.append(f"<{name}{_written(attributes)}>")

    def _is_record(self, name: str) -> bool:
        return local_name(name) in self._limits.records

    def _is_left_out(self, name: str) -> bool:
        prefix, _, local = name.lower().rpartition(":")
        if local in self._limits.few:
            self._few[local] += 1
        return prefix in self._left_out or local in self._limits.left_out or self._few[local] > MANY

    def _use(self, name: str, attributes: dict[str, str]) -> None:
        for key in (name, *attributes):
            prefix, colon, local = key.partition(":")
            if colon:
                self._used.add(local if prefix == "xmlns" else prefix)
        if len(self._used) > MAX_PREFIXES:
            raise BadFeed(f"This is XML with more than {MAX_PREFIXES} namespaces, which no feed has.")

    def _end(self, name: str) -> None:
        """Closes the innermost element of this name and what is open inside it; an end without a start is left out."""
        if all(name != outer for outer, _ in self.open):
            self._broken = True
            return
        while self.open[-1][0] != name:
            self._broken = True
            self._close()
        self._close()

    def _close(self) -> None:
        name, _ = self.open.pop()
        if not self._skipping:
            self._pieces.append(f"</{name}>")
        elif len(self.open) < self._skipping:
            self._skipping = 0


def _attributes(rest: str) -> dict[str, str]:
    """By name, ready to be written; the first of a name counts, and declarations that XML forbids are left out."""
    found: dict[str, str] = {}
    if "=" not in rest:
        return found
    for name, value in _ATTRIBUTE.findall(rest):
        bare = value[1:-1] if value[0] in "\"'" else value.rstrip("/") if rest.endswith(value) else value
        if name.startswith("xmlns") and (not bare.strip() or name in ("xmlns:xml", "xmlns:xmlns") or "www.w3.org/2000/xmlns" in bare):
            continue
        if len(bare) <= MAX_ATTRIBUTE:
            found.setdefault(name, html.escape(_FORBIDDEN.sub("", _resolved(bare))))
    return found


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes.items())
