"""The web's pages, made from templates: everything that is put into one is escaped."""

from datetime import date, datetime
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from adapters.web.addresses import reader_path, sentence_path
from bot.wording import day_text, outlet_words
from index.articles import published_text

_HERE = files("adapters.web")
STATIC = str(_HERE / "static")


class Templates:
    """Made once."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(str(_HERE / "templates")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(reader=reader_path, sentence=sentence_path)
        self._environment.filters.update(day=_day, iso=_iso, outlet=outlet_words)

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
