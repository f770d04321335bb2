"""The words of a reply: dates, names and counts as people read them. Pure; nothing here is escaped, which renderers do."""

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil

from bot.quotes import Carrier, Citation
from bot.results import Corroboration, Difference, Searched, Subscribed
from index.articles import published_day

#: Topics, and outlets that carry a story, that are named one by one.
MOST_NAMED = 3

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date) -> str:
    """`16 Aug 2025`: the same in every locale, the year always shown."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def days_text(oldest: date, newest: date) -> str:
    """`15 to 18 Aug 2025`, `30 Aug to 2 Sep 2025`, `30 Dec 2024 to 2 Jan 2025`, or the one day."""
    if oldest == newest:
        return day_text(oldest)
    if (oldest.year, oldest.month) == (newest.year, newest.month):
        return f"{oldest.day} to {day_text(newest)}"
    if oldest.year == newest.year:
        return f"{oldest.day} {_MONTHS[oldest.month - 1]} to {day_text(newest)}"
    return f"{day_text(oldest)} to {day_text(newest)}"


def published_words(citation: Citation) -> str:
    """`about 16 Aug 2025, after the summit`: days are UTC, "about" where the date was worked out and not printed."""
    stance = f", {citation.stance} the summit" if citation.stance else ""
    return f"{_day_words(citation.published, derived=citation.date_derived)}{stance}"


def _day_words(published: datetime | date | None, *, derived: bool) -> str:
    day = published_day(published)
    if day is None:
        return "date unknown"
    return f"about {day_text(day)}" if derived else day_text(day)


def outlet_words(citation: Citation) -> str:
    """`Hindustan Times (WSJ)`, `Mint`, `Reuters (outlet unknown)`, `outlet unknown`."""
    outlet, agency = citation.outlet, citation.agency
    if outlet is None:
        return f"{agency} (outlet unknown)" if agency else "outlet unknown"
    if agency is None or agency.casefold() == outlet.casefold():
        return outlet
    return f"{outlet} ({agency})"


def page_words(citation: Citation, place: str) -> str:
    """The text of a link: `open at this sentence on Daily8`. It says whose page it is where that is not the outlet's own."""
    if citation.url is None:
        return f"open {place} in Sherpa's reader"
    return f"open {place}" + (f" on {citation.url_owner}" if citation.url_owner else "")


def carriers_words(carriers: tuple[Carrier, ...], agency: str | None = None) -> str:
    """`also carried by Mint and Reuters; there is an earlier version`, or nothing. Of many `also carried by 5 outlets`, or of a story that
    an `agency` sent to them `also AFP via 5 outlets`."""
    outlets = dict.fromkeys(c.outlet or "an unknown outlet" for c in carriers if c.relation == "also carried by")
    versions = dict.fromkeys(c.relation for c in carriers if c.relation != "also carried by")
    parts = [_carried_words(tuple(outlets), agency)] if outlets else []
    parts += ["there is " + " and ".join(versions)] if versions else []
    return "; ".join(parts)


def _carried_words(outlets: tuple[str, ...], agency: str | None) -> str:
    if len(outlets) <= MOST_NAMED:
        return f"also carried by {series(outlets)}"
    return f"also {agency} via {len(outlets)} outlets" if agency else f"also carried by {len(outlets)} outlets"


def corroboration_words(corroboration: Corroboration) -> str:
    """`Reported by 3 outlets, 2 independent.`; where outlets are unknown, `3 reports, 1 agency.`; nothing for a single report."""
    reports, outlets, agencies = corroboration.reports, corroboration.outlets, corroboration.agencies
    if reports < 2:
        return ""
    if outlets is not None and outlets > 1:
        independent = f", {corroboration.independent} independent" if corroboration.independent < outlets else ""
        return f"Reported by {outlets} outlets{independent}."
    wires = f", {count(agencies, 'agency', 'agencies')}" if agencies else ""
    return f"{reports} reports{wires}."


def difference_words(difference: Difference) -> str:
    """`Sources differ on the start: 11 am [1] / 11:30 am [2].`"""
    first, second = f"{difference.first} [{difference.first_quote + 1}]", f"{difference.second} [{difference.second_quote + 1}]"
    return f"{differ_words(difference)}: {first} / {second}."


def differ_words(difference: Difference) -> str:
    """`Sources differ on the start`"""
    return f"Sources differ on {difference.about}"


def topics_words(topics: Sequence[str]) -> str:
    """`“NATO”`, `“NATO” and “tariffs”`, `5 topics`."""
    if len(topics) > MOST_NAMED:
        return f"{len(topics)} topics"
    return series(tuple(map(_topic_words, topics)))


def _topic_words(topic: str) -> str:
    """In one pair of quotation marks, also where the topic has its own."""
    is_phrase = topic.startswith('"') and topic.endswith('"') and topic.count('"') == 2
    words = topic[1:-1] if is_phrase else topic.replace('"', "'")
    return f"“{words}”"


def told_words(each: Subscribed) -> str:
    """When and where a topic is told, in a sentence."""
    when = {
        "now": "as soon as there is news on it",
        "daily": f"once a day at {each.hour}:00 ({each.zone}), if there is news on it",
        "weekly": f"on Mondays at {each.hour}:00 ({each.zone}), if there is news on it",
    }[each.rhythm]
    outlets = f", once {each.outlets} outlets have it" if each.outlets > 1 else ""
    pings = ", and pings the role" if each.pings else ""
    return f"It is told {each.here} {when}{outlets}{pings}."


def subscribed_words(each: Subscribed) -> str:
    """The same in a list: `at once`, `daily at 8:00 (UTC) · 2 outlets at least · muted until 17 Aug 2025`."""
    when = "at once" if each.rhythm == "now" else f"{each.rhythm} at {each.hour}:00 ({each.zone})"
    parts = (
        when,
        f"{each.outlets} outlets at least" if each.outlets > 1 else "",
        "pings a role" if each.pings else "",
        f"paused: {each.paused}" if each.paused else "",
        f"muted until {day_text(each.muted.date())}, {each.muted:%H:%M} UTC" if each.muted else "",
    )
    return " · ".join(part for part in parts if part)


def searched_words(searched: Searched) -> str:
    """`Searched 14 articles, 15 to 18 Aug 2025.`"""
    return f"Searched {held_words(searched)}." if searched.articles else "There are no articles to search yet."


def held_words(searched: Searched) -> str:
    """`14 articles, 15 to 18 Aug 2025`"""
    days = f", {days_text(searched.oldest, searched.newest)}" if searched.oldest and searched.newest else ""
    return count(searched.articles, "article", "articles") + days


def unknown_words(words: tuple[str, ...]) -> str:
    """`No article has the word “Bratislava”.`, or nothing."""
    if not words:
        return ""
    named = series(tuple(f"“{word}”" for word in words), last="or")
    return f"No article has the word{'s' if len(words) > 1 else ''} {named}."


def wait_words(seconds: float, reason: str) -> str:
    """`You have asked a lot at once; ask again in 4 seconds.`"""
    return f"{reason}; ask again in {count(max(ceil(seconds), 1), 'second', 'seconds')}."


def count(number: int, one: str, many: str) -> str:
    """`1 article`, `1,204 articles`."""
    return f"{number:,} {one if number == 1 else many}"


def series(names: tuple[str, ...], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"
