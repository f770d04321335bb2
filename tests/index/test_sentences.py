"""Sentence segmentation, on the ways of writing that English news has; `‖` marks where a new sentence begins."""

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Span
from index.sentences import MAX_SENTENCE, sentences

CASES = [
    # plain
    "The talks ended. ‖No deal was reached.",
    "Who won? ‖Nobody did! ‖The talks go on.",
    "One sentence without an end",
    # titles, initials, abbreviations inside names
    "Mr. Putin met Dr. Merz and Gen. Zaluzhny. ‖Sen. Ed Markey and Gov. Tim Walz stayed away.",
    "Lt. Col. Smith saluted Rep. A. B. Jones (R., Ky.) and left.",
    "JD Vance and J.D. Power met George W. Bush and John F. Kennedy Jr. in Texas.",
    "She flew to St. Petersburg and Ft. Worth vs. advice.",
    "The case Roe v. Wade was decided in 1973. ‖It was overturned in 2022.",
    "They met on Sept. 5 and again on Dec. 24. ‖The third meeting is on Jan. 3.",
    "He read No. 10 on p. 5 of vol. 2. ‖It was art. 5 that mattered.",
    "Asked whether he would go, he said no. ‖Trump agreed.",
    "Smith et al. found it first, e.g. Trump supporters, i.e. Republicans.",
    # abbreviations that may end a sentence
    "He lives in the U.S. ‖The law has changed.",
    "The U.S. Senate and the U.N. Security Council met in Washington, D.C. ‖They agreed.",
    "Former U.S. Secretary of State Kissinger met U.N. Ambassador Power.",
    "Relations with the U.S. and the E.U. are bad.",
    "It rose 3 percent at Apple Inc. ‖The shares of Ford Motor Co. fell.",
    "Apple Inc. Chief Executive Tim Cook spoke.",
    "The plane left at 11 a.m. ‖Trump was aboard.",
    "They talk at 11 a.m. Friday and at 3 p.m. EDT on Monday.",
    "It is open from 9 a.m. to 5 p.m. ‖On Sunday it is shut.",
    "He sells books, pens, etc. ‖Students buy them.",
    "He was born in Sacramento, Calif. ‖His mother taught there.",
    "Sacramento, Calif. Mayor Kevin McCarty resigned.",
    "He spoke for Martin Luther King Jr. ‖He was cheered.",
    "He runs on Wall St. ‖It is empty.",
    # words that a model trained on the law takes for abbreviations
    "He left a year ago. ‖Trump followed a week later.",
    "It opened in New York. ‖Trump was there.",
    "The demand was not met. ‖Trump signaled more.",
    "This is the end of the war. ‖Ukraine has won at last. ‖Russia has lost.",
    "It was a scandal. ‖Reporters took to the park. ‖Police called it free art. ‖Critics did not.",
    # numbers
    "It rose 3.5 percent to 43,678.12. ‖Oil fell to $65.60 a barrel.",
    "The bill costs $3.50. ‖5,000 people signed.",
    "It ended in 2019. ‖In 2020 it began again.",
    "1. Trump wins ‖2. Putin waits".replace(" ‖", "\n‖"),
    "Visit www.example.com or write to a.b@example.com. ‖Version 2.1.3 is out.",
    # quotations
    '"We won," he said. ‖"They lost."',
    "'There's no deal until there is a deal,' Trump told reporters. ‖'We haven't quite got there.'",
    "\"You don't know that. ‖Don't tell us,\" railed Trump. ‖He left.",
    "“It is over.” ‖The crowd cheered. ‖“Is it?” asked Merz.",
    '"Is it over?" Trump asked. ‖"It is!" Vice President Vance said on Friday.',
    '"Is it over?" ‖Trump asked that the talks go on.',
    '"It is over." ‖She left the room.',
    "He called it 'very well.' ‖'It was determined by all' that the war must end.",
    'He called it "historic". ‖The talks "went well", he said.',
    "They went well.\" ‖She added, 'As parents, we know.'",
    'He met Vladimir Putin.‖"President Zelenskyy will come," he said.',
    'He said: "We met."‖Then he left.',
    "He met Putin.‖“President Zelenskyy will come,” he said.",
    'A sign read "Stop the war!" in red. ‖It was removed.',
    '("It is over," he said.) ‖The talks ended.',
    'The film "Who Is It?" opens today. ‖Go see it.',
    "« C'est fini. » ‖He spoke French.",
    '" The deal is dead , " he said . ‖" We wait . " ‖Nobody replied . ‖" It is over . "',
    # ellipses and dashes
    '"I want it rapidly... I\'m not going to be happy... I want it to stop".',
    "The FBI, the Secret Service, US Marshals... ‖The Washington Post counted ten.",
    "A deal… that would be wonderful. ‖But … it is far.",
    "They waited . . . and waited. ‖Nothing came.",
    "The war ends. ‖— Reuters",
    "He stopped. — and then he went on.",
    # datelines
    "WASHINGTON, D.C. — The president left. ‖He returned.",
    "ST. PAUL, Minn. (AP) — The governor spoke. ‖He left.",
    "MOSCOW, Aug. 15 (Reuters) - Russia said no. ‖Ukraine agreed.",
    # names that begin small or end in a mark
    "Sales fell. ‖iPhone sales rose. ‖al-Shabaab claimed the attack.",
    "Yahoo! Inc. said profits fell. ‖Shares rose.",
    # glued, subheads, lists, figures
    "A deal was reached.‖The leaders left.‖Reporters stayed.",
    "U.S.Army and Booking.Com are names. ‖Node.js is too.",
    "Putin refused, the source said. ‖- 'Harsh reality' - ‖In the call, Trump agreed.",
    "It is big. ‖-- a major shift".replace("‖", ""),
    "Key points ‖• Trump left ‖• Putin stayed",
    "Figures at 0130 GMT ‖Tokyo - Nikkei 225: UP 0.7 percent at 43,678.12 ‖New York - Dow: UP (close) ‖Euro/dollar: DOWN at $1.17",
    # capitals that tell nothing, other scripts
    "THE TALKS ENDED. ‖NO DEAL WAS REACHED BY THE U.S. AND RUSSIA. ‖MR. PUTIN LEFT.",
    "the talks ended. ‖no deal was reached.",
    "会谈结束了。‖没有达成协议。",
    "Переговоры закончились. ‖Соглашения нет.",
    "वार्ता समाप्त हुई। ‖कोई समझौता नहीं।",
    # line breaks
    "Summit to take place in Alaska\n\n‖Trump says he thinks Putin will deal\n\n‖The two met on Friday.",
    "Sanctions eased\n‖The summit marks a shift.\n‖It is big.",
]


