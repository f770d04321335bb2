"""Where a statement begins after the place, day and wire."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.datelines import dateline


@pytest.mark.parametrize(
    "marked",
    [
        "ANCHORAGE, Alaska—‖President Trump and Vladimir Putin ended their meeting.",
        "Washington - ‖Donald Trump on Saturday dropped his push -- a major shift.",
        "Washington DC: ‖Sean Duffy praised the president.",
        "WASHINGTON (AP) — ‖President Trump said so.",
        "MOSCOW, Aug 15 (Reuters) - ‖Russia said on Friday that it would wait.",
        "KYIV, Ukraine (AP) -- ‖Ukraine's president left.",
        "ST. PETERSBURG, Russia — ‖The fleet left.",
        "WASHINGTON, D.C. — ‖The Senate voted.",
        "BEIJING, Aug. 15, 2025 (Xinhua) -- ‖China's exports rose.",
        "London – ‖Britain will wait.",
        "NEW DELHI: ‖India's prime minister spoke.",
        "Islamabad: ‖“We will wait,” the minister said.",
        "RIO DE JANEIRO — ‖Brazil won.",
        "(Bloomberg) -- ‖Donald Trump will host Zelenskiy.",
        "Aug 15 (Reuters) - ‖Oil fell.",
        "LYMAN (Ukrinform) - ‖Two people died.",
        "PARIS — ‖20 people were hurt.",
        "RAMSTEIN—‖The jets left.",
    ],
)
def test_a_statement_begins_after_its_dateline(marked: str) -> None:
    sentence = marked.replace("‖", "")
    assert sentence[dateline(sentence) :] == marked.split("‖")[1]


@pytest.mark.parametrize(
    "sentence",
    [
        "Trump: I will go.",
        "TRUMP: I will go.",
        "Mr Smith - Trump's man - said no.",
        "Russia — Ukraine's neighbour — said no.",
        "Washington — which said no — waits.",
        "Tokyo - Nikkei 225: UP 0.7 percent at 43,678.12",
        "Exclusive: Trump leaves.",
        "UPDATE: Trump leaves.",
        "NATO - Russia ties are bad.".replace("- R", "-R"),
        "The Hague-based court said no.",
        "Trump (right) - Putin's guest - left.",
        "The talks in Alaska—President Trump's first—ended.",
        "Reporters waited for 30 minutes - Trump was late.",
        "",
        "-",
    ],
)
def test_a_sentence_without_a_dateline_begins_at_its_beginning(sentence: str) -> None:
    assert dateline(sentence) == 0


@given(st.text(), st.sampled_from(["", "PARIS — ", "Washington - ", "MOSCOW, Aug 15 (Reuters) - "]))
def test_a_dateline_is_short_and_leaves_a_statement(sentence: str, before: str) -> None:
    place = dateline(before + sentence)
    assert 0 <= place <= 80
    assert place == 0 or place < len(before + sentence)
