"""The web's pages, made from templates: everything that is put into one is escaped."""

from collections.abc import Sequence
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from adapters.web.addresses import again, reader_path, summary_path
from bot.wording import count, day_text, held_words, outlet_words
from index.articles import Span, published_text

_HERE = files("adapters.web")
STATIC = str(_HERE / "static")


class Templates:
    """Made once. `folders` are of further templates."""

    def __init__(self, *folders: Path) -> None:
        self._environment = Environment(
            loader=FileSystemLoader([str(_HERE / "templates"), *folders]),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,  # else the files are looked at for each page
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            reader=reader_path,
            summary_of=summary_path,
            again=again,
            count=count,
            held_words=held_words,
            kind=lambda block: type(block).__name__,
        )
        self._environment.filters.update(day=_day, iso=_iso, outlet=outlet_words, marked=_marked)

    def html(self, name: str, **values: Any) -> str:
        """The page's source."""
        return self._environment.get_template(name).render(**values)

    def page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The page as it is answered with."""
        return HTMLResponse(self.html(name, **values), status)

    def failure(self, status: int, title: str, sentence: str) -> HTMLResponse:
        """A page that says what is wrong and what to do."""
        return self.page("failure.html", status, title=title, sentence=sentence)


def _day(value: date | datetime) -> str:
    return day_text(value.date() if isinstance(value, datetime) else value)


def _iso(value: date | datetime) -> str:
    return published_text(value) or ""


def _marked(text: str, marks: Sequence[Span]) -> Markup:
    """The text with the words in bold that the marks are of."""
    place, pieces = 0, []
    for start, end in marks:
        pieces += [escape(text[place:start]), Markup("<b>{}</b>").format(text[start:end])]
        place = end
    return Markup("").join((*pieces, escape(text[place:])))
