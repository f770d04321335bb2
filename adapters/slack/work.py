"""What there is to do, as it is kept in the inbox until it is done: no more of what Slack sent than doing it takes."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.blocks import ActionName
from bot.quotes import Frozen


class Origin(Frozen):
    """Where an event is from. `org`: Sherpa was installed by the whole organisation `enterprise`, and not by this workspace."""

    team: str
    enterprise: str | None = None
    org: bool = False


class _Work(Frozen):
    origin: Origin


class Message(_Work):
    """Something written that is for Sherpa, or that goes on in a thread where it answered. `text` is Slack's."""

    do: Literal["message"] = "message"
    channel: str
    ts: str
    thread: str | None = None  #: the time of the message that it is under
    user: str
    text: str
    me: str  #: Sherpa's own id there
    direct: bool
    named: bool  #: it mentions Sherpa

    @property
    def root(self) -> str:
        """The time of the message that an answer goes under."""
        return self.thread or self.ts


class Command(_Work):
    """A command that was given."""

    do: Literal["command"] = "command"
    name: str
    text: str
    channel: str
    user: str
    response_url: str


class Find(_Work):
    """A message that sources are looked for."""

    do: Literal["find"] = "find"
    text: str
    channel: str
    user: str
    response_url: str


class Press(_Work):
    """A button that was pressed."""

    do: Literal["press"] = "press"
    name: ActionName
    exchange: str
    channel: str
    user: str
    user_name: str
    ts: str  #: of the message that the button is in; empty for one that is shown to one person
    root: str  #: of its thread, or of itself; empty for one that is shown to one person outside a thread
    response_url: str
    trigger: str


class Chosen(_Work):
    """An article that was chosen from a list: in a message, or in the home tab, where there is no channel."""

    do: Literal["chosen"] = "chosen"
    source: str
    channel: str
    user: str
    response_url: str
    trigger: str


class Ending(_Work):
    """A subscription that was chosen to be ended: in a message, or in the home tab, where there is no channel."""

    do: Literal["ending"] = "ending"
    subscription: str
    channel: str
    user: str
    response_url: str


class Form(_Work):
    """A topic that was typed into the form."""

    do: Literal["form"] = "form"
    topic: str
    exchange: str
    channel: str
    user: str


class Opened(_Work):
    """Somebody looks at Sherpa's own tab: its home, or the conversation with it."""

    do: Literal["opened"] = "opened"
    user: str
    channel: str
    tab: str


class Began(_Work):
    """Somebody begins a conversation with Sherpa."""

    do: Literal["began"] = "began"
    channel: str
    thread: str


class Left(_Work):
    """Sherpa was taken out of the workspace, or of those `teams` that an organisation no longer lets it into. `at`: when, in Unix time."""

    do: Literal["left"] = "left"
    at: float
    teams: tuple[str, ...] = ()


Work = Message | Command | Find | Press | Chosen | Ending | Form | Opened | Began | Left
WORK: TypeAdapter[Work] = TypeAdapter(Annotated[Work, Field(discriminator="do")])
