"""Between Slack's text and plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.text import escape, mentioned, plain, unescape


@pytest.mark.parametrize(
    ("slack", "read"),
    [
        ("was it &lt;signed&gt; &amp; sealed?", "was it <signed> & sealed?"),
        ("&amp;lt;!channel&amp;gt;", "&lt;!channel&gt;"),
        ("<@U1> what did <@U2|bob> say?", "what did @bob say?"),
        ("see <#C1|news> and <#C2>", "see #news and"),
        ("<!here> <!channel> <!subteam^S1|@press>", "@here @channel @press"),
        ("<!date^1392734382^{date}|18 Feb> then", "18 Feb then"),
        ("<https://a.example/x?y=1&amp;z=2> and <https://b.example|the page>", "https://a.example/x?y=1&z=2 and the page"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("a < b", "a < b"),
    ],
)
def test_slacks_marks_are_read_as_people_do(slack: str, read: str) -> None:
    assert " ".join(plain(slack, {"U1": " ", "U2": "@bob"}).split()) == read


def test_who_is_mentioned_is_told_in_order_and_once() -> None:
    assert mentioned("<@U2> <@W1|x> <@U2> &lt;@U3&gt; <#C1>") == ("U2", "W1")


@given(st.text())
def test_what_is_escaped_reads_as_it_was_and_holds_no_mark(text: str) -> None:
    assert unescape(escape(text)) == text
    assert not {"<", ">"} & set(escape(text))
    assert plain(escape(text), {}) == text.strip()
