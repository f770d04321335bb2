"""The table of synonyms is made from a WordNet database."""

from pathlib import Path

from bench.synonyms import synonyms

#: A database of three words in one part of speech, in WordNet's own form: a licence, then a line a word or a sense.
DATA = """\
  1 This text is a licence and is passed over.
00000100 03 n 03 car 0 auto 0 motor_car 0 000 | a thing on wheels
00000200 03 n 02 car 0 carriage 0 000 | what hangs under a balloon
00000300 03 n 01 wheel 0 000 | what turns
"""
INDEX = """\
  1 This text is a licence and is passed over.
auto n 1 1 @ 1 1 00000100
car n 2 1 @ 2 1 00000100 00000200
carriage n 1 1 @ 1 1 00000200
motor_car n 1 1 @ 1 1 00000100
wheel n 1 0 1 1 00000300
"""


def test_words_have_the_single_words_of_their_first_sense(tmp_path: Path) -> None:
    for name in ("verb", "adj", "adv"):
        for file in (f"data.{name}", f"index.{name}", f"{name}.exc"):
            (tmp_path / file).write_text("")
    (tmp_path / "data.noun").write_text(DATA)
    (tmp_path / "index.noun").write_text(INDEX)
    (tmp_path / "noun.exc").write_text("wheelies wheel\nunheard unheardof\n")
    assert synonyms(tmp_path) == {
        "auto": {"car"},
        "car": {"auto"},
        "carriage": {"car"},
        "wheel": set(),
        "wheelies": {"wheel"},
    }
