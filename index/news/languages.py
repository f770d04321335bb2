"""Which language a text is in."""

import re
from functools import cache
from threading import Lock

from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]  # ships no types

#: Unknown: too short to tell, and nothing declared (ISO 639-2 and BCP 47). Whoever indexes takes it for English.
UNDETERMINED = "und"

#: Languages that news is told apart in. Dialects and languages that are near English or hardly printed (Scots, Pidgin, Interlingua)
#: are left out.
_LANGUAGES = """
    af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lt lv mk ml
    mn mr ms mt
    my nb ne nl nn pa pl ps pt ro ru si sk sl so sq sr sv sw ta te tg th tr uk ur uz vi zh
""".split()

#: Characters that are looked at, and fewest letters that tell anything: a headline has some 40, a name less.
_MOST = 4_000
_FEWEST_LETTERS = 30
#: Letters from which on a text outweighs what was declared. Below it both count, since names are spelt alike in many languages.
_ENOUGH_LETTERS = 80
#: Probability from which on a text that is long enough, or is not, may be what was declared.
_LIKELY = 0.3
_POSSIBLE = 0.02
#: Probability below which a short text says nothing.
_SURE = 0.6

_NO_LETTERS = re.compile(r"[\d_]+|https?://\S+")
#: Held while the profiles are loaded: that takes much memory, and the threads of a first poll ask all at once.
_LOADING = Lock()
_SAME = {"no": "nb", "nn": "nb", "iw": "he"}


def language_of(text: str, declared: str | None) -> str:
    """The text's language in ISO 639-1, or UNDETERMINED. `declared` is what the page or feed says, such as "en-GB" or "de_AT".

    Long texts decide for themselves, since templates declare English for everything; short ones are what was declared unless they are
    plainly another. The first call loads the profiles, which takes a second. Safe in threads.
    """
    stated = code(declared)
    looked_at = " ".join(_NO_LETTERS.sub(" ", text[:_MOST]).split())
    count = sum(character.isalpha() for character in looked_at)
    if count < (_FEWEST_LETTERS if looked_at.isascii() else _FEWEST_LETTERS // 2):
        return stated or UNDETERMINED
    shares = {_SAME.get(name, name): share for name, share in _loaded_once().rank(looked_at)[::-1]}
    found = max(shares, key=lambda name: shares[name])
    if stated and shares.get(_SAME.get(stated, stated), 1.0) >= (_LIKELY if count >= _ENOUGH_LETTERS else _POSSIBLE):
        return stated
    return UNDETERMINED if count < _ENOUGH_LETTERS and not stated and shares[found] < _SURE else found


def code(declared: str | None) -> str | None:
    """The language of a tag such as "en-GB", in lower case; None for what is no tag of a known form."""
    found = re.match(r"\s*([a-zA-Z]{2,3})(?=$|[-_\s,;])", declared or "")
    name = found[1].lower() if found else None
    return None if name in (None, UNDETERMINED, "mul", "zxx") else name


def _loaded_once() -> LanguageIdentifier:
    with _LOADING:
        return _identifier()


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
    identifier.set_languages([name for name in _LANGUAGES if name in identifier.labels])
    return identifier
