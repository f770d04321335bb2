"""Which wire a text came from, by its by-line, dateline, last line or credit."""

import re
from collections.abc import Iterable

#: What each agency is called here, and in print. What stands behind a colon is taken in brackets and credits, not before a colon.
_NAMES = {
    "Reuters": "Reuters|Thomson Reuters|Reuters Staff|Reuters News",
    "AP": "AP|Associated Press|The Associated Press|AP News",
    "AFP": "AFP|Agence France-Presse|Agence France Presse|AFP News|AFP Relaxnews",
    "dpa": "dpa|DPA|Deutsche Presse-Agentur|dpa international|German Press Agency",
    "ANSA": "ANSA|Agenzia ANSA|ANSA English",
    "EFE": "EFE|Agencia EFE|EFE News|EFE-EPA",
    "TASS": "TASS|ITAR-TASS|ТАСС",
    "Interfax": "Interfax|Интерфакс",
    "Interfax-Ukraine": "Interfax-Ukraine",
    "RIA Novosti": "RIA Novosti|RIA|РИА Новости|Sputnik/RIA Novosti",
    "Xinhua": "Xinhua|Xinhua News Agency|新华社",
    "Kyodo": "Kyodo|Kyodo News|KYODO NEWS",
    "Jiji Press": "Jiji|Jiji Press",
    "PTI": "PTI|Press Trust of India",
    "ANI": "ANI|Asian News International",
    "IANS": "IANS|Indo-Asian News Service",
    "UNI": "UNI|United News of India",
    "APP": "Associated Press of Pakistan",
    "Bloomberg": "Bloomberg|Bloomberg News|Bloomberg L.P.",
    "UPI": "UPI|United Press International",
    "PA Media": "PA|PA Media|Press Association|PA News Agency",
    "AAP": "AAP|Australian Associated Press",
    "Canadian Press": "CP|The Canadian Press|Canadian Press",
    "Anadolu": "AA|Anadolu|Anadolu Agency|Anadolu Ajansi|Anadolu Ajansı",
    "Ukrinform": "Ukrinform|Укрінформ",
    "UNIAN": "UNIAN|УНІАН",
    "Yonhap": "Yonhap|Yonhap News Agency|Yonhap News",
    "KCNA": "KCNA",
    "Belga": "Belga|Belga News Agency",
    "ANP": "ANP",
    "APA": "APA|Austria Presse Agentur",
    "Keystone-SDA": "Keystone-SDA|Keystone-ATS",
    "Lusa": "Lusa|Agência Lusa",
    "PAP": "PAP|Polska Agencja Prasowa|Polish Press Agency",
    "CTK": "CTK|ČTK|Czech News Agency",
    "MTI": "MTI",
    "TT": "TT News Agency|TT-AFP",
    "NTB": "NTB",
    "Ritzau": "Ritzau",
    "STT": "STT",
    "BNS": "BNS|Baltic News Service",
    "BelTA": "BelTA|BELTA",
    "Bernama": "Bernama|BERNAMA",
    "Antara": "Antara|ANTARA",
    "Europa Press": "Europa Press",
    "Adnkronos": "Adnkronos",
    "WAM": "WAM|Emirates News Agency",
    "SPA": "Saudi Press Agency",
    "QNA": "Qatar News Agency",
    "MENA": "Middle East News Agency",
    "IRNA": "IRNA",
    "Dow Jones": "Dow Jones|Dow Jones Newswires",
    "Tribune News Service": "TNS|Tribune News Service|Tribune Content Agency",
}
_BY_NAME = {name: agency for agency, names in _NAMES.items() for name in names.split("|") if name}
#: Two letters that stand for an agency in brackets and credits alone, since they are also a state, a road or a party.
_SHORT = frozenset({"AA", "CP", "PA", "RIA", "AP"})

_NAME = "|".join(re.escape(name) for name in sorted(_BY_NAME, key=len, reverse=True))
_LONG = "|".join(re.escape(name) for name in sorted(_BY_NAME, key=len, reverse=True) if name not in _SHORT)
_DASH = r"(?:[-–—:]|--)"
_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"

