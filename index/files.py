"""Articles in local files and folders. What a file is shows in its content; its name only decides where that leaves a doubt."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from index import drafts, markdown
from index.articles import EVERYONE, MAX_BODY, Article
from index.byte_order_marks import BOMS
from index.errors import BadFile
from index.jsonl import read_lines
from index.seeds import read as read_seed

#: Bytes that are looked at to tell what a file is.
HEAD = 64 * 1024

#: Bytes of a text file: the longest text, with every letter in four.
MAX_BYTES = 4 * MAX_BODY

#: Bytes of a page or a feed.
MAX_PAGE = 50_000_000

_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f]")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*+"
    r"<(?:!doctype\s+html|html|head|body|article|main|section|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
#: A script, a warning or whatever else a faulty page begins with.
_TAG = re.compile(r"\s*<[a-z!]", re.IGNORECASE)
_PAGES = (".html", ".htm", ".xhtml")
_SEED = re.compile(r"\+\+\+\s*\n")
_XML = re.compile(r"\s*<(?:\?xml|rss|feed|rdf:RDF)\b", re.IGNORECASE)
_JSON_FEED = re.compile(r"\s*\{[^\n]*https?:\\?/\\?/jsonfeed\.org\\?/version")
_JSON_LINE = re.compile(r'\s*\{[ \t]*"[^"\n]*"[ \t]*:')
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{"\]])')


@dataclass(frozen=True, slots=True)
class Found:
    """An article, and the file that it was in."""

    path: Path
    article: Article


def read(path: Path, now: datetime | None = None, *, tell: Callable[[int], None] = lambda _: None) -> Iterator[Found | BadFile]:
    """The articles of a file, or of all files below a folder, by name, and a BadFile or BadLine in place of each thing that cannot be read.

    Hidden files in a folder are left out. JSONL is read line by line, however long. It blocks: call it outside the event loop.
    `now` is what dates are held against, the present if None; see `drafts.article`. `tell` is called with how many bytes of a JSONL
    file have been read, before what was in them is given.
    """
    now = now or datetime.now(UTC)
    if not path.is_dir():
        yield from _read_file(path, now, tell)
        return
    empty = True
    for found in _below(path):
        empty = False
        if isinstance(found, BadFile):
            yield found
        else:
            yield from _read_file(found, now, tell)
    if empty:
        yield BadFile(path, f"The folder {path} holds no files; name one that holds articles.")


def _below(folder: Path) -> Iterator[Path | BadFile]:
    """Files, by name, those of folders in their place; links to folders are not followed, since they may lead back."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield BadFile(folder, f"The folder {folder} cannot be read ({error.strerror}); check its permissions.")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if not entry.is_dir():
            yield entry
        elif not entry.is_symlink():
            yield from _below(entry)


def _read_file(path: Path, now: datetime, tell: Callable[[int], None]) -> Iterator[Found | BadFile]:
    try:
        if not path.exists():
            raise BadFile(path, f"There is no file or folder {path}.")  # noqa: TRY301 - one way out for all that is wrong with a file
        if not path.is_file():
            raise BadFile(path, f"{path} is no ordinary file; name one that holds text.")  # noqa: TRY301
        for result in _articles(path, now, tell):
            yield Found(path, result) if isinstance(result, Article) else result
    except BadFile as error:
        yield error
    except OSError as error:
        yield BadFile(path, f"The file {path} cannot be read ({error.strerror}); check its permissions.")


