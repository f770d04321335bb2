"""The one table of commands: what people can ask Sherpa to do, in words shared by every place where they can."""

from typing import Literal

from bot.quotes import Frozen

#: "shell": a command of the `sherpa` program. "session": typed in `sherpa chat`, with a slash. "platform": registered with a chat platform.
Where = Literal["shell", "session", "platform"]

#: "source" is text that names an article, by its number, id, title or outlet, and completes from the list of sources.
OptionType = Literal["text", "choice", "source"]


class Option(Frozen):
    """Something that goes with a command. The only option, or the first, is what is typed after the command's name."""

    name: str
    summary: str
    type: OptionType
    required: bool = True
    choices: tuple[str, ...] = ()  #: for "choice"; the first is what is meant where none is given


class Command(Frozen):
    """`name` is lower case and at most 32 characters, a summary at most 100: what every chat platform takes."""

    name: str
    summary: str
    where: frozenset[Where]
    options: tuple[Option, ...] = ()


def _where(*where: Where) -> frozenset[Where]:
    return frozenset(where)


LENGTHS = ("medium", "short", "long")

COMMANDS = (
    Command(
        name="ask",
        summary="Answer a question with quotations from the articles",
        where=_where("shell", "session", "platform"),
        options=(Option(name="question", summary="What you want to know, in your own words", type="text"),),
    ),
    Command(
        name="summarize",
        summary="Summarize an article in its own sentences",
        where=_where("shell", "session", "platform"),
        options=(
            Option(name="source", summary="The article: its number, id, title or outlet", type="source"),
            Option(name="length", summary="How much of it", type="choice", required=False, choices=LENGTHS),
        ),
    ),
    Command(name="sources", summary="List the articles that are searched", where=_where("shell", "session", "platform")),
    Command(name="more", summary="Show more quotations for the last question", where=_where("session")),
    Command(name="why", summary="Show how the last answer was ranked", where=_where("session")),
    Command(
        name="preview",
        summary="Show which articles a topic would have fired an alert on",
        where=_where("shell", "session"),
        options=(Option(name="topic", summary='Words, "a phrase", OR between alternatives, - before what to leave out', type="text"),),
    ),
    Command(
        name="add",
        summary="Take in articles from files: text, Markdown or JSONL",
        where=_where("shell"),
        options=(Option(name="what", summary="A file, or a folder of them", type="text"),),
    ),
    Command(
        name="remove",
        summary="Take an article down",
        where=_where("shell"),
        options=(Option(name="article", summary="The article's id", type="text"),),
    ),
    Command(name="chat", summary="Ask and read in this terminal", where=_where("shell")),
    Command(name="help", summary="Show what Sherpa can do", where=_where("session", "platform")),
    Command(name="quit", summary="Leave", where=_where("session")),
)


def commands(where: Where) -> tuple[Command, ...]:
    """The commands that can be given there, in the table's order."""
    return tuple(command for command in COMMANDS if where in command.where)


def command(name: str) -> Command:
    """The command of that name; raises KeyError."""
    for each in COMMANDS:
        if each.name == name:
            return each
    raise KeyError(name)
