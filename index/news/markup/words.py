"""How many words a text has, also in scripts that put no space between them."""

import re

#: Thai, Lao, Burmese, Khmer, and what Chinese and Japanese are written in. Korean has spaces.
_UNSPACED = re.compile("[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

#: Letters of such a script that stand for a word: Chinese words have mostly two, Thai ones more, and no threshold is that fine.
_LETTERS = 2


def count(text: str) -> int:
    """Words of `text`: what white space parts, and in a script without spaces a word for every two letters."""
    words = len(text.split())
    return words if text.isascii() else words + len(_UNSPACED.findall(text)) // _LETTERS
