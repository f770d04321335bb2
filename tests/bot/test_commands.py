import re

from bot.commands import COMMANDS, command, commands
from bot.replies import usage


def test_names_and_summaries_are_within_what_every_platform_takes() -> None:
    for each in COMMANDS:
        for named in (each, *each.options):
            assert re.fullmatch(r"[a-z][a-z0-9_-]{0,31}", named.name)
            assert 1 <= len(named.summary) <= 100
        assert len(each.options) <= 25


def test_names_are_unique() -> None:
    names = [each.name for each in COMMANDS]
    assert len(names) == len(set(names))


def test_required_options_come_first_and_choices_only_where_there_is_a_choice() -> None:
    for each in COMMANDS:
        needed = [option.required for option in each.options]
        assert needed == sorted(needed, reverse=True)
        assert all(bool(option.choices) == (option.type == "choice") for option in each.options)


def test_every_place_can_ask() -> None:
    assert all(command("ask") in commands(where) for where in ("shell", "session", "platform"))


def test_usage_shows_what_is_needed_and_what_may_be_left_out() -> None:
    assert usage(command("summarize"), "session") == "/summarize SOURCE [medium|short|long]"
    assert usage(command("sources"), "session") == "/sources"
    assert usage(command("ask"), "session") == "/ask QUESTION"
    assert usage(command("ask"), "platform") == "/ask QUESTION [before|after] [SOURCE]"


def test_what_is_offered_on_a_message_has_a_label() -> None:
    assert [each.label for each in commands("message")] == ["Find sources"]
