"""The one table of commands: what people can ask Sherpa to do, in words shared by every place where they can."""

from typing import Literal

from bot.quotes import Frozen

#: "shell": a command of the `sherpa` program. "session": typed in `sherpa chat`, with a slash. "platform": registered with a chat platform.
#: "message": offered there on any message, by its label.
Where = Literal["shell", "session", "platform", "message"]

#: "source" is text that names an article, by its number, id, title or outlet, and completes from the list of sources. "feed" is
#: text that names one of the workspace's own feeds, by its address or title, and "topic" one to which the place is subscribed; both
#: complete from those.
OptionType = Literal["text", "choice", "source", "feed", "topic", "number"]


class Option(Frozen):
    """Something that goes with a command. The only option, or the first, is what is typed after the command's name."""

    name: str
    summary: str
    type: OptionType
    required: bool = True
    choices: tuple[str, ...] = ()  #: for "choice"
    where: frozenset[Where] = frozenset({"shell", "session", "platform"})  #: of the command's places, those where it can be given


class Command(Frozen):
    """`name` is lower case and at most 32 characters, a summary at most 100: what every chat platform takes."""

    name: str
    summary: str
    where: frozenset[Where]
    options: tuple[Option, ...] = ()
    label: str = ""  #: for "message"
    parts: tuple["Command", ...] = ()  #: what it can be told to do; such a command has no options of its own
    for_managers: bool = False  #: of the place's workspace

    def options_at(self, where: Where) -> tuple[Option, ...]:
        """The options that can be given there, in order."""
        return tuple(option for option in self.options if where in option.where)


def _where(*where: Where) -> frozenset[Where]:
    return frozenset(where)


#: The first is what is meant where none is given.
LENGTHS = ("medium", "short", "long")

#: When alerts come; the first is what is meant where none is given.
RHYTHMS = ("now", "daily", "weekly")

#: Who is told; the first is what is meant where none is given.
TOLD_TO = ("channel", "me")

COMMANDS = (
    Command(
        name="ask",
        summary="Answer a question with quotations from the articles",
        where=_where("shell", "session", "platform"),
        options=(
            Option(name="question", summary="What you want to know, in your own words", type="text"),
            Option(
                name="when",
                summary="Only from articles that appeared before, or after, the summit",
                type="choice",
                required=False,
                choices=("before", "after"),
                where=_where("shell", "platform"),
            ),
            Option(
                name="source",
                summary="Only from one article: its number, id, title or outlet",
                type="source",
                required=False,
                where=_where("shell", "platform"),
            ),
        ),
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
    Command(name="find", summary="Show what the articles say on a message", where=_where("message"), label="Find sources"),
    Command(name="more", summary="Show more quotations for the last question", where=_where("session")),
    Command(name="why", summary="Show how the last answer was ranked", where=_where("session")),
    Command(
        name="preview",
        summary="Show which articles a topic would have fired an alert on",
        where=_where("shell", "session"),
        options=(Option(name="topic", summary='Words, "a phrase", OR between alternatives, - before what to leave out', type="text"),),
    ),
    Command(
        name="subscribe",
        summary="Be told when there is news on a topic",
        where=_where("shell", "session", "platform"),
        options=(
            Option(name="topic", summary='Words, "a phrase", OR between alternatives, - before what to leave out', type="text"),
            Option(name="rhythm", summary="At once, or collected once a day or a week", type="choice", required=False, choices=RHYTHMS),
            Option(
                name="to",
                summary="The channel, or you alone in a direct message",
                type="choice",
                required=False,
                choices=TOLD_TO,
                where=_where("platform"),
            ),
            Option(
                name="outlets",
                summary="Only once so many outlets have the story",
                type="number",
                required=False,
                where=_where("shell", "platform"),
            ),
        ),
    ),
    Command(
        name="unsubscribe",
        summary="Be told no more of a topic",
        where=_where("shell", "session", "platform"),
        options=(Option(name="topic", summary="The topic, as it was typed", type="topic"),),
    ),
    Command(name="subscriptions", summary="List the topics that are told here", where=_where("shell", "session", "platform")),
    Command(
        name="add",
        summary="Take in articles from files, folders, pages and feeds",
        where=_where("shell"),
        options=(Option(name="what", summary="A file, a folder, or the address of a page or feed", type="text"),),
    ),
    Command(
        name="remove",
        summary="Take an article down",
        where=_where("shell"),
        options=(Option(name="article", summary="The article's id", type="text"),),
    ),
    Command(
        name="export",
        summary="Write everything but secrets to a file, for safekeeping or another database",
        where=_where("shell"),
        options=(Option(name="path", summary="The file; packed where its name ends in .gz", type="text"),),
    ),
    Command(
        name="import",
        summary="Take what was exported into a new database",
        where=_where("shell"),
        options=(Option(name="path", summary="The file that was exported", type="text"),),
    ),
    Command(
        name="feed",
        summary="Keep feeds whose articles can be asked about here alone",
        where=_where("platform"),
        parts=(
            Command(
                name="add",
                summary="Have a feed polled from now on",
                where=_where("platform"),
                options=(Option(name="address", summary="The feed's address, or that of a page which names its feed", type="text"),),
            ),
            Command(name="list", summary="Show the feeds, and whether they work", where=_where("platform")),
            Command(
                name="remove",
                summary="Have a feed polled no more; its articles stay",
                where=_where("platform"),
                options=(Option(name="address", summary="The feed's address or title", type="feed"),),
            ),
        ),
        for_managers=True,
    ),
    Command(name="feeds", summary="Poll feeds: list, add, remove, check, import or export them", where=_where("shell")),
    Command(name="status", summary="Show what Sherpa has, and how its feeds do", where=_where("shell")),
    Command(name="chat", summary="Ask and read in this terminal", where=_where("shell")),
    Command(
        name="run",
        summary="Poll the feeds, and be there on the chat platforms that are set up and on the web",
        where=_where("shell"),
        options=(Option(name="platforms", summary="Those of them to be on; without any, all that are set up and the web", type="text"),),
    ),
    Command(name="doctor", summary="Check what Sherpa needs, and say how to mend what is missing", where=_where("shell")),
    Command(name="privacy", summary="Show what Sherpa stores of people", where=_where("platform")),
    Command(
        name="forget",
        summary="Delete your questions and your own subscriptions, at once",
        where=_where("platform"),
        options=(Option(name="who", summary="me", type="choice", choices=("me",)),),
    ),
    Command(name="help", summary="Show what Sherpa can do", where=_where("session", "platform")),
    Command(name="quit", summary="Leave", where=_where("session")),
)


def commands(where: Where) -> tuple[Command, ...]:
    """The commands that can be given there, in the table's order."""
    return tuple(command for command in COMMANDS if where in command.where)


def switched_off(*, feeds: bool) -> frozenset[str]:
    """The names of those that whoever runs Sherpa does not allow. `feeds`: whether feeds may be kept in chat."""
    return frozenset() if feeds else frozenset({"feed"})


def command(name: str) -> Command:
    """The command of that name; raises KeyError."""
    for each in COMMANDS:
        if each.name == name:
            return each
    raise KeyError(name)
