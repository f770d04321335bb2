"""Datelines: the place, day and wire that a news text opens with, before what it says."""

import re

#: Cities that need no country beside them in a dateline: most of the Associated Press Stylebook's, other capitals, and those
#: that papers of South Asia and the Gulf open with.
_CITY_NAMES = """
    atlanta, baltimore, boston, chicago, cincinnati, cleveland, dallas, denver, detroit, honolulu, houston, indianapolis, las vegas,
    los angeles, miami, milwaukee, minneapolis, new orleans, new york, oklahoma city, philadelphia, phoenix, pittsburgh, st. louis,
    salt lake city, san antonio, san diego, san francisco, seattle, washington, washington dc, washington d.c., united nations,
    amsterdam, ankara, athens, baghdad, bangkok, beijing, beirut, berlin, bogota, brussels, budapest, buenos aires, cairo, canberra,
    copenhagen, damascus, dublin, edinburgh, frankfurt, gaza, geneva, havana, helsinki, hong kong, istanbul, jerusalem, johannesburg,
    kabul, khartoum, kiev, kyiv, lagos, lisbon, london, luxembourg, macau, madrid, mexico city, milan, minsk, monaco, montreal,
    moscow, munich, nairobi, oslo, ottawa, panama city, paris, prague, pretoria, pyongyang, quebec city, rio de janeiro, riyadh, rome,
    santiago, sao paulo, sarajevo, seoul, shanghai, singapore, sofia, stockholm, strasbourg, sydney, taipei, tallinn, tehran, tel
    aviv, the hague, tokyo, toronto, tripoli, tunis, vatican city, vienna, vilnius, warsaw, wellington, zurich,
    abu dhabi, ahmedabad, amman, bengaluru, bangalore, chennai, colombo, delhi, dhaka, doha, dubai, hanoi, hyderabad, islamabad,
    jakarta, jeddah, karachi, kathmandu, kolkata, kuala lumpur, kuwait city, lahore, lucknow, manama, manila, mumbai, muscat, new
    delhi, peshawar, quetta, rawalpindi
"""
_CITIES = frozenset(" ".join(name.split()) for name in _CITY_NAMES.split(","))

_WORD = r"[^\W\d_a-z][\w.'’-]*"  # begins with a capital
_PLACE = rf"{_WORD}(?:(?: of | de | del | la |[ /]){_WORD}){{0,3}}"
_REGION = rf"(?:, {_PLACE}){{0,2}}"
_DAY = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?"
_WIRE = r"\([A-Z][\w&./ -]{1,30}\)"
_DASH = r" ?(?:—|–|--) ?| - "
_NEXT = "(?=[\"'“‘(]?[^\\W_a-z])"  # what is said begins with a capital or a figure

_MORE = rf"{_REGION}(?:, {_DAY})?(?: ?{_WIRE})?"
_DATELINE = re.compile(rf"(?P<place>{_PLACE})(?P<more>{_MORE})(?:{_DASH}){_NEXT}")
_WIRE_ALONE = re.compile(rf"(?:{_DAY} ?)?{_WIRE}(?:{_DASH}){_NEXT}")
_COLON = re.compile(rf"(?P<place>{_PLACE})(?P<more>{_MORE}): {_NEXT}")
_FIGURE = re.compile(r"[\w&. ]{1,40}: (?:UP|DOWN|FLAT|UNCHANGED)\b")

#: A dateline is short: place, country, day and wire take no more characters than this.
LONGEST = 80


def dateline(sentence: str) -> int:
    """Where in `sentence` its statement begins, after a dateline such as "ANCHORAGE, Alaska—" or "Washington - "; 0 where there is none.

    After a dash, a place is taken for one when it stands in capitals, has its country, day or wire beside it, or is a city that needs none;
    before a colon, where a speaker's name may stand too, only such a city or a place with its wire.
    """
    head = sentence[:LONGEST]
    if found := _WIRE_ALONE.match(head):
        return found.end()
    if (found := _DATELINE.match(head)) and _is_place(found["place"], found["more"], capitals=True):
        return 0 if _FIGURE.match(sentence, found.end()) else found.end()
    if (found := _COLON.match(head)) and _is_place(found["place"], found["more"], capitals=False):
        return found.end()
    return 0


def _is_place(place: str, more: str, *, capitals: bool) -> bool:
    if place.lower() in _CITIES or "(" in more:
        return True
    return capitals and (bool(more) or (place.isupper() and len(place) > 3))
