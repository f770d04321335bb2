"""Copies of one story: which texts are worth comparing (`bands`), and how much two of them are one text (`likeness`).

Copies are whole, trimmed, with an added beginning or end, or edited: words swapped, sentences dropped, moved or merged, other spelling,
other credits, names cut short, numbers in digits. A text that tells the same in other words is another story, and so is one that shares a
quotation or background paragraphs, a form that it fills differently ("Shares in X closed up N percent"), and a round-up of several stories.

**Candidates.** 64 minimum hashes (Broder 1997) of the text's five-word shingles, each a band of its own. With one row a band the S-curve
is 1 - (1 - J)^64: a pair is found with a chance of 0.93 at a Jaccard similarity J of 0.04, and of 0.996 at 0.083, which is what is left of
a copy cut to 30% with a fifth of its words swapped (0.8^5 * 0.3 of the shingles). The customary bands of four rows find 0.2% of those, and
few of the edited copies of `python -m bench.syndications`. The price is candidates that are none: of 44,000 pairs of stories of one outlet
and year (the Lee corpus of ABC news) 0.25% share a band, mostly by a stock phrase. So candidates are to be compared in the order of how
many bands they share, the first few only, and a band that a hundred articles have tells nothing.

**The comparison.** The shorter text is cut into pieces of at most 16 words, and each is aligned with the place of the other text that is
most like it. A piece of which 55% of the words stand there in the same order is copied. A copy has half of its words in such pieces, they
are the text's news and not its background, and they agree on names and numbers. The same command measures it.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rensa import RMinHash

from index.alignment import NAME, NUMBER, Cut, Piece, Place, cut, places, sample, term, words
from index.stopwords import STOP_WORDS

#: Rows that a text takes in the store.
BANDS = 64
SHINGLE = 5
_SEED = 1  # of rensa's permutations: bands of different seeds never meet, so it stays as it is

#: Words. Shorter texts (briefs, placeholders, "subscribe to read on") belong to no story but their own.
MIN_WORDS = 30

#: Share of the shorter text's word pairs that stand in the other: looked at first, since it takes a tenth of the time. Unrelated texts have
#: a few hundredths, copies more.
_GATE = 0.25
#: Texts whose pairs are kept, at some 30 kilobytes: stock phrases lead to the same few candidates again and again.
KEPT_PAIRS = 2_000
#: Share of a piece's words that stand in the other text, in order and close together. Copies with 30% of all words swapped keep 70%; of
#: rewrites only what they quote has so much.
_COPIED = 0.55
#: Share of the shorter text in copied pieces. Edited copies have 0.6 and more; rewrites have 0.25 at most, and a long quotation or
#: background less. A trimmed copy with a long beginning of its own may have less, but it has the other's beginning, and so many words.
_CONTAINED, _CONTAINED_LEAD, _LONG_LEAD = 0.5, 0.45, 50
#: Share of the longer text in copied pieces, below which it is no copy of the shorter one, however much it has of it.
_PART = 0.08
#: Share of a text, and words, from its beginning, in which its news stands: a first sentence may be new, or have been moved.
_LEAD, _LEAD_WORDS = 0.12, 32
#: Share of either text in copied pieces, below which both have much of their own. Then one of them must begin with what is copied: what
#: stands further down in both is background.
_OWN = 0.65
#: Words that a text may have beside what is copied, whatever they are of; and how coherent (see `_cohesion`) it is to be if it has more
#: and is not half copied. Long texts and their first quarter mostly have 0.5, round-ups and one of their items 0.1. Since a trimmed text
#: keeps its beginning, less will do where that is copied.
_ADDED, _COHERENT, _COHERENT_LEAD = 120, 0.3, 0.12
#: Share of the names and numbers in changed pieces that agree, of those that agree and those in whose place the other text has others.
#: Edited copies keep more, forms that are filled anew have half. A single other may come of a bad alignment.
_AGREED = 0.65
#: The same share, from which on two texts are so surely one that stories may be merged for it.
_SURE = 0.9
#: Words left and right of an aligned place where a name may have moved to, and where another may stand instead.
_NEAR, _AROUND = 6, 2


class Likeness(NamedTuple):
    """How one text is a copy of another."""

    words: frozenset[int]  #: which words of the first stand in the second, by number
    share: float  #: of the longer text that is copied
    is_sure: bool  #: half of both texts and more, and all but the same names


def bands(text: str) -> tuple[int, ...]:
    """64 numbers below 2^38 (64-bit database integers); texts that share one may be copies. Empty for texts under 30 words.

    The same for the same text on any machine, as long as rensa keeps its algorithm (its version 2, which a test holds fast).
    """
    terms = [term(word) for word in words(text)]
    if len(terms) < MIN_WORDS:
        return ()
    sketch = RMinHash(BANDS, _SEED)
    sketch.update(list(map(" ".join, zip(*(terms[start:] for start in range(SHINGLE)), strict=False))))
    return tuple(place << 32 | minimum for place, minimum in enumerate(sketch.digest()))


def same_story(a: str, b: str) -> bool:
    """Whether one text is a copy of the other, or both are of a third. The order of the two does not matter."""
    return likeness(a, b) is not None


def likeness(a: str, b: str) -> Likeness | None:
    """None where neither text is a copy of the other, nor both of a third. The order matters for `Likeness.words` alone."""
    if _shared_pairs(a, b) < _GATE:
        return None
    first, second = cut(a), cut(b)
    shorter, longer = sorted((first, second), key=lambda text: (len(text.terms), text.terms))
    if len(shorter.terms) < MIN_WORDS:
        return None
    looked_for = sample(shorter.pieces)
    found = places(looked_for, shorter, longer)
    copied = [place for place in found if place.alike >= _COPIED]
    share = _length(copied) / sum(piece.end - piece.start for piece in looked_for)
    other_share = share * len(shorter.terms) / len(longer.terms)
    if not copied or not _is_news(copied, share, other_share, shorter, longer):
        return None
    same, other = _compared(_comparable(looked_for, found), shorter, longer)
    if same < _AGREED * (same + other) and not same >= other == 1:
        return None
    spans = [place.piece[:2] if first is shorter else (place.start, place.end) for place in copied]
    is_sure = other_share >= _CONTAINED and same >= _SURE * (same + other)
    return Likeness(frozenset(word for start, end in spans for word in range(start, end)), other_share, is_sure)


def _length(copied: Sequence[Place]) -> int:
    return sum(place.piece.end - place.piece.start for place in copied)


def _is_news(copied: Sequence[Place], share: float, other_share: float, shorter: Cut, longer: Cut) -> bool:
    """Whether what the texts have in common is what they report, and not the background of one or an item of many."""
    begins_shorter = copied[0].piece.start < _lead(shorter)
    begins_longer = min(place.start for place in copied) < _lead(longer)
    is_lead = begins_shorter or begins_longer
    contained = _CONTAINED_LEAD if is_lead and share * len(shorter.terms) >= _LONG_LEAD else _CONTAINED
    if share < contained or other_share < _PART or (max(share, other_share) < _OWN and not is_lead):
        return False
    if other_share >= _CONTAINED or (1 - other_share) * len(longer.terms) < _ADDED:
        return True
    return _cohesion(copied, shorter, longer) >= (_COHERENT_LEAD if begins_longer else _COHERENT)


def _lead(text: Cut) -> float:
    return max(_LEAD_WORDS, _LEAD * len(text.terms))


def _cohesion(copied: Sequence[Place], shorter: Cut, longer: Cut) -> float:
    """How much the rest of the longer text speaks of what the shorter does: the share of its words (stop words aside) that the shorter has
    too, and that of its names, added. An article goes on about its subject; a round-up turns to others.
    """
    left = bytearray(b"\x01") * len(longer.terms)
    for place in copied:
        left[place.start : place.end] = bytes(place.end - place.start)
    known = set(shorter.terms)
    rest = [
        (word in known, kind)
        for word, kind, is_left in zip(longer.terms, longer.kinds, left, strict=True)
        if is_left and word not in STOP_WORDS
    ]
    names = [is_known for is_known, kind in rest if kind == NAME]
    return sum(is_known for is_known, _ in rest) / max(1, len(rest)) + sum(names) / max(1, len(names))


def _comparable(looked_for: Sequence[Piece], found: Sequence[Place]) -> list[Place]:
    """The places of which names and numbers can be compared: those found, and, for a piece that was not and stands beside a copied one in
    its sentence, what stands beside that one's place.
    """
    copied = [place for place in found if place.alike >= _COPIED]
    after = {(place.piece.sentence, place.piece.end): place.end for place in copied}
    before = {(place.piece.sentence, place.piece.start): place.start for place in copied}
    beside = []
    for piece in set(looked_for).difference(place.piece for place in found):
        start, end = after.get((piece.sentence, piece.start)), before.get((piece.sentence, piece.end))
        if start is not None:
            beside.append(Place(piece, start, start + piece.end - piece.start, 0))
        elif end is not None:
            beside.append(Place(piece, max(0, end - piece.end + piece.start), end, 0))
    return [*found, *beside]


def _compared(found: Sequence[Place], shorter: Cut, longer: Cut) -> tuple[int, int]:
    """How many names and numbers both texts have, and in the place of how many the longer one has others. A form that is filled anew has
    the words and not these.

    Copies leave out first names, titles and numbers, and put some in: so what is only left out does not count. And only pieces that were
    changed are asked, of which a form has few.
    """
    same = other = 0
    for (start, end, _), there, there_end, alike in found:
        if alike == 1:
            continue
        near = longer.terms[max(0, there - _NEAR) : there_end + _NEAR]
        near_piece = shorter.terms[max(0, start - _NEAR) : end + _NEAR]
        around = slice(max(0, there - _AROUND), there_end + _AROUND)
        for kind in (NAME, NUMBER):
            kept = [word in near for word, what in zip(shorter.terms[start:end], shorter.kinds[start:end], strict=True) if what == kind]
            same += sum(kept)
            if lost := len(kept) - sum(kept):
                instead = zip(longer.terms[around], longer.kinds[around], strict=True)
                other += min(lost, sum(what == kind and word not in near_piece for word, what in instead))
    return same, other


@lru_cache(maxsize=KEPT_PAIRS)
def _pairs(text: str) -> frozenset[int]:
    return frozenset(map(hash, pairwise(words(text))))


def _shared_pairs(a: str, b: str) -> float:
    """Share of the shorter text's pairs of neighbouring words that the other has too; two pairs in 2^64 are taken for one another."""
    first, second = _pairs(a), _pairs(b)
    return len(first & second) / max(1, min(len(first), len(second)))