def _articles(path: Path, now: datetime, tell: Callable[[int], None]) -> Iterator[Article | BadFile]:
    """Raises BadFile where the file as a whole is of no use, and OSError."""
    with path.open("rb") as file:
        start = file.read(HEAD)
    if not start.strip():
        raise BadFile(path, f"The file {path} is empty.")
    encoding = next((encoding for mark, encoding in BOMS if start.startswith(mark)), None)
    head = codecs.getincrementaldecoder(encoding or "utf-8")(errors="replace").decode(start)
    if "\0" in head or start.startswith(b"%PDF") or ("\ufffd" in head and _CONTROL.search(head)):
        raise BadFile(path, f"{path} is not text; Sherpa reads HTML pages, feeds, text, Markdown and JSONL files.")
    if _HTML.match(head) or (path.suffix.lower() in _PAGES and _TAG.match(head) and not _XML.match(head)):
        yield from _page(path, now)
        return
    if _SEED.match(head):
        yield read_seed(path)
        return
    if _XML.match(head) or _JSON_FEED.match(head):
        yield from _feed(path, now)
        return
    if _JSON_LINE.match(head) or path.suffix.lower() in (".jsonl", ".ndjson"):
        errors = "replace" if encoding and "8" not in encoding else "surrogateescape"
        with path.open("rb") as file, TextIOWrapper(file, encoding=encoding or "utf-8", errors=errors) as lines:
            for result in read_lines(lines, path, now):
                tell(file.tell())
                yield result
    elif _JSON.match(head):
        raise BadFile(path, f"{path} is JSON, but not an object a line; write each article on a line of its own.")
    else:
        yield _text(path, encoding, now)


def _page(path: Path, now: datetime) -> Iterator[Article]:
    """A page's article, or the entries of a live one; nothing is fetched."""
    from index.news.errors import BadPage
    from index.news.making import articles_of_page
    from index.news.pages import extract

    address = path.resolve().as_uri()
    try:
        page = extract(_whole(path), address, now=now)
    except BadPage as error:
        raise BadFile(path, f"{path}: {error}") from None
    made = articles_of_page(page, address, EVERYONE, now)
    yield from (article.model_copy(update={"page": path.name}) for article in made)


def _feed(path: Path, now: datetime) -> Iterator[Article]:
    """What a feed's entries say themselves; nothing is fetched."""
    from index.news.errors import BadFeed
    from index.news.feeds import parse_feed
    from index.news.making import from_entry

    address = path.resolve().as_uri()
    try:
        feed = parse_feed(_whole(path), address, now=now)
    except BadFeed as error:
        raise BadFile(path, f"{path}: {error}") from None
    made = [article for entry in feed.entries if (article := from_entry(entry, feed.title, address, EVERYONE, now)) is not None]
    if not made:
        raise BadFile(path, f"The feed {path} has no entry with a text of its own; add it by its address, so that its pages are read.")
    yield from (article.model_copy(update={"page": path.name}) for article in made)


def _whole(path: Path) -> bytes:
    if path.stat().st_size > MAX_PAGE:
        raise BadFile(path, f"{path} has more than {MAX_PAGE:,} bytes, which no page or feed needs; take out what is not text.")
    return path.read_bytes()


def _text(path: Path, encoding: str | None, now: datetime) -> Article:
    if path.stat().st_size > MAX_BYTES:
        raise BadFile(path, f"The text in {path} is longer than {MAX_BODY:,} characters; split it.")
    text = _decoded(path, encoding).replace("\r\n", "\n").replace("\r", "\n")
    draft = drafts.title_and_text(text)
    if path.suffix.lower() in (".md", ".markdown") or markdown.has_heading(text):
        title, body = markdown.title_and_text(text)
        draft = {"title": title, "text": body or title} if title else drafts.title_and_text(body)
    try:
        return drafts.article(draft, now, page=path.name)
    except drafts.Unusable as error:
        raise BadFile(path, f"{path} makes no article: {error}.") from None


def _decoded(path: Path, encoding: str | None) -> str:
    """By its byte order mark; else UTF-8; else Windows-1252, which most old English text without a mark is in."""
    content = path.read_bytes()
    for candidate in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            return content.decode(candidate)
        except UnicodeDecodeError:
            continue
    raise BadFile(path, f"The text in {path} is in no encoding that Sherpa reads; save it as UTF-8.")
