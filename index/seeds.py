"""Articles in files of their own: TOML front matter between lines of `+++`, then the text. `seeds/README.md` describes the fields."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from index.articles import Article
from index.errors import BadFile, BadLine

FENCE = "+++"
_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)")


def _default_folder() -> Path:
    """Inside an installed wheel the seeds lie in the package; in the repository they have a folder of their own."""
    here = Path(__file__).resolve().parent
    packed = here / "_seeds"
    return packed if packed.is_dir() else here.parent / "seeds"


#: The fourteen articles that Sherpa comes with.
SEEDS: Path = _default_folder()


def load(folder: Path = SEEDS) -> list[Article]:
    """The articles of a folder's `*.md` files, by file name; `README.md` is left out.

    Raises BadFile for a folder that is missing, unreadable or has no article, and for a file that cannot be read;
    BadLine, with the file, line and field, for front matter that does not hold.
    """
    articles: dict[str, Article] = {}
    for path in _files(folder):
        article, line = _read(path)
        if article.id in articles:
            raise BadLine(path, line, f"{path.name}, line {line}: the id {article.id} is taken by another file; give each its own.", "id")
        articles[article.id] = article
    return list(articles.values())


def read(path: Path) -> Article:
    """The article of one such file; raises BadFile and BadLine as `load` does."""
    return _read(path)[0]


def _files(folder: Path) -> list[Path]:
    try:
        names = sorted(path for path in folder.iterdir() if path.suffix == ".md" and path.name.lower() != "readme.md")
    except FileNotFoundError:
        raise BadFile(folder, f"There is no folder {folder}; name one that holds articles.") from None
    except NotADirectoryError:
        raise BadFile(folder, f"{folder} is a file and not a folder; name the folder that holds the articles.") from None
    except OSError as error:
        raise BadFile(folder, f"The folder {folder} cannot be read ({error.strerror}); check its permissions.") from error
    if not names:
        raise BadFile(folder, f"The folder {folder} holds no article; it should have a .md file for each.")
    return names


def _read(path: Path) -> tuple[Article, int]:
    """The article, and the line its id is on."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise BadFile(path, f"{path.name} is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise BadFile(path, f"The file {path.name} cannot be read ({error.strerror}); check its permissions.") from error
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if not fences or fences[0] != 0:
        raise BadLine(path, 1, f"{path.name}, line 1: the front matter is missing; begin the file with a line of {FENCE}.")
    if len(fences) == 1:
        raise BadLine(path, 1, f"{path.name}, line 1: the front matter has no end; close it with a line of {FENCE}.")
    front, body = lines[1 : fences[1]], "\n".join(lines[fences[1] + 1 :])
    return _article(path, front, body, fences[1] + 1)


def _article(path: Path, front: list[str], body: str, last_line: int) -> tuple[Article, int]:
    fields = _front_matter(path, front, last_line)
    if "body" in fields:
        line = _line_of(front, "body")
        raise BadLine(path, line, f"{path.name}, line {line}: the text stands below the front matter, not in a field.", "body")
    try:
        return Article.model_validate({**fields, "body": body}), _line_of(front, "id")
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        if field == "body":
            raise BadLine(
                path, last_line, f"{path.name}, line {last_line}: no text follows the front matter, or it is too long.", field
            ) from None
        line = _line_of(front, field)
        reason = "is missing" if first["type"] == "missing" else f"cannot be used ({_reason(first['type'], first['msg'])})"
        raise BadLine(path, line, f"{path.name}, line {line}: the field {field} {reason}.", field) from None


def _front_matter(path: Path, front: list[str], last_line: int) -> dict[str, Any]:
    try:
        return tomllib.loads("\n".join(front))
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _PLACE.search(message)
        line = int(place["line"]) + 1 if place and place["line"] else last_line
        reason = _PLACE.sub("", message)
        field = front[line - 2].partition("=")[0].strip() if 2 <= line < last_line else ""
        where = f"the field {field}" if field else "the front matter"
        raise BadLine(path, line, f"{path.name}, line {line}: {where} is not TOML ({reason}).", field or None) from None


def _reason(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "there is no such field"
    return message.removeprefix("Value error, ")


def _line_of(front: list[str], field: str) -> int:
    """The line of the file that sets `field`; the opening fence when none does."""
    setting = re.compile(rf"""\s*(["']?){re.escape(field)}\1\s*=""")
    return next((number for number, line in enumerate(front, start=2) if setting.match(line)), 1)