@pytest.mark.parametrize("marked", CASES)
def test_sentences_of_news_english_end_where_a_reader_ends_them(marked: str) -> None:
    body = marked.replace("‖", "")
    assert [body[start:end] for start, end in sentences(body)] == [piece.strip() for piece in marked.split("‖")]


def test_hand_wrapped_text_is_read_across_its_lines() -> None:
    body = (
        "The president said on Friday that the talks in Alaska had gone well and that\n"
        "he expected to meet again soon. He gave no date. The Kremlin said it had been\n"
        "useful and frank, and that nothing had been signed by the two presidents yet.\n\n"
        "European leaders were more careful in what they said after a call on Saturday\n"
        "with Washington. Nobody spoke of a ceasefire.\n"
    )
    assert [" ".join(body[start:end].split()) for start, end in sentences(body)] == [
        "The president said on Friday that the talks in Alaska had gone well and that he expected to meet again soon.",
        "He gave no date.",
        "The Kremlin said it had been useful and frank, and that nothing had been signed by the two presidents yet.",
        "European leaders were more careful in what they said after a call on Saturday with Washington.",
        "Nobody spoke of a ceasefire.",
    ]


def test_an_indented_line_begins_a_paragraph_of_wrapped_text() -> None:
    paragraphs = [
        "The president said on Friday that the talks in Alaska had gone well and that he expected to meet the other side soon",
        "The Kremlin said that it had been useful and that nothing had been signed by either of the two presidents when they left the base",
        "Nobody spoke of a ceasefire",
    ]
    body = "\n".join(textwrap.fill(paragraph, 66, initial_indent="    ") for paragraph in paragraphs)
    assert [" ".join(body[start:end].split()) for start, end in sentences(body)] == paragraphs


def test_a_text_without_full_stops_is_cut_where_it_pauses() -> None:
    body = "one, two three; four " * 300
    found = sentences(body)
    assert all(end - start <= MAX_SENTENCE for start, end in found)
    assert all(body[end - 1] == ";" for _, end in found[:-1])
    assert [end - start for start, end in sentences("x" * (2 * MAX_SENTENCE + 1))] == [MAX_SENTENCE, MAX_SENTENCE, 1]


def test_nothing_has_no_sentences() -> None:
    assert sentences("") == sentences(" \n\t ") == ()


MARKS = list("aB1 .!?…\"'”’“‘()-—–,;:\n\u3000\u0301。•é")
WRITING = st.lists(st.sampled_from([*MARKS, "Mr. ", "U.S. ", " - ", "said ", "UP ", "Euro/dollar: "])).map("".join)


@given(st.one_of(WRITING, st.text()))
def test_sentences_cover_the_text_in_order_and_leave_only_white_space(body: str) -> None:
    place = 0
    for start, end in sentences(body):
        assert place <= start < end <= len(body)
        assert not body[place:start].strip()
        assert body[start:end] == body[start:end].strip()
        assert end - start <= MAX_SENTENCE
        place = end
    assert not body[place:].strip()


@given(st.one_of(WRITING, st.text()))
def test_sentences_are_the_same_each_time_and_white_space_around_a_text_only_moves_them(body: str) -> None:
    assert sentences(body) == sentences(body)
    assert sentences("\n\n" + body + "\n\n") == tuple(Span(start + 2, end + 2) for start, end in sentences(body))


def seconds(unit: str, characters: int) -> float:
    body = (unit * (characters // len(unit) + 1))[:characters]
    began = time.perf_counter()
    sentences(body)
    return time.perf_counter() - began


@pytest.mark.parametrize("unit", [".", '"', "'", "(", " ", "\n", ". ", "... "])
def test_a_million_hostile_characters_take_seconds_not_minutes(unit: str) -> None:
    assert seconds(unit, 1_000_000) < 20


@pytest.mark.parametrize(
    "unit", ["A. ", '"a." ', "a.B", "? ", "- A - ", ".\n", "• ", "U.S. ", "Tokyo ", "!? x", ".) ", '. " ', ". . x", '?" Aa said ']
)
def test_marks_that_must_be_weighed_one_by_one_take_time_in_proportion(unit: str) -> None:
    assert seconds(unit, 100_000) < 20
