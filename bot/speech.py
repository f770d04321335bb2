"""Who speaks in a sentence: the names beside its verbs of saying, outside the quotation."""

import re

from bot.candidates import SAYS, Candidate
from bot.evidence import Named

#: How far from a verb of saying its subject is looked for, in characters:
#: "said Heather Conley, a senior fellow", "Zelenskiy said in a post".
_REACH_BEFORE = 70
_REACH_AFTER = 45

_BREAK_BEFORE = re.compile(
    "[.;:\"\u201c\u201d\u2014\u2013]|(?<=\\w)[,.!?]?['\u2019](?=\\s)|,\\s+(?:and|but|while|as)\\s"
    "|,\\s+(?:an?|the|one)\\s[^,]*$"  # "Orlin, a source said": whoever stands last before the verb, unless a comma closes it off
)
_BREAK_AFTER = re.compile('[,.;:"\u201c\u201d\u2014\u2013]|\\b(?:that|in|on|at|to|after|as|with)\\b')


def speaks(candidate: Candidate, named: Named, names: frozenset[str]) -> bool:
    """Whether somebody with one of `names` (terms) says, thinks or wants something in the sentence; `named` says who is named in it."""
    return any(_beside_saying(candidate, place) for place, name in named.places if name & names)


def _beside_saying(candidate: Candidate, place: int) -> bool:
    for verb in SAYS.finditer(candidate.text):
        if 0 <= verb.start() - place <= _REACH_BEFORE:
            if not _BREAK_BEFORE.search(candidate.text, place, verb.start()):
                return True
        elif 0 <= place - verb.end() <= _REACH_AFTER and not _BREAK_AFTER.search(candidate.text, verb.end(), place):
            return True
    return False
