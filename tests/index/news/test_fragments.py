"""A feed entry's fragment of HTML gives the text that a reader would see."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.news.fragments import text_of

BASE = "https://x.test/2025/08/talks"


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("Plain text &amp; more", "Plain text & more"),
        ("Plain text, no markup: 3 < 4 and 5 > 4", "Plain text, no markup: 3 < 4 and 5 > 4"),
        ("First paragraph.\n\nSecond\nparagraph.", "First paragraph.\n\nSecond paragraph."),
        ("<p>One <b>bold</b>word.</p><p>Two.</p>", "One boldword.\n\nTwo."),
        ("One.<br><br>Two.<br/>Still two.", "One.\n\nTwo. Still two."),
        ("<div>One.</div><ul><li>Apples</li><li>Pears</li></ul>", "One.\n\nApples\n\nPears"),
        ("<blockquote><p>“We go on.”</p></blockquote>", "“We go on.”"),
        ("<p>Tom &amp;amp; Co &lt;b&gt; said.</p>", "Tom &amp; Co <b> said."),
        ("<p>Text.</p><script>alert('x')</script><style>p{}</style>", "Text."),
        ("<p>Text.</p><img src='https://pixel.test/1.gif' width=1 height=1>", "Text."),
        ("<figure><img src='a.jpg'><figcaption>A harbour</figcaption></figure><p>Text.</p>", "Text."),
        ("<p>Text.</p><p>The post <a href='/a'>Talks end</a> appeared first on <a href='/'>Example News</a>.</p>", "Text."),
        ("<p>Text. The post Talks end first appeared on Example News.</p>", "Text."),
        ("<p>Text goes on […]</p>", "Text goes on"),
        ("<p>Text goes on [&#8230;]</p>", "Text goes on"),
        ("<p>Text.</p><p><a href='https://x.test/2025/08/talks'>Continue reading</a></p>", "Text."),
        ("<p>Text. <a href='/2025/08/talks'>Read more</a></p>", "Text."),
        ("<p>Text. <a class='more-link' href='/2025/08/talks#more'>Continue reading <span>Talks end</span> →</a></p>", "Text."),
        ("<p>See <a href='/other'>the other story</a> for more.</p>", "See the other story for more."),
        ("<p>He could read more than most.</p>", "He could read more than most."),
        ("", ""),
        (" \n ", ""),
        ("<p></p><br>", ""),
        ("<!-- nothing -->", ""),
        ("<p>Unclosed <b>bold<p>next", "Unclosed bold\n\nnext"),
    ],
)
def test_a_fragment_gives_its_text(fragment: str, text: str) -> None:
    assert text_of(fragment, BASE) == text


def test_deep_fragments_keep_their_text() -> None:
    assert text_of("<div>" * 10_000 + "Deep down.", BASE) == "Deep down."


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&/;'\"=!-pabr #x1\n\0\ud800"), max_size=60), st.sampled_from(["", BASE, "http://["]))
def test_whatever_the_fragment_there_is_a_text(fragment: str, base: str) -> None:
    text = text_of(fragment, base)
    assert text == text.strip()
    assert "\0" not in text
