"""A quotation with its citation, in the forms that people paste: text, Markdown, CSL-JSON and BibTeX. Pure."""

import json
import re
from datetime import datetime
from typing import Any, Literal, get_args

from bot.quotes import Citation
from bot.wording import outlet_words, published_words
from index.articles import published_day

Form = Literal["txt", "md", "json", "bib"]
FORMS: tuple[Form, ...] = get_args(Form)

LABELS: dict[Form, str] = {"txt": "Text", "md": "Markdown", "json": "CSL-JSON", "bib": "BibTeX"}
TYPES: dict[Form, str] = {
    "txt": "text/plain",
    "md": "text/markdown",
    "json": "application/vnd.citationstyles.csl+json",
    "bib": "application/x-bibtex",
}

#: What Markdown gives a meaning to, anywhere or where a line begins (CommonMark 0.31, section 2.4: a backslash before punctuation).
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&~|]|^[-+#=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d\d\d)[.)]|(?<=^\d\d\d\d)[.)]")
#: What TeX gives a meaning to, and how it is written instead.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def cited(form: Form, citation: Citation, quotation: str, address: str | None, read: datetime) -> str:
    """The citation with the quotation, which may be empty. `address`: where the article can be read, if anywhere; `read`: when it was."""
    match form:
        case "txt":
            return _text(citation, quotation, address)
        case "md":
            return _markdown(citation, quotation, address)
        case "json":
            lines = (
                f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
                for name, value in _csl(citation, quotation, address, read).items()
            )
            return "[{\n" + ",\n".join(lines) + "\n}]\n"
        case "bib":
            return _bibtex(citation, quotation, address, read)


def _text(citation: Citation, quotation: str, address: str | None) -> str:
    parts = (outlet_words(citation), f"“{citation.title}”", published_words(citation), address or "")
    said = f"“{' '.join(quotation.split())}”\n— " if quotation else ""
    return said + ", ".join(filter(None, parts)) + "\n"


def _markdown(citation: Citation, quotation: str, address: str | None) -> str:
    title = f"“{_escaped(citation.title)}”"
    linked = f"[{title}](<{address.translate({ord('<'): '%3C', ord('>'): '%3E'})}>)" if address else title
    below = f"{_escaped(outlet_words(citation))}, {linked}, {_escaped(published_words(citation))}\n"
    if not quotation:
        return below
    return f"> {_escaped(' '.join(quotation.split()))}\n>\n> — {below}"


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(lambda found: f"\\{found.group()}", text)


def _csl(citation: Citation, quotation: str, address: str | None, read: datetime) -> dict[str, Any]:
    """An item as the Citation Style Language's schema 1.0.2 has it; `circa` says that the date was worked out and not printed."""
    day = published_day(citation.published)
    issued = {"date-parts": [[day.year, day.month, day.day]], **({"circa": True} if citation.date_derived else {})} if day else None
    item = {
        "id": _key(citation),
        "type": "article-newspaper",
        "title": citation.title,
        "container-title": citation.outlet,
        "source": citation.agency,
        "issued": issued,
        "URL": address,
        "accessed": {"date-parts": [[read.year, read.month, read.day]]} if address else None,
        "note": f"“{' '.join(quotation.split())}”" if quotation else None,
    }
    return {name: value for name, value in item.items() if value is not None}


def _bibtex(citation: Citation, quotation: str, address: str | None, read: datetime) -> str:
    """`@misc`, which every style of BibTeX knows."""
    day = published_day(citation.published)
    about = "date worked out from the text, not printed; " if citation.date_derived and day else ""
    quoted = f"``{_tex(' '.join(quotation.split()))}''" if quotation else ""
    note = (about + quoted).removesuffix("; ")
    fields = {
        "title": f"{{{_tex(citation.title)}}}",
        "howpublished": _tex(outlet_words(citation)),
        "year": str(day.year) if day else "",
        "day": str(day.day) if day else "",
        "url": _tex_address(address) if address else "",
        "urldate": read.date().isoformat() if address else "",
        "note": note,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if day:
        lines.append(f"  month = {_MONTHS[day.month - 1]}")
    return f"@misc{{{_key(citation)},\n" + ",\n".join(lines) + "\n}\n"


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)


def _tex_address(address: str) -> str:
    """An address has no sign that TeX's `\\url` stumbles over but unbalanced braces, and none of those."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _key(citation: Citation) -> str:
    """Letters, digits and hyphens, the same for the same text."""
    return f"{re.sub(r'[^A-Za-z0-9.]+', '-', citation.article_id).strip('-') or 'article'}-{citation.revision}"
