"""Markdown reads as it is meant: marks off, words kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.markdown import has_heading, title_and_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**bold**, *slanted*, ***both***, __bold__, _slanted_ and ~~gone~~", "bold, slanted, both, bold, slanted and gone"),
        ("**bold *and slanted***", "bold and slanted"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        (r"\*not slanted\* and \# no heading", "*not slanted* and # no heading"),
        ("[a link](https://x.org/a_(b)) and [one](y 'its title')", "a link and one"),
        ("[named][1] and <https://x.org/>\n\n[1]: https://x.org", "named and https://x.org/"),
        ("![a picture](p.png)A caption", "A caption"),
        ("a note[^1]", "a note"),
        ("`code` and ``more ` code``", "code and more ` code"),
        ("> quoted\n> on two lines", "quoted on two lines"),
        ("- one\n- two\n  goes on\n* three", "one\n\ntwo goes on\n\nthree"),
        ("1. one\n2. two", "1. one\n\n2. two"),
        ("one\n\n---\n\ntwo\n\n* * *\n\nthree", "one\n\ntwo\n\nthree"),
        ("one <!-- two\n\nthree --> four", "one four"),
        ("```python\nx = 1\n\ny = 2\n```", "x = 1\n\ny = 2"),
        ("a line\nof a paragraph", "a line of a paragraph"),
        ("On 15 August - a Friday - they met.", "On 15 August - a Friday - they met."),
    ],
)
def test_marks_are_taken_off_and_words_kept(written: str, read: str) -> None:
    assert title_and_text(written) == ("", read)


@pytest.mark.parametrize(
    ("written", "title", "text"),
    [
        ("# Talks #\n\nText.", "Talks", "Text."),
        ("Talks\n=====\nText.", "Talks", "Text."),
        ("Text before.\n\n## Talks\nText.\n# Later", "Talks", "Text before.\n\nText.\n\nLater"),
        ("---\nlayout: post\n---\n# Talks\nText.", "Talks", "Text."),
        ("#hashtag is no heading\n\n# Talks", "Talks", "#hashtag is no heading"),
        ("```\n# no heading\n```\n# Talks", "Talks", "# no heading"),
    ],
)
def test_the_first_heading_is_the_title(written: str, title: str, text: str) -> None:
    assert title_and_text(written) == (title, text)


@pytest.mark.parametrize(
    ("text", "is_markdown"),
    [
        ("# Talks\n", True),
        ("\n\n### Talks", True),
        ("Talks\n---", True),
        ("Talks\n\n---", False),
        ("#talks", False),
        ("# ", False),
        ("", False),
    ],
)
def test_markdown_begins_with_a_heading(text: str, is_markdown: bool) -> None:
    assert has_heading(text) == is_markdown


@given(st.text(alphabet=st.sampled_from("ab *_`#>-[]()!<~\\\n1.=^:"), max_size=200))
def test_letters_and_digits_are_never_lost_to_marks_other_than_links_and_comments(text: str) -> None:
    title, body = title_and_text(text)
    if not {"[", "<", "`", "~"} & set(text) and "1" not in text:
        assert sorted(filter(str.isalpha, title + body)) == sorted(filter(str.isalpha, text))