#: Forms in which a text begins: "WASHINGTON, Aug 15 (Reuters) -", "(AP) —", "New Delhi [India], August 17 (ANI):", "МОСКВА, 15
#: августа. /ТАСС/."
_BEGINNINGS = (
    re.compile(rf"[^()\n]{{0,70}}\((?:by )?(?P<name>{_NAME})(?:\s*[/,;&][^()\n]{{0,40}})?\)\s*\.?{_DASH}"),
    re.compile(rf"(?:[A-Z][^()\n]{{1,40}}, {_DAY}\s*)?\((?P<name>{_NAME})\)\s+(?=[\"“'‘A-Z])"),
    re.compile(rf"[^/\n]{{0,70}}[.,]?\s*/(?P<name>{_NAME})/\.?"),
    re.compile(rf"(?P<name>{_LONG})\s*(?:,\s*{_DAY}\s*)?(?:[–—]|--| - )\s*(?=[\"“'‘A-Z])"),
    re.compile(rf"[A-Z][\w .,’'-]{{1,50}}(?:, {_DAY})?,? (?P<name>{_LONG})\s*(?:[–—]|--)\s"),
)
#: Forms in which it ends: "— AFP", "(AFP)", "© 2025 AFP", "PTI ABC XYZ", "With inputs from" is none of them.
_ENDINGS = (
    re.compile(rf"(?:[–—-]+|--|/)\s*(?P<name>{_NAME})\.?$"),
    re.compile(rf"\((?:Source: )?(?P<name>{_NAME})\)\.?$"),
    re.compile(rf"\[(?P<name>{_NAME})\]$"),
    re.compile(rf"(?:©|\(c\)|Copyright)\s*(?:©\s*)?(?:\d{{4}}(?:-\d{{2,4}})?)?,?\s*(?:by )?(?:the )?(?P<name>{_NAME})\b", re.IGNORECASE),
    re.compile(rf"^(?:Source|Agency|Credit|Via)\s*:\s*(?P<name>{_NAME})\.?$", re.IGNORECASE),
    re.compile(r"^(?P<name>PTI|ANI|IANS|UNI)(?: [A-Z]{2,5}){1,5}$"),
    re.compile(rf"^(?P<name>{_LONG})$"),
)
_STAFF_AT = re.compile(
    rf"(?:\bof|,|\||·|/|-|—|–|\bfor|\bvia|\bat|\bby)\s*(?:the )?(?P<name>{_NAME})"
    r"(?: (?:\w+ )?(?:staff|writer|reporter|correspondent)s?)?\.?$"
    rf"|^(?:by:? )?(?:the )?(?P<whole>{_NAME})(?=$|\s*[,|/·–—]| staff\b| and | in )",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^\(?(?:Additional )?(?:Reporting|Writing) by [^()\n]{3,300}?;\s*(?:Writing|Editing|Compiled)\b", re.IGNORECASE)
_LENT = re.compile(
    r"\bcontribut|\bwith (?:inputs?|files|reporting|additional)|\bcompiled\b|\bagenc(?:y|ies)\b.*\band\b|,\s*(?:and )?agencies",
    re.IGNORECASE,
)

#: Lines at the beginning among which the dateline is, with a summary before it.
_FIRST = 5
#: Lines at the end of a text that can hold a credit.
_LAST = 4


def agency_of(text: str, byline: str | None = None, credits: Iterable[str] = ()) -> str | None:  # noqa: A002 - what newsrooms call them
    """The agency's bare name ("Reuters", "AFP", "AP"), or None: by how the text begins, by who signs it, or by how it ends.

    `credits` are lines that stood on the page outside the text: "Source: Reuters", "© 2025 AFP". An agency that is only quoted ("told
    Reuters") or that lent a hand ("Reuters contributed to this report") is not where the text came from.
    """
    lines = [line for line in (part.strip() for part in text.split("\n")) if line]
    head = [line[:160] for line in lines[:_FIRST]]
    tail = [line[-160:] for line in lines[-_LAST:] if not _LENT.search(line[-160:])]
    found = (
        _first(head, _BEGINNINGS, whole=False)
        or (agency_in_byline(byline) if byline else None)
        or _first(reversed(tail), _ENDINGS, whole=True)
        or _first((credit for credit in credits if not _LENT.search(credit)), (*_ENDINGS, _STAFF_AT), whole=True)
    )
    if found is None and any(_SIGNED.match(line) for line in lines[-_LAST:]) and "Thomson Reuters" in " ".join(credits):
        return "Reuters"
    return found


def agency_in_byline(byline: str) -> str | None:
    """The agency that a by-line names: "Associated Press", "By Reuters Staff", "Jane Doe, AFP"."""
    if _LENT.search(byline):
        return None
    return _first([byline.strip()], (_STAFF_AT,), whole=True)


def _first(lines: Iterable[str], forms: tuple[re.Pattern[str], ...], *, whole: bool) -> str | None:
    for line in lines:
        for form in forms:
            found = form.search(line) if whole else form.match(line)
            if found and (agency := _named(found)):
                return agency
    return None


def _named(found: re.Match[str]) -> str | None:
    name = next(value for key, value in found.groupdict().items() if value)
    if name in _BY_NAME:
        return _BY_NAME[name]
    return next((agency for known, agency in _BY_NAME.items() if len(known) > 3 and known.casefold() == name.casefold()), None)
