"""`sherpa chat` with a person at a terminal and with a pipe."""

import json
import re
from collections.abc import Callable
from subprocess import CompletedProcess

from bot.replies import EXAMPLES

Sherpa = Callable[..., CompletedProcess[str]]

PROMPT = "›"
CTRL_C, CTRL_D, ENTER, TAB, UP = "\x03", "\x04", "\r", "\t", "\x1b[A"


def test_a_person_is_greeted_asks_reads_on_and_leaves(terminal) -> None:  # type: ignore[no-untyped-def]
    screen = terminal("chat")
    greeting = screen.wait_for(PROMPT)
    assert "14 articles" in greeting
    assert "Was a ceasefire agreed?" in greeting
    screen.type("Was a ceasefire agreed?" + ENTER)
    answer = screen.wait_for("/why")
    assert "❝" in answer
    assert "\x1b[1m" in answer
    screen.wait_for(PROMPT)
    screen.type("/why" + ENTER)
    assert "Confidence" in screen.wait_for("score")
    screen.wait_for(PROMPT)
    screen.type("/summarize Alaska shouting" + TAB)
    screen.type(CTRL_C)
    assert screen.status() == 0


def test_every_question_of_the_greeting_is_answered(sherpa: Sherpa) -> None:
    answers = [json.loads(line) for line in sherpa("ask", "--json", "-", given="\n".join(EXAMPLES)).stdout.splitlines()]
    assert [answer["answered"] for answer in answers] == [True] * len(EXAMPLES)


def test_sources_are_completed_after_summarize(terminal) -> None:  # type: ignore[no-untyped-def]
    screen = terminal("chat")
    screen.wait_for(PROMPT)
    screen.type("/summarize shouting")
    screen.wait_for("Zelensky returns to site")
    screen.type(TAB + ENTER)
    assert "France 24" in screen.wait_for("❞")
    screen.wait_for(PROMPT)
    screen.type(CTRL_D)
    assert screen.status() == 0


def test_what_is_typed_ahead_is_not_lost(terminal) -> None:  # type: ignore[no-untyped-def]
    screen = terminal("chat")
    screen.wait_for(PROMPT)
    screen.type("/sources" + ENTER + "/help" + ENTER + CTRL_D)
    screen.wait_for("What Sherpa can do")
    assert screen.status() == 0


def test_links_are_shown_and_colours_are_not_where_the_terminal_says_so(terminal) -> None:  # type: ignore[no-untyped-def]
    screen = terminal("ask", "Was a ceasefire agreed?", TERM="xterm-kitty", NO_COLOR="1")
    assert screen.status() == 0
    assert re.search(r"\x1b\]8;[^;]*;https://[^\x1b]*:~:text=", screen.shown)
    assert not re.search(r"\x1b\[(?:\d+;)*[34]\d", screen.shown)


def test_history_is_kept_for_the_next_time(terminal) -> None:  # type: ignore[no-untyped-def]
    for keys in ("/help" + ENTER, UP + ENTER):
        screen = terminal("chat")
        screen.wait_for(PROMPT)
        screen.type(keys)
        screen.wait_for("What Sherpa can do")
        screen.wait_for(PROMPT)
        screen.type(CTRL_D)
        assert screen.status() == 0


def test_a_pipe_is_answered_line_by_line_without_greeting_or_prompt(sherpa: Sherpa) -> None:
    given = "Was a ceasefire agreed?\n\n/more\n/why\n/summarize\n/nonsense\n/quit\nnever read\n"
    done = sherpa("chat", given=given)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Was a ceasefire agreed?\n\n❝")
    for said in ("Why: Was a ceasefire agreed?", "Name a source", "There is no command /nonsense; /help lists them."):
        assert said in done.stdout
    assert "never read" not in done.stdout
    assert "\x1b" not in done.stdout


def test_a_follow_up_leans_on_the_question_before_it(sherpa: Sherpa) -> None:
    done = sherpa("chat", given="Which base hosted the summit?\nwhen?\n")
    assert done.returncode == 0
    assert done.stdout.count("❝") >= 2


def test_input_that_is_no_text_is_no_failure(sherpa: Sherpa) -> None:
    done = sherpa("chat", given="\udcff\udcfe ceasefire \x1b[2J?\n")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
